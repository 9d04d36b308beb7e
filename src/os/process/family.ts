/** A tracer and its family, all processes that the tracer has started. Both end together. */
import type { Pid, SignalName, Terminal } from '../../core/types.ts';
import type { Known } from './proc.ts';
import { endAll, leftOf, orphansSince, startedBy, type Tracees } from './tree.ts';

export type Family = {
  /**
   * Send `signal` to the tracer and its family. `spares` the tracer: only while the family has members left.
   * Returns the processes that we may not signal (EPERM).
   */
  readonly end: (signal: SignalName, spares: 'nobody' | 'tracer') => readonly Pid[];
  /**
   * Call it when the tracer has ended: `left` if members of the family still run that `end` has signalled.
   * If the terminal is gone, members that nobody has signalled count too: the hangup was meant for them.
   */
  readonly bereave: (terminal: Terminal) => 'ended' | 'left';
  /** Call `over` when every known member has ended; at once if there is none. */
  readonly whenOver: (over: () => void) => void;
};

/** How often to ask /proc for the end of the family: only a parent is told of an end (ms). */
const TICK = 10;

/**
 * The family of `tracer`; of nobody if `tracer` is undefined. `tracees` says what the tracer traces;
 * called only when needed, because the answer takes loading. A member stays known once found:
 * after the tracer's end nothing in /proc tells whose child it was.
 */
export function familyOf(tracer: Known | undefined, tracees: () => Tracees): Family {
  const found = new Map<Pid, Known>();
  const members = (): readonly Known[] => leftOf(found.values());
  const runningTracer = (): Pid | undefined => tracer && leftOf([tracer])[0]?.pid;
  const find = (): void => {
    const pid = runningTracer();
    for (const each of pid === undefined ? orphans() : startedBy(pid, tracees()))
      found.set(each.pid, each);
  };
  /** For a tracer that ends before we look, as in a hangup: only the group and the age of its orphans tell them. */
  const orphans = (): readonly Known[] =>
    // A birth of 0: the tracer was reaped before anybody read its birth.
    !tracer?.birth || found.size > 0 || tracees() === 'attached' ? [] : orphansSince(tracer.birth);
  const whenOver = (over: () => void): void => {
    if (members().length === 0) over();
    else setTimeout(whenOver, TICK, over);
  };
  return {
    end: (signal, spares) => {
      find();
      const pid = runningTracer();
      const pids = members().map((member) => member.pid);
      const isSpared = spares === 'tracer' && pids.length > 0;
      return endAll(pid === undefined || isSpared ? pids : [pid, ...pids], signal);
    },
    bereave: (terminal) => {
      if (terminal === 'gone') find();
      return members().length > 0 ? 'left' : 'ended';
    },
    whenOver,
  };
}
