/** transition is total: no state and no event makes it throw, or leave the known phases. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Event } from '../../src/core/event.ts';
import { initial, type Place, type State } from '../../src/core/state.ts';
import { transition } from '../../src/core/transition.ts';
import type { SignalName, Stop, Terminal } from '../../src/core/types.ts';
import { events, runs } from './explore.ts';

const signal = fc.oneof(
  fc.constantFrom<SignalName>('SIGHUP', 'SIGTERM', 'SIGTSTP', 'SIGKILL'),
  fc.string().map((name): SignalName => `SIG${name}`),
);
const ended = fc.oneof(
  fc.record({ how: fc.constant('exited' as const), code: fc.nat(255) }),
  fc.record({ how: fc.constant('killed' as const), signal }),
);
const outcome = fc.oneof(
  fc.record({ by: fc.constant('tracer' as const), ended }),
  fc.record({ by: fc.constant('signal' as const), signal }),
);
const left = fc.constantFrom<readonly SignalName[]>(['SIGTERM', 'SIGKILL'], ['SIGKILL'], []);
const terminal = fc.constantFrom<Terminal>('foreground', 'background', 'orphaned', 'lent', 'gone');
const stop = fc.constantFrom<Stop>('orderly', 'abrupt');
const place: fc.Arbitrary<Place> = fc.oneof(
  fc.record({ at: fc.constantFrom('starting' as const, 'tracing' as const, 'ended' as const) }),
  fc.record({ at: fc.constant('interrupted' as const), signal, left }),
  fc.record({
    at: fc.constant('bereft' as const),
    signal,
    left,
    trace: fc.constantFrom('empty' as const, 'present' as const),
  }),
  fc.record({
    at: fc.constant('failing' as const),
    failure: fc.record({ kind: fc.constant('defect' as const), detail: fc.string() }),
  }),
  fc.record({
    at: fc.constantFrom('waiting' as const, 'opening' as const, 'holding' as const),
    outcome,
  }),
  fc.record({
    at: fc.constantFrom('paging' as const, 'resuming' as const, 'redrawing' as const),
    outcome,
  }),
  fc.record({
    at: fc.constantFrom('yielding' as const, 'suspended' as const),
    outcome,
    stop,
  }),
  fc.record({
    at: fc.constant('ending' as const),
    outcome,
    trace: fc.constantFrom('discard' as const, 'keep' as const),
    left,
  }),
);
const state: fc.Arbitrary<State> = fc
  .tuple(place, fc.constantFrom(...runs))
  .map(([at, run]) => ({ ...at, run }));
const event: fc.Arbitrary<Event> = fc.oneof(
  fc.constantFrom(...events),
  fc.record({ type: fc.constant('signalled' as const), signal, terminal }),
  fc.record({
    type: fc.constant('pagerStopped' as const),
    stop,
  }),
  fc.record({ type: fc.constant('pagerEnded' as const), ended, terminal }),
  fc.record({ type: fc.string() }).map((unknown) => unknown as unknown as Event),
);
const known = [
  'starting',
  'tracing',
  'failing',
  'interrupted',
  'bereft',
  'waiting',
  'opening',
  'holding',
  'paging',
  'yielding',
  'suspended',
  'resuming',
  'redrawing',
  'ending',
  'ended',
];

it('from any state, on any event', () => {
  fc.assert(
    fc.property(state, event, (from, happened) => {
      const before = JSON.stringify(from);
      const [to, actions] = transition(from, happened);
      expect(known).toContain(to.at);
      expect(Array.isArray(actions)).toBe(true);
      expect(JSON.stringify(from)).toBe(before);
      expect(transition(from, happened)).toEqual([to, actions]);
    }),
    { numRuns: 3000 },
  );
});

it('over any sequence; the tracer’s ending is kept until another takes its place', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 30 }), (happened) => {
      let at: State = initial({ hangup: 'end', paging: 'due' });
      for (const next of happened) {
        const [to, actions] = transition(at, next);
        const exit = actions.find((action) => action.type === 'exit');
        if (
          'outcome' in at &&
          exit !== undefined &&
          next.type === 'monitorEnded' &&
          at.at === 'ending'
        )
          expect(exit.outcome).toEqual(at.outcome);
        if (at.at === 'ended') expect([to, actions]).toEqual([at, []]);
        at = to;
      }
    }),
    { numRuns: 1000 },
  );
});
