/** A number may be another process's by now. */
import { expect, test } from 'vitest';
import type { Pid } from '../../../../src/core/types.ts';
import { known, statOf } from '../../../../src/os/process/proc.ts';

test('a process is known by its start too', () => {
  const self = known(process.pid as Pid);
  expect(statOf(self)?.state).toMatch(/^[RS]$/);
  expect(statOf({ ...self, birth: self.birth - 1 })).toBe(undefined);
});
