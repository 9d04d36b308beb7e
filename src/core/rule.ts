/** What a rule is, and what several of them have in common. */
import type { Action, Told } from './action.ts';
import type { Event, EventOf, EventType } from './event.ts';
import type { Escalation, Phase, State, StateAt } from './state.ts';
import type { Outcome, SignalName } from './types.ts';

export type Step = readonly [State, ...Action[]];

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

/** One row for each of `phases`. */
export function rows<const P extends Phase, const E extends EventType>(
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
/** The end: what is to be done before it, what is to be said of a failure, then the exit. */
export const finish = (outcome: Outcome, ...before: Action[]): Step => [
  ended,
  ...(outcome.by === 'failure' ? [{ type: 'complain', failure: outcome.failure } as const] : []),
  ...before,
  { type: 'exit', outcome },
];

/** The end of a run whose trace nobody has read. */
export const keep = (outcome: Outcome, ...before: Action[]): Step =>
  finish(outcome, ...before, { type: 'keepTrace', outcome, tracer: 'ended' });

/** The end of a run whose tracer goes on: whether there will be a trace is not known yet. */
export const leave = (outcome: Outcome): Step =>
  finish(outcome, { type: 'keepTrace', outcome, tracer: 'goesOn' });

/** What follows a SIGHUP that does not end somebody in time; the last for a tracer that outlives its program. */
export const stronger: Escalation = ['SIGTERM', 'SIGKILL', 'SIGKILL'];

/**
 * Pager and monitor are to end, by stronger means if need be. Of SIGTERM a pager puts the screen
 * back; of SIGHUP less, for one, does not.
 */
export const closing = (
  outcome: Outcome,
  trace: 'discard' | 'keep',
  after: Told = 'first',
): Step => [
  { at: 'ending', outcome, trace, left: stronger },
  { type: 'closePager', signal: outcome.by === 'signal' ? outcome.signal : 'SIGTERM' },
  { type: 'startGrace', after },
];

/** The pager has ended: its monitor is to follow. */
export const over = (outcome: Outcome, trace: 'discard' | 'keep'): Step =>
  closing(outcome, trace, 'verb');

export const ends: readonly SignalName[] = ['SIGHUP', 'SIGTERM'];
export const passed: readonly SignalName[] = ['SIGTERM', 'SIGINT', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2'];
export const keyboard: readonly SignalName[] = ['SIGINT', 'SIGQUIT'];
export const stops: readonly SignalName[] = ['SIGTSTP', 'SIGTTIN', 'SIGTTOU'];
