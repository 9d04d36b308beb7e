/** The grace period: how long what was told to end may take. */
import { milliseconds } from '../cli/settings.ts';
import type { Told } from '../core/action.ts';

/**
 * The longest further grace period (ms): what used up its first one gets this at most, so that all
 * is over soon after it.
 */
const AGAIN = 750;
/**
 * The shortest time to give the monitor for reading `bye` (ms), also on a busy machine; a monitor
 * killed earlier leaves the terminal to a dead group.
 */
const VERB = 2000;

/** A function that starts the period, in place of one that still runs; `over` is told of its end. */
export function graceTimer(seconds: number, over: () => void): (after: Told) => void {
  const grace = milliseconds(seconds);
  const time: Readonly<Record<Told, number>> = {
    first: grace,
    again: Math.min(grace, AGAIN),
    verb: Math.max(grace, VERB),
  };
  let timer: NodeJS.Timeout | undefined;
  return (after) => {
    clearTimeout(timer);
    timer = setTimeout(over, time[after]);
  };
}
