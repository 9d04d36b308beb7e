/** Finds the processes of a run that have a file open for writing. */
import { readdirSync, readFileSync, type Stats, statSync } from 'node:fs';
import type { Pid } from '../../core/types.ts';
import { isYounger, type Known, known } from './proc.ts';

/** More processes than a kernel starts in a second. */
const STARTS = 100_000;

/**
 * The processes younger than ours that can write to the file `path`, or to a file in the directory `path`, of those
 * that `isMeant` says. Older processes cannot be ours, and looking at all descriptors would take milliseconds. Without
 * those of other users. Never throws.
 */
export function writersOf(
  path: string,
  isMeant: (pid: Pid) => boolean = () => true,
): readonly Known[] {
  const found = statOrNothing(path);
  if (found === undefined) return [];
  let files: ReadonlySet<string> | undefined;
  const isMeantBy = (pid: Pid, fd: string): boolean => {
    const stats = statOrNothing(`/proc/${pid}/fd/${fd}`);
    if (stats === undefined) return false;
    files ??= filesOf(path, found);
    return files.has(idOf(stats)) && isWritable(pid, fd);
  };
  return youngerPids()
    .filter((pid) => isMeant(pid) && descriptorsOf(pid).some((fd) => isMeantBy(pid, fd)))
    .map(known);
}

/** None of a process that has ended, or of another user's. */
function descriptorsOf(pid: Pid): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`);
  } catch {
    return [];
  }
}

/** The files at `path`, which is a file or a directory. */
const filesOf = (path: string, found: Stats): ReadonlySet<string> =>
  new Set(
    found.isDirectory()
      ? readdirSync(path).flatMap((name) => {
          const stats = statOrNothing(`${path}/${name}`);
          return stats === undefined ? [] : [idOf(stats)];
        })
      : [idOf(found)],
  );

const idOf = ({ dev, ino }: Stats): string => `${dev} ${ino}`;

/** Undefined if the path leads nowhere, for whatever reason. */
function statOrNothing(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

/**
 * The processes that started after us. The kernel gives pids in a circle (proc_sys_kernel(5), pid_max). After a short
 * run the younger pids lie between ours and the newest, the last field of proc_loadavg(5). After a long run the circle
 * may have closed, so the start times decide. Reading them takes milliseconds: too long after a short run.
 */
function youngerPids(): readonly Pid[] {
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

/**
 * Whether the descriptor is not O_RDONLY, from the octal flags of proc_pid_fdinfo(5). False for one that was closed
 * meanwhile: strace -ff closes the file of each process that ends.
 */
function isWritable(pid: Pid, fd: string): boolean {
  try {
    const info = readFileSync(`/proc/${pid}/fdinfo/${fd}`, 'utf8');
    return (Number.parseInt(/^flags:\s*(\d+)$/m.exec(info)?.[1] ?? '0', 8) & 3) !== 0;
  } catch {
    return false;
  }
}

/** Whether the process `pid` runs the last words of `argv`, as a command does that `env` has started. */
export function isRunning(pid: Pid, argv: readonly string[]): boolean {
  try {
    const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return line !== '' && `\0${argv.join('\0')}\0`.endsWith(`\0${line}`);
  } catch {
    return false;
  }
}
