/**
 * Waits for a pager and its children: bat runs a pager of its own, which restores the terminal before it stops, and
 * draws after it was continued. A pager that stops in order has restored the terminal itself.
 */
import type { Pid } from '../../core/types.ts';
import { childrenOf, type Known, type Stat, stat, statOf } from '../process/proc.ts';

/** How often to look at a child that still runs, 1 ms apart: the child may ignore the signal. */
const LOOKS = 500;

/** Call `then` when all children of the stopped `pager` have stopped that are in its group; at once if it has none. */
export function whenAllStopped(pager: Pid, then: () => void, looks = LOOKS): void {
  if (looks > 0 && inGroup(pager).some(({ state }) => !'TtZX'.includes(state)))
    setTimeout(whenAllStopped, 1, pager, then, looks - 1);
  else then();
}

/**
 * Call `then` when the continued `pager` sleeps, and its children in its group. A signal that vim or less gets between
 * its last look for signals and its wait for a key has no effect until later (P11, P12).
 */
export function whenAllRest(pager: Known, then: () => void, looks = LOOKS): void {
  if (isBusy(statOf(pager)) || (looks > 0 && inGroup(pager.pid).some(isBusy)))
    setTimeout(whenAllRest, 1, pager, then, looks - 1);
  else then();
}

/** A pager that has slept for so long after a SIGTSTP has missed it (ms). */
const MISSED = 500;

/** Runs from a SIGTSTP until the pager has stopped. */
export class Reminder {
  #timer: NodeJS.Timeout | undefined;

  /** Call `missed` if `pager` sleeps after MISSED. */
  start(pager: Known | undefined, missed: () => void): void {
    this.stop();
    this.#timer = setTimeout(() => {
      if (pager !== undefined && statOf(pager)?.state === 'S') missed();
    }, MISSED).unref();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}

const isBusy = (found: Stat | undefined): boolean => 'TtRD'.includes(found?.state ?? 'X');

/** The children of `pager` in the process group that it leads (S11). */
const inGroup = (pager: Pid): readonly Stat[] =>
  childrenOf(pager).flatMap((child) => {
    const found = stat(child);
    return found?.group === Number(pager) ? [found] : [];
  });
