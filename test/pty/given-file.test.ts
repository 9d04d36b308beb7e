/** A file of --output that is a pipe or cannot be opened, and a missing pager that is not needed. */
import { expect, test } from 'vitest';
import { place } from '../harness/place.ts';
import { shell } from '../harness/shells.ts';
import { run, status } from './typing.ts';

test.for([
  'ls',
  'strace ls',
])('^C ends a run that waits for the reader of a pipe: %s', async (line) => {
  const session = await shell('bash', place({ VIMTRACE_PAGER: 'less' }));
  await run(session, 'mkfifo pipe');
  session.line(`vimtrace -o pipe ${line}`);
  await session.idle((await session.job()).pid);
  session.type('\x03');
  await session.prompt();
  expect(await status(session)).toBe(130);
});

test.for(['ls', 'env strace ls'])('a file that cannot be opened is reported: %s', async (line) => {
  const where = place({ VIMTRACE_PAGER: 'less' });
  const session = await shell('bash', where);
  await run(session, `vimtrace -o /proc/none ${line} 2>said; echo $? >code`);
  expect(where.read('work/said')).toMatch(
    /^vimtrace: cannot write \/proc\/none, set by --output: .*\n$/,
  );
  expect(where.read('work/code')).toBe('125\n');
});

test('a missing pager does not matter if nothing is paged', async () => {
  const where = place({ VIMTRACE_PAGER: 'nosuch' });
  const session = await shell('bash', where);
  await run(session, '(trap "" HUP; vimtrace strace true 2>trace; echo $? >code)');
  expect(where.read('work/code')).toBe('0\n');
  expect(where.read('work/trace')).toContain('+++ exited with 0 +++');
});
