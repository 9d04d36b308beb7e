/** The pager's side of a run: carries out the orders about pager, monitor and terminal. */
import type { Pager } from '../cli/pagers/choose.ts';
import type { PagerAction } from '../core/action.ts';
import type { Event } from '../core/event.ts';
import type { Ended, Pid, SignalName, Terminal } from '../core/types.ts';
import type { Monitor } from '../os/job/monitor.ts';
import { close, continueStopped, endPager, signalGroup } from '../os/job/pager.ts';
import { listenForStops, listenForStopsNoMore, stopGroup } from '../os/job/signals.ts';
import { ownership } from '../os/job/terminal.ts';
import { turnIn } from '../os/job/turn.ts';
import { stateDirectory } from '../os/trace/state.ts';
import { endedWhileStopped, monitorEnded, monitorFor, pagerForSize } from './pager.ts';
import type { Request } from './request.ts';
import type { Undelivered } from './undelivered.ts';

/** Stands in for the end of a monitor that was never opened. */
const inOrder: Ended = { how: 'exited', code: 0 };
/** By then the pager has drawn its first screen (ms). */
const SOON = 100;

export type PagerSide = {
  /** Carry `action` out; the event, where the outcome is known at once. */
  readonly perform: (action: PagerAction) => Event | undefined;
  /** Who owns the terminal now; the monitor counts as P, for which it keeps the terminal. */
  readonly owner: () => Terminal;
  /** Who owns the terminal, for a pager that is due: takes the turn of P first, if it can be had. */
  readonly due: () => Terminal;
  /** The pager in use. */
  readonly pager: () => Pager | undefined;
  /** Whether the pager runs as process `pid`. */
  readonly isPager: (pid: Pid) => boolean;
  /** Give the turn back and end a monitor that waits, then `over`. */
  readonly leave: (over: () => never) => void;
};

export function pagerSide(
  request: Request,
  { postpone }: Undelivered,
  happened: (event: Event) => void,
  signalled: (signal: SignalName) => void,
): PagerSide {
  const { given, spool } = request;
  const turn = turnIn(stateDirectory(process.env));
  let { pager } = request;
  // Started beside the tracer, so that nobody waits for it when the pager is due.
  let monitor = pager && spool && ahead(pager, request, happened);
  /** The monitor that waits, unless it has ended or is for another pager. */
  const monitorOf = (chosen: Pager): Monitor => {
    if (chosen === pager && monitor?.isReady()) return monitor;
    void monitor?.release();
    monitor = undefined;
    return monitorFor(chosen, request, happened);
  };
  const open = (): void => {
    const chosen = pagerForSize(request);
    if (chosen !== undefined) monitor = monitorOf(chosen);
    pager = chosen;
    // Only now: a ^Z stops a child that spawn has not yet made the monitor, and spawn waits for it.
    // Without a listener the same ^Z stops vimtrace, and a SIGCONT continues both.
    listenForStops(given.ignored, signalled);
    monitor?.open();
  };
  const owner = (): Terminal => ownership(monitor?.running());
  const stop = (signal: 'SIGTSTP' | 'SIGTTIN'): void =>
    stopGroup(signal, given.ignored, () => happened({ type: 'continued', terminal: owner() }));
  const resume = (): Event | undefined => {
    continueStopped(monitor?.running());
    monitor?.say('take');
    if (monitor?.hasLostPager()) return endedWhileStopped();
    monitor?.say('fg');
    return undefined;
  };
  const closeWith = (signal: SignalName): Event | undefined => {
    listenForStopsNoMore(given.ignored);
    postpone(close(monitor, signal));
    return monitor?.wasOpened() ? undefined : monitorEnded(inOrder);
  };
  const due = (): Terminal => {
    const taken = turn.take();
    const terminal = ownership(undefined, given.ignored);
    return taken === 'ours' || terminal === 'gone' ? terminal : 'lent';
  };
  const perform = (action: PagerAction): Event | undefined => {
    switch (action.type) {
      case 'awaitTurn':
        turn.await(() => happened({ type: 'continued', terminal: due() }));
        return undefined;
      case 'openPager':
        open();
        return undefined;
      case 'continueMonitor':
        monitor?.proceed();
        return undefined;
      case 'guardPager':
        setTimeout(() => monitor?.drawn(), SOON);
        return undefined;
      case 'signalPager':
        postpone(signalGroup(monitor, action.signal));
        return undefined;
      case 'endPager':
        postpone(endPager(monitor, action.signal));
        return undefined;
      case 'parkModes':
        monitor?.say('park');
        return undefined;
      case 'unparkModes':
        monitor?.say('take');
        monitor?.say('unpark');
        return undefined;
      case 'yieldTerminal':
        monitor?.say('yield');
        return undefined;
      case 'stopGroup':
        stop(action.signal);
        return undefined;
      case 'resumePager':
        return resume();
      case 'watchPager':
        monitor?.watch();
        return undefined;
      case 'closePager':
        return closeWith(action.signal);
    }
  };
  return {
    perform,
    owner,
    due,
    pager: () => pager,
    isPager: (pid) => pid === monitor?.pager(),
    leave: (over) => {
      turn.giveBack();
      if (monitor === undefined) over();
      else void monitor.release().then(over);
    },
  };
}

/** None without a terminal now: there may be one when the pager is due. */
function ahead(...given: Parameters<typeof monitorFor>): Monitor | undefined {
  try {
    return monitorFor(...given);
  } catch {
    return undefined;
  }
}
