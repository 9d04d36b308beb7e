/** limitsOf reads the limits of kept traces, large the size of a large trace; surplus and outgrown apply the limits. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isLimits,
  large,
  limitsOf,
  outgrown,
  surplus,
  usualLimits,
} from '../../../src/cli/limits.ts';

const [K, M, G] = [1024, 1024 ** 2, 1024 ** 3];
const [hour, day] = [3_600_000, 24 * 3_600_000];
const read = { count: 10, bytes: 500 * M, age: 7 * day };
const unread = { count: 20, bytes: 2 * G, age: Number.POSITIVE_INFINITY };

it.each([
  ['', {}, {}],
  ['many', {}, {}],
  ['-1', {}, {}],
  ['3,', {}, {}],
  ['3,1T', {}, {}],
  ['3,1G,7', {}, {}],
  ['3/4,1G,7d', {}, {}],
  ['0', { count: 0 }, { count: 0 }],
  ['7', { count: 7 }, { count: 7 }],
  ['7,100', { count: 7, bytes: 100 }, { count: 7, bytes: 100 }],
  ['7,10K', { count: 7, bytes: 10 * K }, { count: 7, bytes: 10 * K }],
  ['7,10M', { count: 7, bytes: 10 * M }, { count: 7, bytes: 10 * M }],
  ['7,10G,12h', { count: 7, bytes: 10 * G, age: 12 * hour }, { count: 7, bytes: 10 * G }],
  ['7,1G,30d', { count: 7, bytes: G, age: 30 * day }, { count: 7, bytes: G }],
  ['0/3', { count: 0 }, { count: 3 }],
  ['5,1M,1d/3,4K', { count: 5, bytes: M, age: day }, { count: 3, bytes: 4 * K }],
])('the setting "%s" limits the traces that were read to %j and the others to %j', (setting, of, others) => {
  expect(limitsOf(setting)).toEqual({ read: { ...read, ...of }, unread: { ...unread, ...others } });
});

it('the default is a setting that can be set', () => {
  expect(isLimits(usualLimits)).toBe(true);
  expect(limitsOf(usualLimits)).toEqual(limitsOf(''));
});

it.each([
  ['', 1024 ** 3],
  ['big', 1024 ** 3],
  ['1.5G', 1024 ** 3],
  ['0', 0],
  ['100', 100],
  ['10K', 10 * 1024],
  ['4G', 4 * 1024 ** 3],
])('the setting "%s" makes a trace large from %d bytes on', (setting, bytes) => {
  expect(large(setting)).toBe(bytes);
});

it.each([
  [{ count: 2, bytes: 100 }, [1, 1, 1], [2]],
  [{ count: 9, bytes: 10 }, [4, 4, 4, 1], [2, 3]],
  [{ count: 9, bytes: 10 }, [40, 4], [1]],
  [{ count: 0, bytes: 10 }, [1], [0]],
  [{ count: 9, bytes: 10 }, [], []],
])('beyond %j of the sizes %j are the unread traces %j', (limits, sizes, expected) => {
  const kept = sizes.map((bytes, index) => ({ bytes, index }));
  const { age } = unread;
  expect(surplus(kept, { ...limits, age }).map(({ index }) => index)).toEqual(expected);
});

describe('outgrown', () => {
  it.each([
    ['the oldest beyond the count', { count: 2 }, [1, 1, 1], [], [2]],
    ['a trace larger than the limit, even if it is the newest', {}, [11, 4, 4], [], [0]],
    ['a trace for which the newer ones leave no room', {}, [4, 4, 4, 1], [], [2]],
    ['a trace that was last read too long ago', {}, [1, 1, 1], [0, 101, 100], [1]],
    ['all of them, if none may stay', { count: 0 }, [1, 1], [], [0, 1]],
    ['no trace from the future, after a clock was set back', {}, [1], [-9], []],
  ])('names %s', (_what, limits, sizes, ages: readonly number[], expected) => {
    const shelved = sizes.map((bytes, index) => ({ bytes, index, age: ages[index] ?? 0 }));
    const names = outgrown(shelved, { count: 9, bytes: 10, age: 100, ...limits });
    expect(names.map(({ index }) => index)).toEqual(expected);
  });

  it('leaves only what fits, and removes nothing that would fit', () => {
    const traces = fc.array(fc.record({ bytes: fc.nat(20), age: fc.nat(20) }), { maxLength: 9 });
    const limits = fc.record({ count: fc.nat(5), bytes: fc.nat(40), age: fc.nat(20) });
    fc.assert(
      fc.property(traces, limits, (shelved, most) => {
        const gone = outgrown(shelved, most);
        const left = shelved.filter((each) => !gone.includes(each));
        const sum = left.reduce((bytes, each) => bytes + each.bytes, 0);
        expect(left.length).toBeLessThanOrEqual(most.count);
        expect(sum).toBeLessThanOrEqual(most.bytes);
        for (const { bytes, age } of gone)
          expect(left.length < most.count && sum + bytes <= most.bytes && age <= most.age).toBe(
            false,
          );
      }),
    );
  });
});
