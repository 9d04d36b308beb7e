/** A home of another user, and a working directory that was removed. */
import { chownSync, mkdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { place } from '../harness/place.ts';
import { shell } from '../harness/shells.ts';
import { quit, run } from './typing.ts';

const wide = { columns: 200, rows: 40 };

test('root makes nothing in the home of another user: the trace goes to TMPDIR', async (context) => {
  if (process.geteuid?.() !== 0) return context.skip('only root can do it');
  const where = place({ VIMTRACE_PAGER: 'less' });
  const home = `${where.directory}/work/home`;
  mkdirSync(home);
  chownSync(home, 65534, 65534);
  const session = await shell('bash', where, wide);
  await run(session, `unset XDG_STATE_HOME XDG_CACHE_HOME; export HOME=${home}`);
  session.line('vimtrace strace true');
  await session.pager('execve(');
  expect(where.list('tmp').length).toBe(1);
  await quit(session);
  expect(where.list('tmp')).toEqual([]);
  await run(session, 'vimtrace --list; vimtrace --doctor >said');
  expect(where.list('work/home')).toEqual([]);
  expect(where.read('work/said').replace(/\s+/g, ' ')).toMatch(
    /bad state \S+ cannot be made \(it would be in another user’s directory\): /,
  );
});

test('-o with a relative name in a directory that was removed is reported', async () => {
  const where = place({ VIMTRACE_PAGER: 'less' });
  const session = await shell('bash', where, wide);
  await run(session, 'mkdir gone; cd gone; rmdir ../gone');
  await run(session, 'vimtrace -o t strace true 2>../said; echo $? >>../said');
  session.line('clear; vimtrace -o t strace true; echo "status:$?:"');
  await session.sees('status:125:');
  await session.sees(
    'vimtrace: cannot write t, set by --output: the working directory was removed; choose another file',
  );
  await run(session, `clear; vimtrace --no-pager -o ${where.directory}/work/t strace true`);
  expect(where.read('work/t')).toContain('+++ exited with 0 +++');
});
