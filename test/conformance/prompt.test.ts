/** What the tests assume about the prompt of a shell. */
import { expect, test } from 'vitest';
import { place } from '../harness/place.ts';
import { shell } from '../harness/shells.ts';

test('S22: busybox does not write a prompt again that a signal has interrupted, and Return brings one', async () => {
  const where = place();
  const session = await shell('busybox', where);
  await session.idle(session.pid);
  const tracer = await shell('bash', where);
  // busybox writes each of `true`, the newline, and the prompt.
  tracer.line(
    `strace -o calls -e trace=write -e inject=write:error=EINTR:when=6 -p ${session.pid}`,
  );
  await tracer.sees(/attached$/);
  session.line('true');
  await session.sees('ready# true');
  await session.prompt();
  tracer.type('\x03');
  await tracer.prompt();
  const written = [...where.read('work/calls').matchAll(/^write\(1, "(.*)", .*?(INJECTED)?\)?$/gm)];
  expect(
    written.map(([, text = '', injected = '']) => `${text.slice(0, 5)} ${injected}`.trim()),
  ).toEqual([...['t', 'r', 'u', 'e', '\\n'], ...['ready INJECTED', '\\n', 'ready']]);
});
