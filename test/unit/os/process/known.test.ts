/** known: the pid may belong to another process by now. */
import { expect, test } from 'vitest';
import type { Pid } from '../../../../src/core/types.ts';
import { known, statOf } from '../../../../src/os/process/proc.ts';

test('a process is known by its pid and its start time', () => {
  const self = known(process.pid as Pid);
  expect(statOf(self)?.state).toMatch(/^[RS]$/);
  expect(statOf({ ...self, birth: self.birth - 1 })).toBe(undefined);
});
