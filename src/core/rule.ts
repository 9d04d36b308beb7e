/** What a rule is, and the steps that several rules share. */
import type { Action, Told } from './action.ts';
import type { Event, EventOf, EventType } from './event.ts';
import type { Escalation, Phase, Place, State, StateAt } from './state.ts';
import type { Left, Outcome, SignalName } from './types.ts';

export type Step = readonly [Place, ...Action[]];

/** A row of the table, as `transition` and the documentation read it. */
export type Rule = {
  readonly in: readonly Phase[];
  readonly on: readonly EventType[];
  /** The condition in words; '' where there is none. */
  readonly if: string;
  readonly why: string;
  readonly fits: (state: State, event: Event) => boolean;
  readonly step: (state: State, event: Event) => Step;
};

/** Rules about one matter, with a title for the documentation. */
export type Section = { readonly title: string; readonly rules: readonly Rule[] };

type Row<P extends Phase, E extends EventType> = {
  /** The condition in words, and as a predicate. */
  readonly if?: readonly [string, (event: EventOf<E>, state: StateAt<P>) => boolean];
  readonly why: string;
  readonly do: (state: StateAt<P>, event: EventOf<E>) => Step;
};

/** A rule for each of `phases`, on `event` or on each of several events. */
export function rule<const P extends Phase, const E extends EventType>(
  phases: readonly P[],
  event: E | readonly E[],
  row: Row<P, E>,
): Rule {
  const events: readonly EventType[] = typeof event === 'string' ? [event] : event;
  const isHere = (state: State): state is StateAt<P> => phases.some((phase) => phase === state.at);
  const isIt = (happened: Event): happened is EventOf<E> => events.includes(happened.type);
  return {
    in: phases,
    on: events,
    if: row.if?.[0] ?? '',
    why: row.why,
    fits: (state, happened) =>
      isHere(state) && isIt(happened) && (row.if?.[1](happened, state) ?? true),
    step: (state, happened) =>
      isHere(state) && isIt(happened) ? row.do(state, happened) : [state],
  };
}

/** The end: `before`, then what there is to say about a failure, then the exit. */
export const finish = (outcome: Outcome, ...before: Action[]): Step => [
  { at: 'ended' },
  ...(outcome.by === 'failure' ? [{ type: 'complain', failure: outcome.failure } as const] : []),
  ...before,
  { type: 'exit', outcome },
];

/** The end of a run with nothing to keep. */
export const discard = (outcome: Outcome, ...before: Action[]): Step =>
  finish(outcome, ...before, { type: 'discardTrace', outcome });

/** The end of a run whose trace the user has read. */
export const shelve = (outcome: Outcome): Step => finish(outcome, { type: 'shelveTrace', outcome });

/** The end of a run whose trace nobody has read. */
export const keep = (outcome: Outcome): Step =>
  finish(outcome, { type: 'keepTrace', outcome, tracer: 'ended' });

/** The end of a run whose tracer goes on: whether there will be a trace is not known yet. */
export const leave = (outcome: Outcome): Step =>
  finish(outcome, { type: 'keepTrace', outcome, tracer: 'goesOn' });

/** Whether there is nothing to show: no trace, or no pager for it. */
export const isUnreadable = (trace: Left, { run }: State): boolean =>
  trace === 'none' || trace === 'empty' || run.paging === 'none';

/**
 * The signals for what does not end of a SIGHUP in time. The second SIGKILL is for a tracer that
 * outlives the program that the first one ended.
 */
export const stronger: Escalation = ['SIGTERM', 'SIGKILL', 'SIGKILL'];

/** SIGKILL spares the tracer while the program lives: the tracer still has a trace to finish. */
export const endTracer = (signal: SignalName): Action => ({
  type: 'endTracer',
  signal,
  spares: signal === 'SIGKILL' ? 'tracer' : 'nobody',
});

/**
 * End pager and monitor, by stronger signals if they do not end in time. SIGTERM comes first: less,
 * for one, puts the screen right on SIGTERM and not on SIGHUP.
 */
export const closing = (
  outcome: Outcome,
  trace: 'read' | 'unread',
  after: Told = 'first',
): Step => [
  { at: 'ending', outcome, trace, left: stronger },
  { type: 'closePager', signal: outcome.by === 'signal' ? outcome.signal : 'SIGTERM' },
  { type: 'startGrace', after },
];

/** The pager has ended; its monitor ends next. */
export const over = (outcome: Outcome, trace: 'read' | 'unread'): Step =>
  closing(outcome, trace, 'verb');

export const ends: readonly SignalName[] = ['SIGHUP', 'SIGTERM'];
export const passed: readonly SignalName[] = ['SIGTERM', 'SIGINT', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2'];
export const keyboard: readonly SignalName[] = ['SIGINT', 'SIGQUIT'];
export const stops: readonly SignalName[] = ['SIGTSTP', 'SIGTTIN', 'SIGTTOU'];
