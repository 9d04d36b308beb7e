/** Finds the processes that started after us: only these can belong to our run. */
import { readdirSync, readFileSync } from 'node:fs';
import type { Pid } from '../../core/types.ts';
import { isYounger, known } from './proc.ts';

/** More processes than a kernel starts in a second. */
const STARTS = 100_000;

/**
 * The processes that started after us. The kernel gives pids in a circle (proc_sys_kernel(5), pid_max). After a short
 * run the younger pids lie between ours and the newest, the last field of proc_loadavg(5). After a long run the circle
 * may have closed, so the start times decide. Reading them takes milliseconds: too long after a short run.
 */
export function youngerPids(): readonly Pid[] {
  const all = readdirSync('/proc').map(Number).filter(Boolean) as Pid[];
  if (process.uptime() * STARTS > Number(readFileSync('/proc/sys/kernel/pid_max', 'utf8'))) {
    const us = known(process.pid as Pid);
    return all.filter((pid) => isYounger(known(pid), us));
  }
  const newest = Number(readFileSync('/proc/loadavg', 'utf8').split(' ').at(-1));
  const isBetween = (pid: number): boolean =>
    newest < process.pid ? pid > process.pid || pid <= newest : pid > process.pid && pid <= newest;
  return all.filter(isBetween);
}
