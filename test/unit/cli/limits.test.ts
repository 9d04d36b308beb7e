/** most reads the limits of kept traces, large the size of a large trace; surplus applies the limits. */
import { expect, it } from 'vitest';
import { large, most, surplus } from '../../../src/cli/limits.ts';

const usual = { count: 20, bytes: 2 * 1024 ** 3 };

it.each([
  ['', usual],
  ['many', usual],
  ['-1', usual],
  ['3,', usual],
  ['3,1T', usual],
  ['0', { ...usual, count: 0 }],
  ['7', { ...usual, count: 7 }],
  ['7,100', { count: 7, bytes: 100 }],
  ['7,10K', { count: 7, bytes: 10 * 1024 }],
  ['7,10M', { count: 7, bytes: 10 * 1024 ** 2 }],
  ['7,10G', { count: 7, bytes: 10 * 1024 ** 3 }],
])('the setting "%s" limits the kept traces', (setting, limits) => {
  expect(most(setting)).toEqual(limits);
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
])('beyond %j of the sizes %j are the traces %j', (limits, sizes, expected) => {
  const kept = sizes.map((bytes, index) => ({ bytes, index }));
  expect(surplus(kept, limits).map(({ index }) => index)).toEqual(expected);
});
