/** The table of rules: each row gives its reason, no row is written twice, and no row is out of reach. */
import { describe, expect, it } from 'vitest';
import { rules } from '../../../src/core/rules.ts';
import { initial } from '../../../src/core/state.ts';

const rowsOf = rules.map(
  (rule) =>
    [`${rule.in.join(', ')} on ${rule.on.join(', ')} if ${rule.if || 'any'}`, rule] as const,
);

describe('rules', () => {
  it.each(rowsOf)('give a reason: %s', (_name, rule) => {
    expect(rule.why).toMatch(/^\S.{15,}\.$/);
    expect(rule.why).not.toContain('\n');
  });

  it('are written only once each', () => {
    const names = rowsOf.map(([name]) => name);
    expect(names).toEqual([...new Set(names)]);
  });

  it('ask for a fact in every row of a phase and event but the last', () => {
    for (const [at, rule] of rules.entries()) {
      const later = rules
        .slice(at + 1)
        .some(
          ({ in: phases, on }) =>
            on.some((each) => rule.on.includes(each)) &&
            phases.some((each) => rule.in.includes(each)),
        );
      expect([rule.in, rule.on, later && rule.if === '']).toEqual([rule.in, rule.on, false]);
    }
  });

  it('do nothing in a state or on an event of another row', () => {
    const start = initial({ hangup: 'end', paging: 'due' });
    for (const rule of rules.filter(({ in: phases }) => !phases.includes('starting'))) {
      const event = { type: 'tracerStarted' } as const;
      expect(rule.fits(start, event)).toBe(false);
      expect(rule.step(start, event)).toEqual([start]);
    }
  });

  it('have no row that leaves the end', () => {
    expect(rules.filter(({ in: phases }) => phases.includes('ended'))).toEqual([]);
  });
});
