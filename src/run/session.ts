/**
 * One run, from the tracer's start to the end of vimtrace: tells the core what happened, and hands
 * each of its orders to the side that carries it out.
 */
import type { Action } from '../core/action.ts';
import type { Event } from '../core/event.ts';
import type { Run } from '../core/state.ts';
import type { Ended, Failure, SignalName } from '../core/types.ts';
import { onDefect } from '../os/job/signals.ts';
import { ownership } from '../os/job/terminal.ts';
import { journal } from '../os/journal.ts';
import { machine } from '../runtime/loop.ts';
import { endSide } from './ending.ts';
import { type PagerSide, pagerSide } from './paging.ts';
import { type Remains, remainsOf } from './remains.ts';
import type { Request } from './request.ts';
import { type TracerSide, tracerSide } from './tracer.ts';
import { undelivered } from './undelivered.ts';

/** The same number everywhere (POSIX, kill(1)). */
const SIGHUP = 1;

/** What a session is told from outside: what happens to the tracer, and signals for vimtrace. */
export type Session = {
  readonly tracerFailed: (failure: Failure) => void;
  readonly tracerEnded: (ended: Ended) => void;
  readonly signalled: (signal: SignalName) => void;
};

/** Take over a run whose tracer was just started, or that opens the trace of an earlier run. */
export function openSession(request: Request): Session {
  const { given, spool, tracer } = request;
  const happened = (event: Event): void => dispatch(event);
  const signalled = (signal: SignalName): void =>
    happened({ type: 'signalled', signal, terminal: paging.owner() });
  const refusals = undelivered(request.say);
  const remains = spool && remainsOf(spool.path, tracer === undefined, request.say);
  const paging = pagerSide(request, refusals, happened, signalled);
  const tracing = tracerSide(request, refusals, happened);
  const ending = endSide(request, remains, paging, refusals, happened);
  const perform = (action: Action): Event | undefined => {
    switch (action.type) {
      case 'signalTracer':
      case 'endTracer':
      case 'awaitOthers':
      case 'adviseOnTracer':
        tracing.perform(action);
        return undefined;
      case 'startGrace':
      case 'printTrace':
      case 'discardTrace':
      case 'keepTrace':
      case 'complain':
      case 'exit':
        ending(action);
        return undefined;
      default:
        return paging.perform(action);
    }
  };
  const record = journal(process.env['VIMTRACE_JOURNAL']);
  const dispatch = machine(runOf(request), { perform, record });
  onDefect((detail) => happened({ type: 'failed', failure: { kind: 'defect', detail } }));
  if (tracer !== undefined) happened({ type: 'tracerStarted' });
  return {
    tracerFailed: (failure) => happened({ type: 'tracerFailed', failure }),
    tracerEnded: (ended) => {
      happened(tracerEnd(ended, given.ignored, remains, tracing, paging));
      remains?.measure();
    },
    signalled,
  };
}

const runOf = ({ given, pager }: Request): Run => ({
  hangup: given.ignored.includes(SIGHUP) ? 'keep' : 'end',
  paging: pager === undefined ? 'none' : 'due',
});

/** The end of the tracer as an event: what it left, who owns the terminal, who still runs. */
function tracerEnd(
  ended: Ended,
  ignored: readonly number[],
  remains: Remains | undefined,
  tracing: TracerSide,
  paging: PagerSide,
): Event {
  const trace = remains === undefined ? 'none' : remains.settle() > 0 ? 'present' : 'empty';
  // The turn is taken only for a pager that will be opened.
  const isDue = trace === 'present' && paging.pager() !== undefined;
  const terminal = isDue ? paging.due() : ownership(undefined, ignored);
  // Whether the disk was full is asked before a long wait; a pager does not wait for the answer.
  if (terminal !== 'foreground') remains?.measure();
  return { type: 'tracerEnded', ended, trace, terminal, others: tracing.ended(terminal) };
}
