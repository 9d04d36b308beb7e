/**
 * Any state and any event. Each union of the core is a record here, with an entry for each of its members: a new
 * phase, event, outcome or failure without an arbitrary is a type error.
 */
import fc from 'fast-check';
import type { Event, EventOf, EventType } from '../../src/core/event.ts';
import type { Phase, Place, Run, State } from '../../src/core/state.ts';
import type {
  Ended,
  Failure,
  Hangup,
  Left,
  Outcome,
  SignalName,
  Stop,
  Terminal,
} from '../../src/core/types.ts';

/** One of the names, all of which `names` must have. */
const anyOf = <Name extends string>(names: Readonly<Record<Name, true>>): fc.Arbitrary<Name> =>
  fc.constantFrom(...(Object.keys(names) as Name[]));
const oneOf = <Value>(all: Readonly<Record<string, fc.Arbitrary<Value>>>): fc.Arbitrary<Value> =>
  fc.oneof(...Object.values(all));
const just = <const Value>(value: Value): fc.Arbitrary<Value> => fc.constant(value);

const signal: fc.Arbitrary<SignalName> = fc.oneof(
  fc.constantFrom<SignalName>(
    'SIGHUP',
    'SIGINT',
    'SIGQUIT',
    'SIGTERM',
    'SIGUSR1',
    'SIGTSTP',
    'SIGTTIN',
    'SIGCONT',
    'SIGKILL',
  ),
  fc.string().map((name): SignalName => `SIG${name}`),
);
const terminal = anyOf<Terminal>({
  foreground: true,
  background: true,
  orphaned: true,
  lent: true,
  gone: true,
});
const stop = anyOf<Stop>({ orderly: true, abrupt: true });
const trace = anyOf<Left>({ none: true, empty: true, refusal: true, present: true });
const left = fc.oneof(
  fc.constantFrom<readonly SignalName[]>(['SIGTERM', 'SIGKILL', 'SIGKILL'], ['SIGKILL'], []),
  fc.array(signal, { maxLength: 4 }),
);

const endedOf = {
  exited: fc.record({
    how: just('exited'),
    code: fc.oneof(fc.constantFrom(0, 1, 125, 126, 127), fc.nat(255)),
  }),
  killed: fc.record({ how: just('killed'), signal }),
} satisfies { [How in Ended['how']]: fc.Arbitrary<Extract<Ended, { how: How }>> };
const ended = oneOf<Ended>(endedOf);

export const failureOf = {
  tracer: fc.record({
    kind: just('tracer'),
    code: anyOf<Extract<Failure, { kind: 'tracer' }>['code']>({
      ENOENT: true,
      EACCES: true,
      other: true,
    }),
    detail: fc.string(),
  }),
  pager: fc.record({ kind: just('pager'), ended }),
  monitor: fc.record({ kind: just('monitor'), detail: fc.string() }),
  defect: fc.record({ kind: just('defect'), detail: fc.string() }),
} satisfies { [Kind in Failure['kind']]: fc.Arbitrary<Extract<Failure, { kind: Kind }>> };
const failure = oneOf<Failure>(failureOf);

export const outcomeOf = {
  tracer: fc.record({ by: just('tracer'), ended }),
  reading: fc.record({ by: just('reading') }),
  signal: fc.record({ by: just('signal'), signal }),
  failure: fc.record({ by: just('failure'), failure }),
} satisfies { [By in Outcome['by']]: fc.Arbitrary<Extract<Outcome, { by: By }>> };
const outcome = oneOf<Outcome>(outcomeOf);

export const placeOf = {
  starting: fc.record({ at: just('starting') }),
  tracing: fc.record({ at: just('tracing') }),
  failing: fc.record({ at: just('failing'), failure }),
  interrupted: fc.record({ at: just('interrupted'), signal, left }),
  bereft: fc.record({ at: just('bereft'), signal, left, trace }),
  draining: fc.record({ at: just('draining'), outcome }),
  waiting: fc.record({ at: just('waiting'), outcome }),
  opening: fc.record({ at: just('opening'), outcome }),
  holding: fc.record({ at: just('holding'), outcome }),
  paging: fc.record({ at: just('paging'), outcome }),
  yielding: fc.record({ at: just('yielding'), outcome, stop }),
  suspended: fc.record({ at: just('suspended'), outcome, stop }),
  resuming: fc.record({ at: just('resuming'), outcome }),
  redrawing: fc.record({ at: just('redrawing'), outcome }),
  ending: fc.record({
    at: just('ending'),
    outcome,
    trace: anyOf<Extract<Place, { at: 'ending' }>['trace']>({ read: true, unread: true }),
    left,
  }),
  ended: fc.record({ at: just('ended') }),
} satisfies { [At in Phase]: fc.Arbitrary<Extract<Place, { at: At }>> };

export const eventOf = {
  tracerStarted: fc.record({ type: just('tracerStarted') }),
  tracerFailed: fc.record({ type: just('tracerFailed'), failure }),
  tracerEnded: fc.record({
    type: just('tracerEnded'),
    ended,
    trace,
    terminal,
    others: anyOf<EventOf<'tracerEnded'>['others']>({ ended: true, left: true }),
    readers: anyOf<EventOf<'tracerEnded'>['readers']>({ none: true, left: true }),
  }),
  traceOpened: fc.record({ type: just('traceOpened'), trace, terminal }),
  othersEnded: fc.record({ type: just('othersEnded') }),
  readersEnded: fc.record({ type: just('readersEnded'), terminal }),
  readersStopped: fc.record({ type: just('readersStopped'), terminal }),
  pagerStarted: fc.record({ type: just('pagerStarted') }),
  pagerStopped: fc.record({ type: just('pagerStopped'), stop }),
  pagerRan: fc.record({ type: just('pagerRan'), stop }),
  pagerEnded: fc.record({ type: just('pagerEnded'), ended, terminal }),
  terminalYielded: fc.record({ type: just('terminalYielded') }),
  monitorStopped: fc.record({ type: just('monitorStopped'), terminal }),
  continued: fc.record({ type: just('continued'), terminal }),
  monitorEnded: fc.record({ type: just('monitorEnded'), ended, terminal }),
  failed: fc.record({ type: just('failed'), failure }),
  graceOver: fc.record({ type: just('graceOver') }),
  signalled: fc.record({ type: just('signalled'), signal, terminal }),
} satisfies { [Type in EventType]: fc.Arbitrary<EventOf<Type>> };

export const run: fc.Arbitrary<Run> = fc.record({
  hangup: anyOf<Hangup>({ end: true, keep: true }),
  paging: anyOf<Run['paging']>({ due: true, none: true }),
});
export const stateOf = (place: fc.Arbitrary<Place>): fc.Arbitrary<State> =>
  fc.tuple(place, run).map(([at, kind]) => ({ ...at, run: kind }));
export const state = stateOf(oneOf<Place>(placeOf));
export const event = oneOf<Event>(eventOf);
