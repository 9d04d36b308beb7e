/** known: the pid may belong to another process by now. */
import { expect, test } from 'vitest';
import type { Pid } from '../../../../src/core/types.ts';
import { isYounger, type Known, known, statOf } from '../../../../src/os/process/proc.ts';

test('a process is known by its pid and its start time', () => {
  const self = known(process.pid as Pid);
  expect(statOf(self)?.state).toMatch(/^[RS]$/);
  expect(statOf({ ...self, birth: self.birth - 1 })).toBe(undefined);
});

test.for([
  { one: [300, 8], other: [301, 7], is: true },
  { one: [301, 7], other: [300, 8], is: false },
  { one: [301, 7], other: [300, 7], is: true },
  { one: [300, 7], other: [301, 7], is: false },
  { one: [300, 7], other: [300, 7], is: false },
  { one: [300, 7], other: [32_767, 7], is: true },
  { one: [32_767, 7], other: [300, 7], is: false },
] as const)('isYounger: pid and birth $one against $other: $is', ({ one, other, is }) => {
  const at = ([pid, birth]: readonly [number, number]): Known => ({ pid: pid as Pid, birth });
  expect(isYounger(at(one), at(other))).toBe(is);
});
