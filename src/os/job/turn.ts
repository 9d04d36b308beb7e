/**
 * Turns between several vimtraces in one process group, as in a pipeline of two: one at a time has its pager.
 * Without turns, the monitor that starts second is in the background and stops the whole group (S5).
 */
import { readdirSync, readlinkSync, rmSync, symlinkSync, unlinkSync } from 'node:fs';
import type { Pid } from '../../core/types.ts';
import { stat } from '../process/proc.ts';
import { leftOf } from '../process/tree.ts';
import { modeOf } from '../trace/state.ts';

export type Turn = {
  /**
   * Take the turn; `taken` if another vimtrace has it and still runs. If turns are impossible, for example because
   * the directory is not ours, the turn is `ours`: a pager without turns is better than none.
   */
  readonly take: () => 'ours' | 'taken';
  /** Whether another vimtrace has the turn, without taking it. */
  readonly isTaken: () => boolean;
  /** Take the turn as soon as it is free, then call `taken`. */
  readonly await: (taken: () => void) => void;
  /** Let the next vimtrace take the turn, and wait for it no more. Never throws. */
  readonly giveBack: () => void;
};

/** How often to look whether the turn is free (ms): only a parent is told of a process's end. */
const LOOK = 200;

/**
 * The turn of our process group, as a symbolic link in `directory`: turn-PGID, which points to PID-BIRTH of its
 * owner. symlink(2) is atomic, so two starts never take the same turn. Without `directory` the turn is always ours.
 */
export function turnIn(directory: string | undefined): Turn {
  let link: string | undefined;
  let timer: NodeJS.Timeout | undefined;
  const take = (): ReturnType<Turn['take']> => {
    if (link !== undefined || directory === undefined) return 'ours';
    try {
      if (modeOf(directory) === undefined) return 'ours';
      const path = pathIn(directory);
      claim(path, `${process.pid}-${stat('self')?.birth}`);
      link = path;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return 'taken';
    }
    return 'ours';
  };
  const look = (taken: () => void): void => {
    if (take() === 'ours') taken();
    else timer = setTimeout(look, LOOK, taken);
  };
  return {
    take,
    isTaken: () => {
      const owner = directory && link === undefined ? ownerIn(pathIn(directory)) : undefined;
      return owner !== undefined && isRunning(owner);
    },
    await: look,
    giveBack: () => {
      // vimtrace may end some milliseconds later: a look until then would leave a link behind.
      clearTimeout(timer);
      try {
        if (link !== undefined) unlinkSync(link);
      } catch {
        // A link that stays is stale as soon as we end.
      }
    },
  };
}

const pathIn = (directory: string): string => `${directory}/turn-${stat('self')?.group}`;

/** Create the link `path` to `owner`, in place of a stale one. Throws like symlink(2), EEXIST if the turn is taken. */
function claim(path: string, owner: string): void {
  try {
    symlinkSync(owner, path);
  } catch {
    removeStale(path);
    symlinkSync(owner, path);
  }
}

/** Remove the links in `directory` whose owners were killed in their turn. Throws like readdir(2) and unlink(2). */
export function sweepTurns(directory: string): void {
  for (const name of readdirSync(directory))
    if (isTurn.test(name)) removeStale(`${directory}/${name}`);
}

const isTurn = /^turn-\d+$/;

/**
 * Remove the link `path` if its owner has ended. Read the link again before removing it: the owner may have
 * removed it at its end, and the link that is there now may be another vimtrace's.
 */
function removeStale(path: string): void {
  const owner = ownerIn(path);
  if (owner === undefined || isRunning(owner)) return;
  if (ownerIn(path) === owner) rmSync(path, { force: true });
}

/** Whether `owner`, PID-BIRTH, still runs. */
function isRunning(owner: string): boolean {
  const [pid = 0, birth = 0] = owner.split('-').map(Number);
  return leftOf([{ pid: pid as Pid, birth }]).length > 0;
}

/** The owner that the link `path` points to, PID-BIRTH; undefined if nothing is there, '' if it is no link. */
function ownerIn(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? undefined : '';
  }
}
