/** transition is total: no state and no event makes it throw, or leave the known phases. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Event } from '../../src/core/event.ts';
import { rules } from '../../src/core/rules.ts';
import { initial, type State } from '../../src/core/state.ts';
import { transition } from '../../src/core/transition.ts';
import {
  event,
  eventOf,
  failureOf,
  outcomeOf,
  placeOf,
  run,
  state,
  stateOf,
} from './arbitraries.ts';

/** What the types do not allow, too. */
const anything = fc.oneof(
  { weight: 15, arbitrary: event },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.string() }).map((unknown) => unknown as unknown as Event),
  },
);

it('from any state, on any event', () => {
  fc.assert(
    fc.property(state, anything, (from, happened) => {
      const before = JSON.stringify(from);
      const [to, actions] = transition(from, happened);
      expect(Object.keys(placeOf)).toContain(to.at);
      expect(Array.isArray(actions)).toBe(true);
      expect(JSON.stringify(from)).toBe(before);
      expect(transition(from, happened)).toEqual([to, actions]);
    }),
    { numRuns: 3000 },
  );
});

it('over any sequence; the tracer’s ending is kept until another takes its place', () => {
  fc.assert(
    fc.property(run, fc.array(anything, { maxLength: 30 }), (kind, happened) => {
      let at: State = initial(kind);
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

describe('the arbitraries', () => {
  const many = { numRuns: 300, seed: 1 };
  const states = Object.values(placeOf).map((each) => fc.sample(stateOf(each), many));
  const events = Object.values(eventOf).map((each) => fc.sample<Event>(each, many));

  it('reach each outcome, and each failure in a state and in an event', () => {
    const outcomes = states.flat().flatMap((from) => ('outcome' in from ? [from.outcome] : []));
    const failures = outcomes.flatMap((each) => (each.by === 'failure' ? [each.failure] : []));
    const told = events.flat().flatMap((each) => ('failure' in each ? [each.failure] : []));
    expect(new Set(outcomes.map(({ by }) => by))).toEqual(new Set(Object.keys(outcomeOf)));
    for (const each of [failures, told])
      expect(new Set(each.map(({ kind }) => kind))).toEqual(new Set(Object.keys(failureOf)));
  });

  it('reach each row of the table, in each of its phases', () => {
    const taken = new Set<string>();
    for (const froms of states)
      for (const happenings of events)
        for (const [at, from] of froms.entries()) {
          const happened = happenings[at];
          const row = rules.findIndex(
            (rule) => happened !== undefined && rule.fits(from, happened),
          );
          taken.add(`${row} in ${from.at}`);
        }
    const rows = rules.flatMap((rule, row) => rule.in.map((phase) => `${row} in ${phase}`));
    expect(rows.filter((row) => !taken.has(row))).toEqual([]);
  });
});
