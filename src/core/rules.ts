/**
 * Every rule of job control, one row each: in a phase, on an event, if some fact holds,
 * do this and go there. The first row that fits is taken; an event without a row changes
 * nothing. docs/STATES.md is generated from this table.
 *
 * Theory of operation: tracer and program run in P, the process group the shell started,
 * and need no rule. The pager (group G) is the monitor's job. A stop of G becomes a stop
 * of P, so that every shell sees what it expects; a continuation of P first asks who has
 * the terminal. `stopGroup` returns only when P runs again, or at once where POSIX says
 * that nobody could continue it (an orphaned process group, FACTS N5).
 */
import type { Action } from './action.ts';
import type { Event, EventOf, EventType } from './event.ts';
import type { Phase, State, StateAt } from './state.ts';
import type { Outcome, SignalName } from './types.ts';

type Step = readonly [State, ...Action[]];

/** A row of the table, as `transition` and the documentation read it. */
export type Rule = {
  readonly in: Phase;
  readonly on: EventType;
  readonly if: string;
  readonly why: string;
  readonly fits: (state: State, event: Event) => boolean;
  readonly step: (state: State, event: Event) => Step;
};

type Row<P extends Phase, E extends EventType> = {
  /** The fact the row asks for, in words, and as a predicate. */
  readonly if?: readonly [string, (event: EventOf<E>, state: StateAt<P>) => boolean];
  readonly why: string;
  readonly do: (state: StateAt<P>, event: EventOf<E>) => Step;
};

function rows<const P extends Phase, const E extends EventType>(
  phases: readonly P[],
  event: E,
  row: Row<P, E>,
): Rule[] {
  const isHere = (state: State): state is StateAt<P> => phases.some((phase) => phase === state.at);
  const isIt = (happened: Event): happened is EventOf<E> => happened.type === event;
  return phases.map((phase) => ({
    in: phase,
    on: event,
    if: row.if?.[0] ?? '',
    why: row.why,
    fits: (state, happened) =>
      state.at === phase &&
      isHere(state) &&
      isIt(happened) &&
      (row.if?.[1](happened, state) ?? true),
    step: (state, happened) =>
      isHere(state) && isIt(happened) ? row.do(state, happened) : [state],
  }));
}

const ended = { at: 'ended' } as const;
const finish = (outcome: Outcome, ...before: Action[]): Step => [
  ended,
  ...before,
  { type: 'exit', outcome },
];

const ends: readonly SignalName[] = ['SIGHUP', 'SIGTERM'];
const stops: readonly SignalName[] = ['SIGTSTP', 'SIGTTIN', 'SIGTTOU'];

export const rules: readonly Rule[] = [
  // Tracing
  ...rows(['starting'], 'tracerStarted', {
    why: 'Tracer and program are in P: ^C and ^Z are between the kernel and the shell.',
    do: () => [{ at: 'tracing' }],
  }),
  ...rows(['starting'], 'tracerFailed', {
    why: 'Without a tracer there is no trace: say why, with the status a shell would give.',
    do: (_state, { failure }) =>
      finish({ by: 'failure', failure }, { type: 'complain', failure }, { type: 'discardTrace' }),
  }),
  ...rows(['starting', 'tracing'], 'signalled', {
    if: ['SIGHUP or SIGTERM', ({ signal }) => ends.includes(signal)],
    why: 'What is meant to end vimtrace ends the tracer; vimtrace then ends as the tracer did.',
    do: (state, { signal }) => [state, { type: 'signalTracer', signal }],
  }),
  ...rows(['starting', 'tracing'], 'tracerEnded', {
    if: ['the trace is empty', ({ trace }) => trace === 'empty'],
    why: 'There is nothing to read: what went wrong stands on the terminal already.',
    do: (_state, event) => finish({ by: 'tracer', ended: event.ended }, { type: 'discardTrace' }),
  }),
  ...rows(['starting', 'tracing'], 'tracerEnded', {
    if: ['P is in the foreground', ({ terminal }) => terminal === 'foreground'],
    why: 'The pager takes the place of the tracer on the terminal.',
    do: (_state, event) => [
      { at: 'opening', outcome: { by: 'tracer', ended: event.ended } },
      { type: 'openPager' },
    ],
  }),
  ...rows(['starting', 'tracing'], 'tracerEnded', {
    if: ['P is in the background', ({ terminal }) => terminal === 'background'],
    why: 'The terminal is never taken from the shell: P stops as for any tty access.',
    do: (_state, event) => [
      { at: 'waiting', outcome: { by: 'tracer', ended: event.ended } },
      { type: 'stopGroup', signal: 'SIGTTIN' },
    ],
  }),
  ...rows(['starting', 'tracing'], 'tracerEnded', {
    why: 'Nobody can bring P to a terminal: the trace goes where the tracer alone puts it.',
    do: (_state, event) =>
      finish(
        { by: 'tracer', ended: event.ended },
        { type: 'printTrace' },
        { type: 'discardTrace' },
      ),
  }),

  // A pager is due, and the terminal is another's
  ...rows(['waiting'], 'continued', {
    if: ['P is in the foreground', ({ terminal }) => terminal === 'foreground'],
    why: 'fg: now the pager may have the terminal.',
    do: ({ outcome }) => [{ at: 'opening', outcome }, { type: 'openPager' }],
  }),
  ...rows(['waiting'], 'continued', {
    if: ['P is in the background', ({ terminal }) => terminal === 'background'],
    why: 'bg: a pager cannot run there; stopped for tty access again.',
    do: (state) => [state, { type: 'stopGroup', signal: 'SIGTTIN' }],
  }),
  ...rows(['waiting'], 'continued', {
    why: 'The shell that could have said fg is gone: the trace goes to standard error.',
    do: ({ outcome }) => finish(outcome, { type: 'printTrace' }, { type: 'discardTrace' }),
  }),
  ...rows(['waiting'], 'signalled', {
    if: ['SIGHUP or SIGTERM', ({ signal }) => ends.includes(signal)],
    why: 'Ended before anybody read the trace: it is kept.',
    do: (_state, { signal }) => finish({ by: 'signal', signal }, { type: 'keepTrace' }),
  }),

  // The pager runs
  ...rows(['opening'], 'pagerStarted', {
    why: 'It is a foreground command of the monitor: own group, and the terminal (S11).',
    do: ({ outcome }, { pager }) => [{ at: 'paging', outcome, pager }],
  }),
  ...rows(['paging', 'resuming'], 'pagerStopped', {
    if: ['with the modes restored', ({ modes }) => modes === 'restored'],
    why: '^Z in the pager: it has put the terminal right; P must stop, without owning it.',
    do: ({ outcome, pager }) => [
      { at: 'yielding', outcome, pager, stop: 'orderly' },
      { type: 'yieldTerminal' },
    ],
  }),
  ...rows(['paging', 'resuming', 'redrawing'], 'pagerStopped', {
    if: ['with the modes left as they were', ({ modes }) => modes === 'left'],
    why: 'It had no time to put the terminal right, so that is done for it.',
    do: ({ outcome, pager }) => [
      { at: 'yielding', outcome, pager, stop: 'abrupt' },
      { type: 'parkModes' },
      { type: 'yieldTerminal' },
    ],
  }),
  ...rows(['paging'], 'signalled', {
    if: ['SIGTSTP, SIGTTIN or SIGTTOU', ({ signal }) => stops.includes(signal)],
    why: 'kill(1) asks vimtrace to stop: the pager stops first, in order, then P.',
    do: (state) => [state, { type: 'signalPager', signal: 'SIGTSTP' }],
  }),

  // ^Z in the pager
  ...rows(['yielding'], 'terminalYielded', {
    why: 'One stop of the pager is one stop of P, as pipelines, scripts and sudo expect.',
    do: ({ outcome, pager, stop }) => [
      { at: 'suspended', outcome, pager, stop },
      { type: 'stopGroup', signal: 'SIGTSTP' },
    ],
  }),
  ...rows(['suspended'], 'continued', {
    if: [
      'P is in the foreground, the stop was orderly',
      ({ terminal }, { stop }) => terminal === 'foreground' && stop === 'orderly',
    ],
    why: 'fg. A pager that stops in order asks for the window’s size when it goes on.',
    do: ({ outcome, pager }) => [{ at: 'paging', outcome, pager }, { type: 'resumePager' }],
  }),
  ...rows(['suspended'], 'continued', {
    if: [
      'P is in the foreground, the stop was abrupt',
      ({ terminal }, { stop }) => terminal === 'foreground' && stop === 'abrupt',
    ],
    why: 'fg of a pager that does not know it was stopped, and would not draw its screen.',
    do: ({ outcome, pager }) => [
      { at: 'resuming', outcome, pager },
      { type: 'unparkModes' },
      { type: 'resumePager' },
      { type: 'watchPager' },
    ],
  }),
  ...rows(['resuming'], 'pagerRan', {
    if: ['it redraws on a window change', ({ redraws }) => redraws === 'onWindowChange'],
    why: 'Told that its window may have changed, it will draw its screen (P3).',
    do: ({ outcome, pager }) => [
      { at: 'paging', outcome, pager },
      { type: 'signalPager', signal: 'SIGWINCH' },
    ],
  }),
  ...rows(['resuming'], 'pagerRan', {
    why: 'Asked to stop in order, it will draw its screen when continued.',
    do: ({ outcome, pager }) => [
      { at: 'redrawing', outcome, pager },
      { type: 'signalPager', signal: 'SIGTSTP' },
    ],
  }),
  ...rows(['redrawing'], 'pagerStopped', {
    if: ['with the modes restored', ({ modes }) => modes === 'restored'],
    why: 'That was our own request: on at once. P does not stop for it.',
    do: ({ outcome, pager }) => [{ at: 'paging', outcome, pager }, { type: 'resumePager' }],
  }),
  ...rows(['suspended'], 'continued', {
    if: ['P is in the background', ({ terminal }) => terminal === 'background'],
    why: 'bg: the terminal is never taken from the shell; stopped for tty access.',
    do: (state) => [state, { type: 'stopGroup', signal: 'SIGTTIN' }],
  }),
  ...rows(['suspended'], 'continued', {
    why: 'Nobody is left who could say fg: the pager ends, the trace is kept.',
    do: ({ outcome }) => [{ at: 'ending', outcome, trace: 'keep' }, { type: 'closePager' }],
  }),

  // The end
  ...rows(['opening', 'paging', 'resuming', 'redrawing'], 'pagerEnded', {
    if: [
      '127 or 126 from the sh that was to run it',
      ({ ended: e }) => e.how === 'exited' && (e.code === 126 || e.code === 127),
    ],
    why: 'The pager could not be run, so nobody has read the trace: it is kept.',
    do: (_state, { ended: how }) => {
      const failure = { kind: 'pager', ended: how } as const;
      return [
        { at: 'ending', outcome: { by: 'failure', failure }, trace: 'keep' },
        { type: 'complain', failure },
        { type: 'closePager' },
      ];
    },
  }),
  ...rows(['opening', 'paging', 'resuming', 'redrawing', 'yielding', 'suspended'], 'pagerEnded', {
    if: ['by a signal', ({ ended: e }) => e.how === 'killed'],
    why: 'The pager was killed, not quit: the trace is kept. The status is the tracer’s.',
    do: ({ outcome }) => [{ at: 'ending', outcome, trace: 'keep' }, { type: 'closePager' }],
  }),
  ...rows(['opening', 'paging', 'resuming', 'redrawing', 'yielding', 'suspended'], 'pagerEnded', {
    why: 'Read and quit. What the pager exits with does not matter; the status is the tracer’s.',
    do: ({ outcome }) => [{ at: 'ending', outcome, trace: 'discard' }, { type: 'closePager' }],
  }),
  ...rows(['opening', 'paging', 'resuming', 'redrawing', 'yielding', 'suspended'], 'signalled', {
    if: ['SIGHUP or SIGTERM', ({ signal }) => ends.includes(signal)],
    why: 'What is meant to end vimtrace ends the pager; the trace is kept.',
    do: (_state, { signal }) => [
      { at: 'ending', outcome: { by: 'signal', signal }, trace: 'keep' },
      { type: 'closePager' },
    ],
  }),
  ...rows(['ending'], 'monitorEnded', {
    if: ['the trace was read', (_event, { trace }) => trace === 'discard'],
    why: 'The terminal is P’s again: nothing is left behind.',
    do: ({ outcome }) => finish(outcome, { type: 'discardTrace' }),
  }),
  ...rows(['ending'], 'monitorEnded', {
    why: 'The terminal is P’s again: now it can be said where the trace is.',
    do: ({ outcome }) => finish(outcome, { type: 'keepTrace' }),
  }),
  ...rows(['opening', 'paging', 'resuming', 'redrawing', 'yielding', 'suspended'], 'monitorEnded', {
    why: 'Without its monitor the pager has no job control: it ends, the trace is kept.',
    do: () => {
      const failure = { kind: 'monitor', detail: 'its sh ended unexpectedly' } as const;
      return finish(
        { by: 'failure', failure },
        { type: 'closePager' },
        { type: 'complain', failure },
        { type: 'keepTrace' },
      );
    },
  }),
];
