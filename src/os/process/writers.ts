/** Finds the processes of a run that have a file open for writing. */
import { readdirSync, readFileSync, type Stats, statSync } from 'node:fs';
import type { Pid } from '../../core/types.ts';
import { type Known, known } from './proc.ts';

/**
 * The processes younger than ours that can write to the file `path`, of those that `isMeant` says. Older ones cannot
 * be ours, and to look at all would take milliseconds. Without those of other users. Never throws.
 */
export function writersOf(
  path: string,
  isMeant: (pid: Pid) => boolean = () => true,
): readonly Known[] {
  const file = statOrNothing(path);
  if (file === undefined) return [];
  const isOpenIn = (pid: Pid): boolean => {
    try {
      return readdirSync(`/proc/${pid}/fd`).some((fd) => {
        const stats = statSync(`/proc/${pid}/fd/${fd}`, { throwIfNoEntry: false });
        return stats?.ino === file.ino && stats.dev === file.dev && isWritable(pid, fd);
      });
    } catch {
      // Another user's, or ended meanwhile.
      return false;
    }
  };
  return youngerPids()
    .filter((pid) => isMeant(pid) && isOpenIn(pid))
    .map(known);
}

/** Undefined if the path leads nowhere, for whatever reason. */
function statOrNothing(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

/** Numbers are given in a circle (proc_sys_kernel(5), pid_max): the last field of proc_loadavg(5) is the newest. */
function youngerPids(): readonly Pid[] {
  const newest = Number(readFileSync('/proc/loadavg', 'utf8').split(' ').at(-1));
  const isYounger = (pid: number): boolean =>
    newest < process.pid ? pid > process.pid || pid <= newest : pid > process.pid && pid <= newest;
  return readdirSync('/proc').map(Number).filter(isYounger) as Pid[];
}

/** Whether the descriptor is not O_RDONLY, from the octal flags of proc_pid_fdinfo(5). */
function isWritable(pid: Pid, fd: string): boolean {
  const flags = /^flags:\s*(\d+)$/m.exec(readFileSync(`/proc/${pid}/fdinfo/${fd}`, 'utf8'))?.[1];
  return (Number.parseInt(flags ?? '0', 8) & 3) !== 0;
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
