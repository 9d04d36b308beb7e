/**
 * One run, from the tracer's start to the end of vimtrace: tells the core what happened, and hands
 * each of its orders to the side that carries it out.
 */
import * as messages from '../cli/messages.ts';
import { entry } from '../cli/table.ts';
import { usual } from '../cli/tracers/usual.ts';
import type { Action } from '../core/action.ts';
import type { Event } from '../core/event.ts';
import type { Run } from '../core/state.ts';
import type { Ended, Failure, Left, SignalName, Terminal } from '../core/types.ts';
import { onDefect } from '../os/job/signals.ts';
import { ownership } from '../os/job/terminal.ts';
import { journal } from '../os/journal.ts';
import { machine } from '../runtime/loop.ts';
import { endSide } from './ending.ts';
import { PagerSide } from './paging.ts';
import { type Remains, remainsOf } from './remains.ts';
import type { Request } from './request.ts';
import { tracerSide } from './tracer.ts';
import { undelivered } from './undelivered.ts';

/** The same number everywhere (POSIX, kill(1)). */
const SIGHUP = 1;

/** What a session is told from outside: what happens to the tracer, and signals for vimtrace. */
export type Session = {
  readonly tracerFailed: (failure: Failure) => void;
  readonly tracerEnded: (ended: Ended) => void;
  /** Open the trace of an earlier run. */
  readonly traceOpened: () => void;
  readonly signalled: (signal: SignalName) => void;
};

/** Take over a run whose tracer was just started, or that opens the trace of an earlier run. */
export function openSession(request: Request): Session {
  const { spool, tracer } = request;
  const happened = (event: Event): void => dispatch(event);
  const signalled = (signal: SignalName): void =>
    happened({ type: 'signalled', signal, terminal: paging.owner() });
  const refusals = undelivered(request.say);
  const remains = spool && remainsOf(spool.path, tracer === undefined, request.say);
  const paging = new PagerSide(request, refusals, happened);
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
      case 'shelveTrace':
      case 'keepTrace':
      case 'complain':
      case 'exit':
        ending(action);
        return undefined;
      default:
        return paging.perform(action);
    }
  };
  const isPiped = request.tracer !== undefined && !request.given.terminals.includes(1);
  const left = (ended?: Ended) => leftBy(request, remains, paging, isPiped, ended);
  const record = journal(process.env['VIMTRACE_JOURNAL']);
  const dispatch = machine(runOf(request), { perform, record });
  onDefect((detail) => happened({ type: 'failed', failure: { kind: 'defect', detail } }));
  if (tracer !== undefined) happened({ type: 'tracerStarted' });
  const tracerEnded = (ended: Ended): void => {
    // Before the pager opens: after `umask 0277` even the owner could not read the trace.
    spool?.close();
    const { trace, terminal, readers } = left(ended);
    const others = tracing.ended(terminal);
    paging.entitle(() => titleOf(request, ended));
    happened({ type: 'tracerEnded', ended, trace, terminal, others, readers });
    remains?.measure();
  };
  return {
    tracerFailed: (failure) => happened({ type: 'tracerFailed', failure }),
    tracerEnded: (ended) => tracing.whenEnded(() => tracerEnded(ended)),
    traceOpened: () => {
      const { trace, terminal } = left();
      happened({ type: 'traceOpened', trace, terminal });
    },
    signalled,
  };
}

/** What a trace of `bytes` is. A plain run of strace reads nothing here: strace prints no refusal as a trace. */
function traceOf(request: Request, bytes: number, ended: Ended | undefined): Left {
  if (bytes === 0) return 'empty';
  const isFailure = ended?.how === 'exited' && ended.code !== 0;
  if (!isFailure || entry(usual, request.command) !== undefined) return 'present';
  return request.tracers().isRefusal(request, bytes) ? 'refusal' : 'present';
}

const titleOf = ({ command, args }: Request, ended: Ended): string =>
  messages.title([command, ...args], messages.ending({ by: 'tracer', ended }));

const runOf = ({ given, pager }: Request): Run => ({
  hangup: given.ignored.includes(SIGHUP) ? 'keep' : 'end',
  paging: pager === undefined ? 'none' : 'due',
});

type Found = {
  readonly trace: Left;
  readonly terminal: Terminal;
  readonly readers: 'none' | 'left';
};

/** What is left of the trace after `ended`; for a pager that is due, who owns the terminal and who comes first. */
function leftBy(
  request: Request,
  remains: Remains | undefined,
  paging: PagerSide,
  isPiped: boolean,
  ended: Ended | undefined,
): Found {
  const { ignored } = request.given;
  const trace = remains === undefined ? 'none' : traceOf(request, remains.settle(), ended);
  const isDue = trace === 'present' && paging.pager() !== undefined;
  const readers = isDue && isPiped ? paging.readers() : 'none';
  // The turn is taken only for a pager that will be opened.
  const isNext = isDue && readers === 'none';
  const terminal = isNext ? paging.due() : ownership(undefined, ignored);
  // Whether the disk was full is asked before a long wait; a pager does not wait for the answer.
  if (readers === 'left' || terminal !== 'foreground') remains?.measure();
  return { trace, terminal, readers };
}
