/** Finds the processes of a run that have a file open for writing. */
import { readdirSync, readFileSync, type Stats, statSync } from 'node:fs';
import type { Pid } from '../../core/types.ts';
import { type Known, known } from './proc.ts';
import { youngerPids } from './younger.ts';

/**
 * The processes younger than ours that can write to the file `path`, or to a file in the directory `path`. Older
 * processes cannot be ours, and looking at all descriptors would take milliseconds. Without those of other users.
 * Never throws.
 */
export function writersOf(path: string): readonly Known[] {
  const found = statOrNothing(path);
  if (found === undefined) return [];
  let files: ReadonlySet<string> | undefined;
  const writes = (pid: Pid, fd: string): boolean => {
    const stats = statOrNothing(`/proc/${pid}/fd/${fd}`);
    if (stats === undefined) return false;
    files ??= filesOf(path, found);
    return files.has(idOf(stats)) && isWritable(pid, fd);
  };
  return youngerPids()
    .filter((pid) => descriptorsOf(pid).some((fd) => writes(pid, fd)))
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
