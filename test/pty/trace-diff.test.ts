/** :Trace diff: two runs side by side in the editor that vimtrace starts. */
import { test } from 'vitest';
import { place } from '../harness/place.ts';
import { shell } from '../harness/shells.ts';
import { quit, run } from './typing.ts';

const wide = { columns: 200, rows: 40 };
const command = 'clear; vimtrace strace -e trace=openat,execve cat given';

test.for([
  'vim',
  'nvim',
])('%s: :Trace diff @2 shows both runs at the first call that differs', async (pager) => {
  const where = place({ VIMTRACE_PAGER: pager });
  where.write('work/given', 'text\n');
  const session = await shell('bash', where, wide);
  session.line(command);
  await session.pager('execve(');
  await quit(session, ':q\r');
  await run(session, 'rm given');
  session.line(command);
  await session.pager('execve(');
  session.type(':Trace diff @\t\t');
  await session.sees(/:Trace diff @2/);
  session.type('\x15Trace diff @2\r');
  await session.sees('diff of @2 strace');
  session.type(':echo "at" winnr("$") tabpagenr("$") &diff winnr() getline(".") "here"\r');
  await session.sees(/^at 2 2 1 1 P1 openat\(AT_FDCWD, "given", O_RDONLY\) = 3 here/);
  session.type(':wincmd l | echo "other" getline(".") "here"\r');
  await session.sees(/^other P1 openat\(AT_FDCWD, "given", O_RDONLY\) = -1 ENOENT .* here/);
  session.type('q');
  session.type(':echo "tabs" tabpagenr("$") "left"\r');
  await session.sees('tabs 1 left');
  session.type(':Trace diff @1\r');
  await session.sees('vimtrace: @1 and this trace do not differ');
  session.type(':Trace diff @9\r');
  await session.sees(/^vimtrace: cannot read @9: /);
  session.type(':Trace diff\r');
  await session.sees('vimtrace: cannot compare: no other trace is named; use :Trace diff @2');
  await quit(session, ':q\r');
});
