/** A tracer and all that it has started, who are to end together: once found they are remembered. */
import type { Pid, SignalName, Terminal } from '../../core/types.ts';
import type { Known } from './proc.ts';
import { endAll, leftOf, orphansSince, startedBy, type Tracees } from './tree.ts';

export type Family = {
  /**
   * End all of them by `signal`; a spared tracer only when none of the others is left. Returns those
   * to which the signal could not be sent.
   */
  readonly end: (signal: SignalName, spares: 'nobody' | 'tracer') => readonly Pid[];
  /** The tracer has ended: whether others are left that were told to or, where the terminal is gone, should have been. */
  readonly bereave: (terminal: Terminal) => 'ended' | 'left';
  /** Tell when nobody is left. */
  readonly whenOver: (over: () => void) => void;
};

/** How often it is looked whether they have ended, who are no children of ours (ms). */
const TICK = 10;

export function familyOf(tracer: Known | undefined, tracees: () => Tracees): Family {
  const found = new Map<Pid, Known>();
  const others = (): readonly Known[] => leftOf(found.values());
  const head = (): Pid | undefined => tracer && leftOf([tracer])[0]?.pid;
  const find = (): void => {
    const at = head();
    for (const each of at === undefined ? orphans() : startedBy(at, tracees()))
      found.set(each.pid, each);
  };
  /** A hangup may end the tracer before we hear of it: then its family can be told by little else. */
  const orphans = (): readonly Known[] =>
    // Born at 0: it had been reaped before it was looked at.
    !tracer?.birth || found.size > 0 || tracees() === 'attached' ? [] : orphansSince(tracer.birth);
  const whenOver = (over: () => void): void => {
    if (others().length === 0) over();
    else setTimeout(whenOver, TICK, over);
  };
  return {
    end: (signal, spares) => {
      find();
      const at = head();
      const pids = others().map(({ pid }) => pid);
      const isSpared = spares === 'tracer' && pids.length > 0;
      return endAll(at === undefined || isSpared ? pids : [at, ...pids], signal);
    },
    bereave: (terminal) => {
      if (terminal === 'gone') find();
      return others().length > 0 ? 'left' : 'ended';
    },
    whenOver,
  };
}
