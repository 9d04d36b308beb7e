/**
 * Whose turn it is: several of us may be in one process group, as in a pipeline of two, and each of their
 * monitors would stop it for being without the terminal (S5). One at a time has its pager.
 */
import { readdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import type { Pid } from '../../core/types.ts';
import { stat } from '../process/proc.ts';
import { leftOf } from '../process/tree.ts';
import { modeOf } from '../trace/state.ts';

export type Turn = {
  /**
   * Take it, unless it is that of another who is still there. What speaks against taking turns, as a
   * directory that is not ours, is no reason not to go on.
   */
  readonly take: () => 'ours' | 'taken';
  /** Take it as soon as that can be done, and tell. */
  readonly await: (come: () => void) => void;
  readonly giveBack: () => void;
};

/** Nobody tells us of the end of one who is not our child (ms). */
const LOOK = 200;

/** Turns are links in `directory`, each named for a process group: made by one alone, and it tells by whom. */
export function turnIn(directory: string | undefined): Turn {
  let link: string | undefined;
  const take = (): ReturnType<Turn['take']> => {
    if (link !== undefined || directory === undefined) return 'ours';
    try {
      if (modeOf(directory) === undefined) return 'ours';
      const self = stat('self');
      const path = `${directory}/turn-${self?.group}`;
      claim(path, `${process.pid}-${self?.birth}`);
      link = path;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return 'taken';
    }
    return 'ours';
  };
  const look = (come: () => void): void => {
    if (take() === 'ours') come();
    else setTimeout(look, LOOK, come);
  };
  return {
    take,
    await: look,
    giveBack: () => {
      try {
        if (link !== undefined) rmSync(link, { force: true });
      } catch {
        // It cannot be removed: with our end it is stale.
      }
    },
  };
}

/** Make a link that says `name`, where there is none but a stale one. Throws like symlink(2). */
function claim(path: string, name: string): void {
  try {
    symlinkSync(name, path);
  } catch {
    removeStale(path);
    symlinkSync(name, path);
  }
}

/** Remove what those have left in `directory` who were killed in their turn. */
export function sweepTurns(directory: string): void {
  for (const name of readdirSync(directory))
    if (isTurn.test(name)) removeStale(`${directory}/${name}`);
}

const isTurn = /^turn-\d+$/;

/**
 * Remove the link of one who has ended. Only what is still there after that: who ends in order has
 * removed it before, and what is there then is somebody else's.
 */
function removeStale(path: string): void {
  const name = nameIn(path);
  if (name === undefined || isThere(name)) return;
  if (nameIn(path) === name) rmSync(path, { force: true });
}

function isThere(name: string): boolean {
  const [pid = 0, birth = 0] = name.split('-').map(Number);
  return leftOf([{ pid: pid as Pid, birth }]).length > 0;
}

/** What the link says, which is the name of no file; '' of something else, undefined of nothing. */
function nameIn(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? undefined : '';
  }
}
