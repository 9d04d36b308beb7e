/**
 * One run, from the tracer's start on: gives the machine its ports, and the outside world its
 * way back to the machine.
 */
import * as messages from '../cli/messages.ts';
import type { Pager } from '../cli/pagers/choose.ts';
import { milliseconds } from '../cli/settings.ts';
import type { Action, Told } from '../core/action.ts';
import type { Event } from '../core/event.ts';
import { exitPlan } from '../core/exit.ts';
import type { Ended, Failure, Hangup, Outcome, Pid, SignalName, Terminal } from '../core/types.ts';
import type { Monitor } from '../os/job/monitor.ts';
import { close, continueStopped, endPager, signalGroup } from '../os/job/pager.ts';
import {
  end,
  listenForStops,
  listenForStopsNoMore,
  numberOf,
  onDefect,
  stopGroup,
} from '../os/job/signals.ts';
import { ownership } from '../os/job/terminal.ts';
import { turnIn } from '../os/job/turn.ts';
import { journal } from '../os/journal.ts';
import { familyOf } from '../os/process/family.ts';
import { known } from '../os/process/proc.ts';
import { meant, send, type Tracees } from '../os/process/tree.ts';
import { stateDirectory } from '../os/trace/state.ts';
import { machine } from '../runtime/loop.ts';
import { keepingOf } from './keeping.ts';
import {
  endedWhileStopped,
  monitorEnded,
  openPager,
  pagerForSize,
  type Ready,
  readyFor,
} from './pager.ts';
import { remainsOf } from './remains.ts';
import type { Request } from './request.ts';

/** The same number everywhere (POSIX, kill(1)). */
const SIGHUP = 1;
/** What is not there need not end. */
const inOrder: Ended = { how: 'exited', code: 0 };
/** When the pager has drawn its first screen (ms). */
const SOON = 100;
/** Those who have had their grace are not given as much again: all is to be over soon after it (ms). */
const AGAIN = 750;
/** In which a monitor reads a verb, on a busy machine too: without that it leaves the terminal to nobody (ms). */
const VERB = 2000;

/** What happens outside the pager, as the session is told of it. */
export type Session = {
  readonly tracerFailed: (failure: Failure) => void;
  readonly tracerEnded: (ended: Ended) => void;
  readonly signalled: (signal: SignalName) => void;
};

/** See the run through to its end, from the tracer's start on. */
export function openSession(request: Request): Session {
  const { given, say, spool } = request;
  const grace = milliseconds(request.settings.grace.value);
  const time: Readonly<Record<Told, number>> = {
    first: grace,
    again: Math.min(grace, AGAIN),
    verb: Math.max(grace, VERB),
  };
  let timer: NodeJS.Timeout | undefined;
  let { pager, tracer } = request;
  /** Started beside the tracer, the monitor need not be waited for when the pager is due. */
  let ready = pager && spool && ahead(pager, request);
  const keeping = spool?.place === undefined ? undefined : keepingOf(spool.place, request);
  const remains = spool && remainsOf(spool.path, tracer === undefined, say);
  const hangup: Hangup = given.ignored.includes(SIGHUP) ? 'keep' : 'end';
  let monitor: Monitor | undefined;
  const tracees = (): Tracees =>
    request.tracers().attaches(request.command, request.args) ? 'attached' : 'started';
  const family = familyOf(tracer && known(tracer), tracees);
  const turn = turnIn(stateDirectory(process.env));
  /** The terminal, for a pager that is due; looked at in our turn, as it was another's before. */
  const due = (): Terminal => {
    const taken = turn.take();
    const terminal = ownership(undefined, given.ignored);
    return taken === 'ours' || terminal === 'gone' ? terminal : 'lent';
  };
  const happened = (event: Event): void => dispatch(event);
  const signalled = (signal: SignalName): void =>
    happened({ type: 'signalled', signal, terminal: ownership(monitor?.running()) });
  const told = new Set<Pid>();
  /** Each is said once: what may not be sent a first signal may not be sent the stronger ones. */
  const undeliverable = (pids: readonly Pid[]): void => {
    for (const pid of pids.filter((each) => !told.has(each))) {
      told.add(pid);
      say(messages.undeliverable(pid));
    }
  };
  /** The same of the pager, which has the terminal now: a word would be drawn over its screen, or stop us (H7). */
  const unsaid = new Set<Pid>();
  const undelivered = (pids: readonly Pid[]): void => {
    for (const pid of pids) unsaid.add(pid);
  };
  const readyWith = (chosen: Pager): Ready => {
    if (ready?.pager === chosen && ready.monitor.isThere()) return ready;
    void ready?.monitor.release();
    ready = readyFor(chosen, request);
    return ready;
  };
  const leave = (outcome: Outcome): void => {
    turn.giveBack();
    const go = (): never => end(exitPlan(outcome));
    if (ready === undefined) go();
    else void ready.monitor.release().then(go);
  };
  const perform = (action: Action): Event | undefined => {
    switch (action.type) {
      case 'signalTracer':
        if (tracer !== undefined)
          undeliverable(send(meant(tracer, numberOf(action.signal), tracees()), action.signal));
        return undefined;
      case 'endTracer':
        undeliverable(family.end(action.signal));
        return undefined;
      case 'awaitOthers':
        family.whenOver(() => dispatch({ type: 'othersEnded' }));
        return undefined;
      case 'startGrace':
        clearTimeout(timer);
        timer = setTimeout(() => dispatch({ type: 'graceOver' }), time[action.after]);
        return undefined;
      case 'awaitTurn':
        turn.await(() => dispatch({ type: 'continued', terminal: due() }));
        return undefined;
      case 'openPager':
        pager = pagerForSize(request);
        if (pager !== undefined) monitor = openPager(readyWith(pager), hangup, happened);
        // Not before: a child that ^Z stops on its way to its exec keeps us in spawn, and would be
        // continued with us alone.
        listenForStops(given.ignored, signalled);
        monitor?.begin();
        return undefined;
      case 'continueMonitor':
        monitor?.proceed();
        return undefined;
      case 'guardPager':
        setTimeout(() => monitor?.drawn(), SOON);
        return undefined;
      case 'signalPager':
        undelivered(signalGroup(monitor, action.signal));
        return undefined;
      case 'endPager':
        undelivered(endPager(monitor, action.signal));
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
        stopGroup(action.signal, given.ignored, () =>
          happened({ type: 'continued', terminal: ownership(monitor?.running()) }),
        );
        return undefined;
      case 'resumePager':
        continueStopped(monitor?.running());
        monitor?.say('take');
        if (monitor?.isOver()) return endedWhileStopped(hangup);
        monitor?.say('fg');
        return undefined;
      case 'watchPager':
        monitor?.watch();
        return undefined;
      case 'closePager':
        listenForStopsNoMore(given.ignored);
        undelivered(close(monitor, action.signal));
        return monitor === undefined ? monitorEnded(inOrder, hangup) : undefined;
      case 'printTrace':
        spool?.copyTo(given.stdio[2]);
        return undefined;
      case 'discardTrace':
        remains?.isThere();
        spool?.discard();
        return undefined;
      case 'keepTrace':
        // Before it is said, as that may stop us (H7).
        if (keeping?.keep(messages.ending(action.outcome)) === 'forgotten')
          say(messages.traceForgotten(request.settings.keep.origin));
        else if (spool !== undefined && remains?.isThere())
          say(messages.traceIn[action.tracer](spool.path, keeping?.isListed ?? false));
        return undefined;
      case 'adviseOnTracer':
        request.tracers().adviseOn(request);
        return undefined;
      case 'complain':
        say(messages.complaint(action.failure, request.command, pager, packageFor(action.failure)));
        return undefined;
      case 'exit':
        // Of one that has ended meanwhile there is nothing to say.
        undeliverable([...unsaid].filter((pid) => pid === monitor?.pager()));
        leave(action.outcome);
        return undefined;
    }
  };
  const packageFor = ({ kind }: Failure): string | undefined =>
    kind === 'tracer' ? request.tracers().packageOf(request.command) : undefined;
  const dispatch = machine({ perform, record: journal(process.env['VIMTRACE_JOURNAL']) });
  onDefect((detail) => dispatch({ type: 'failed', failure: { kind: 'defect', detail } }));
  if (tracer !== undefined) dispatch({ type: 'tracerStarted' });
  return {
    tracerFailed: (failure) => dispatch({ type: 'tracerFailed', failure }),
    tracerEnded: (ended) => {
      // Its number may be another's from here on.
      tracer = undefined;
      const bytes = remains?.settle() ?? 0;
      const trace = pager !== undefined && bytes > 0 ? 'present' : 'empty';
      const terminal = trace === 'present' ? due() : ownership(undefined, given.ignored);
      // A pager does not wait for the answer; one that is not due yet may be long in coming.
      if (terminal !== 'foreground') remains?.measure();
      dispatch({
        type: 'tracerEnded',
        ended,
        trace,
        terminal,
        others: family.bereave(terminal),
        hangup,
      });
      remains?.measure();
    },
    signalled,
  };
}

/** None where that cannot be: there may be a terminal when the pager is due. */
function ahead(pager: Pager, request: Request): Ready | undefined {
  try {
    return readyFor(pager, request);
  } catch {
    return undefined;
  }
}
