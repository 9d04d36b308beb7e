/** A trace that is too large for vim opens in less, with a message; a user who asks for vim gets vim. */
import { mkdirSync, symlinkSync } from 'node:fs';
import { expect, test } from 'vitest';
import { pathOf } from '../harness/command.ts';
import { type Place, place } from '../harness/place.ts';
import { shell } from '../harness/shells.ts';
import { quit, status } from './typing.ts';

const wide = { columns: 200, rows: 40 };
const line = 'vimtrace strace -e trace=execve sh -c "exit 3"';
const said =
  /^vimtrace: the trace has \d+ bytes: opened in less, because vim would read it all first; to use vim anyway, set VIMTRACE_PAGER=vim$/;

test('less opens a trace above the limit, with a message', async () => {
  const where = place({ VIMTRACE_LARGE: '100' });
  const session = await shell('bash', where, wide);
  session.line(`clear; ${line}`);
  const { pager } = await session.pager('execve(');
  expect(pager.command).toMatch(/^less /);
  await quit(session);
  await session.sees(said);
  expect(await status(session)).toBe(3);
});

test.for([
  { how: 'below the limit', extra: { VIMTRACE_LARGE: '100K' }, command: line },
  {
    how: 'with VIMTRACE_PAGER',
    extra: { VIMTRACE_LARGE: '100', VIMTRACE_PAGER: 'vim' },
    command: line,
  },
  {
    how: 'with --pager',
    extra: { VIMTRACE_LARGE: '100' },
    command: line.replace('vimtrace', 'vimtrace -p vim'),
  },
])('vim opens the trace $how', async ({ extra, command }) => {
  const where = place(extra);
  const session = await shell('bash', where, wide);
  session.line(`clear; ${command}`);
  const { pager } = await session.pager('execve(');
  expect(pager.command).toMatch(/^vim /);
  await session.idle(pager.pid);
  await quit(session, ':q\r');
  expect((await session.screen()).some((text) => text.includes('opened in less'))).toBe(false);
});

/** A PATH without less. */
function withoutLess(where: Place): string {
  const path = `${where.directory}/work/bin`;
  mkdirSync(path);
  for (const name of ['sh', 'strace', 'vim', 'stty', 'node', 'clear', 'readlink'])
    symlinkSync(pathOf(name, where.env), `${path}/${name}`);
  return path;
}

test('vim opens a trace above the limit if there is no less', async () => {
  const where = place({ VIMTRACE_LARGE: '100' });
  const session = await shell('bash', where, wide);
  session.line(`PATH=${withoutLess(where)}:${where.env['PATH']?.split(':')[0]}; clear; ${line}`);
  const { pager } = await session.pager('execve(');
  expect(pager.command).toMatch(/^vim /);
  await session.idle(pager.pid);
  await quit(session, ':q\r');
});

test('less opens a trace of more than 1 GiB by default', async () => {
  const where = place();
  where.write('work/trace', 'execve("/bin/true")\n'.repeat(999));
  const session = await shell('bash', where, wide);
  session.line("clear; vimtrace sh -c 'cat trace; truncate -s 1073741825 /dev/stdout'");
  const { pager } = await session.pager('execve(');
  expect(pager.command).toMatch(/^less /);
  await quit(session);
  await session.sees('vimtrace: the trace has 1.0 GiB: opened in less');
});
