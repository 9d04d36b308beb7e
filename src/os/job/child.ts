/** A child that waits for words of ours: the monitor's sh, or the guard. */
import type { Ended, Pid, SignalName } from '../../core/types.ts';
import { type Stat, stat } from '../process/proc.ts';
import { sleep } from '../process/sleep.ts';
import { type Descriptors, spawn } from '../process/spawn.ts';
import { send } from '../process/tree.ts';

export type Child = {
  /** Its process ID, until Node has reaped it: after that the number may be another process's. */
  readonly running: () => Pid | undefined;
  /** Whether it runs. /proc may know of its end before Node tells us. */
  readonly isAlive: () => boolean;
  readonly signal: (name: SignalName) => void;
  /** How it ended; with 127 if it could not be started. */
  readonly end: Promise<Ended>;
};

export function startChild(argv: readonly string[], descriptors: Descriptors): Child {
  let pid: Pid | undefined;
  const end = new Promise<Ended>((resolve) => {
    const ended = (how: Ended): void => {
      pid = undefined;
      resolve(how);
    };
    const failed = (): void => ended({ how: 'exited', code: 127 });
    pid = spawn(argv, descriptors, { failed, ended });
  });
  return {
    running: () => pid,
    isAlive: () => pid !== undefined && !isDead(stat(pid)),
    signal: (name) => {
      if (pid !== undefined) send([pid], name);
    },
    end,
  };
}

/** A zombie has ended as well. */
export const isDead = (found: Stat | undefined): boolean =>
  found === undefined || found.state === 'Z';

/**
 * The longest wait for a killed child (ms). A child of the lowest priority may get no processor for
 * seconds on a busy machine (S17). A child in uninterruptible sleep (D) may not end before its disk
 * answers, perhaps never: without a bound vimtrace would hang with it.
 */
const PATIENCE = 10_000;

/**
 * Kill `children`, and return true when none of them runs: none reads what is said to the next ones
 * (S17). Return false if one still runs after `patience` ms. The caller goes on all the same: a
 * process in uninterruptible sleep executes nothing after its SIGKILL, so it reads nothing either.
 */
export function kill(
  children: readonly Pick<Child, 'isAlive' | 'signal'>[],
  patience = PATIENCE,
): boolean {
  for (const child of children) child.signal('SIGKILL');
  // Counts its own steps: the first use of Node's clock takes 1 ms.
  for (let waited = 0; children.some((child) => child.isAlive()); waited += 1) {
    if (waited > patience) return false;
    sleep(1);
  }
  return true;
}
