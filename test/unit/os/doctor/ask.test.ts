/** Asking a command: what it says, and whose time is counted. */
import { expect, test } from 'vitest';
import { ask } from '../../../../src/os/doctor/ask.ts';

test('what it prints on both, and its status', async () => {
  expect(await ask(['sh', '-c', 'echo out; echo err >&2; exit 3'])).toEqual({
    is: 'ended',
    status: 3,
    text: expect.stringMatching(/^(out\nerr|err\nout)\n$/),
  });
});

test('one that is not there', async () => {
  expect(await ask(['vimtrace-no-such-program'])).toMatchObject({ is: 'ended', status: 127 });
});

test('one that ends by a signal', async () => {
  expect(await ask(['sh', '-c', 'kill -KILL $$'])).toMatchObject({ is: 'ended', status: 128 });
});

test('the time for which this process is itself held up is not held against it', async () => {
  const answer = ask(['echo', 'here']);
  // The fault: more than the patience of four seconds, as when some thirty programs come from a slow disk.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 4500);
  expect(await answer).toEqual({ is: 'ended', status: 0, text: 'here\n' });
});
