/** ask: runs a command and returns its output; only the command's own time counts as waiting. */
import { expect, test } from 'vitest';
import { ask } from '../../../../src/os/doctor/ask.ts';

test('ask returns the output on both streams, and the status', async () => {
  expect(await ask(['sh', '-c', 'echo out; echo err >&2; exit 3'])).toEqual({
    is: 'ended',
    status: 3,
    text: expect.stringMatching(/^(out\nerr|err\nout)\n$/),
  });
});

test('ask returns 127 for a missing command', async () => {
  expect(await ask(['vimtrace-no-such-program'])).toMatchObject({ is: 'ended', status: 127 });
});

test('ask returns 128 for a command that a signal ended', async () => {
  expect(await ask(['sh', '-c', 'kill -KILL $$'])).toMatchObject({ is: 'ended', status: 128 });
});

test('ask does not count the time in which this process is blocked', async () => {
  const answer = ask(['echo', 'here']);
  // Longer than ask's patience of four seconds, as when thirty programs are read from a slow disk.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 4500);
  expect(await answer).toEqual({ is: 'ended', status: 0, text: 'here\n' });
});
