/** :TraceKeep in the editor that vimtrace starts: the trace stays, whatever the limits are. */
import { expect, test } from 'vitest';
import { place } from '../harness/place.ts';
import { shell } from '../harness/shells.ts';
import { quit, run } from './typing.ts';

const wide = { columns: 200, rows: 40 };

test.for([
  'vim',
  'nvim',
])('%s: :TraceKeep keeps a trace that no limit would leave', async (pager) => {
  const where = place({ VIMTRACE_PAGER: pager, VIMTRACE_KEEP: '0' });
  const session = await shell('bash', where, wide);
  session.line('clear; vimtrace strace -e trace=execve echo one');
  await session.pager('execve(');
  session.type(':TraceKeep\r');
  await session.sees(/^vimtrace: the trace stays: vimtrace --open \/.*\/trace/);
  await quit(session, ':q\r');
  // The end of a later run applies the limits again.
  session.line('clear; vimtrace strace -e trace=execve echo two');
  await session.pager('execve(');
  await quit(session, ':q\r');
  await run(session, 'clear; vimtrace --list >list');
  expect(where.read('work/list')).toContain('echo one');
  expect(where.read('work/list')).not.toContain('echo two');
  await run(session, 'clear; vimtrace --forget @1; vimtrace --list >list');
  expect(where.read('work/list')).not.toContain('echo one');
});

test.for([
  'vim',
  'nvim',
])('%s: :TraceKeep NAME writes all of the trace, also from a filter', async (pager) => {
  const where = place({ VIMTRACE_PAGER: pager, VIMTRACE_KEEP: '0' });
  const session = await shell('bash', where, wide);
  session.line('clear; vimtrace strace -e trace=execve,openat echo one');
  await session.pager('execve(');
  session.type(':TraceOnly failed\r');
  await session.sees('shown: only failed calls');
  session.type(':TraceKeep mine\r');
  await session.sees(/mine.* written/);
  session.type(':TraceKeep mine\r');
  await session.sees('vimtrace: cannot write mine: it exists; :TraceKeep! mine writes over it');
  await quit(session, ':q\r');
  const copy = where.read('work/mine');
  expect(copy).toMatch(/^execve\(/);
  expect(copy).toMatch(/\+\+\+ exited with 0 \+\+\+\n$/);
});
