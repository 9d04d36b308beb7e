/** Finds the processes that started after us: only these can belong to our run. */
import { readdirSync, readFileSync } from 'node:fs';
import type { Pid } from '../../core/types.ts';
import { isYounger, known } from './proc.ts';

/** More processes than a kernel starts in a second. */
const STARTS = 100_000;

/**
 * The processes that started after us; none without /proc. The kernel gives pids in a circle (proc_sys_kernel(5),
 * pid_max), so after a short run the younger pids lie between ours and the newest. Reading the start times instead takes
 * milliseconds: too long after a short run. Never throws.
 */
export function youngerPids(): readonly Pid[] {
  const all = allPids();
  const newest = newestPid();
  if (newest === undefined) {
    const us = known(process.pid as Pid);
    return all.filter((pid) => isYounger(known(pid), us));
  }
  const isBetween = (pid: number): boolean =>
    newest < process.pid ? pid > process.pid || pid <= newest : pid > process.pid && pid <= newest;
  return all.filter(isBetween);
}

function allPids(): readonly Pid[] {
  try {
    return readdirSync('/proc').map(Number).filter(Boolean) as Pid[];
  } catch {
    return [];
  }
}

/**
 * The newest pid, the last field of proc_loadavg(5). Undefined after a long run, in which the circle of pids may have
 * closed, and where /proc shows only processes (proc(5), subset=pid).
 */
function newestPid(): number | undefined {
  try {
    const isLong =
      process.uptime() * STARTS > Number(readFileSync('/proc/sys/kernel/pid_max', 'utf8'));
    return isLong ? undefined : Number(readFileSync('/proc/loadavg', 'utf8').split(' ').at(-1));
  } catch {
    return undefined;
  }
}
