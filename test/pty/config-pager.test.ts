/** A pager of one's own: how it is given the trace, what it does on ^Z, and whether less takes its place. */
import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Place } from '../harness/place.ts';
import { shell } from '../harness/shells.ts';
import { configured } from './configured.ts';
import { listed, quit, status } from './typing.ts';

const wide = { columns: 160, rows: 30 };

/** `name` in the directory of the test is `program` by a name that vimtrace does not know. */
function withProgram(name: string, program: string, config: object): Place {
  const where = configured({ pager: `./${name}`, ...config });
  const path = execFileSync('/bin/sh', ['-c', `command -v ${program}`], { encoding: 'utf8' });
  symlinkSync(path.trim(), `${where.directory}/work/${name}`);
  return where;
}

test.for([
  {
    how: 'by a profile',
    profile: { args: ['-Pown-prompt', '{file}'], stop: 'orderly' },
    modes: 'restored',
  },
  {
    how: 'by one that does not say how it stops',
    profile: { args: ['-Pown-prompt', '{file}'] },
    modes: 'left',
  },
  { how: 'as another', profile: 'less', modes: 'restored' },
])('$how', async ({ profile, modes }) => {
  const where = withProgram('mine', 'less', { pagers: { mine: profile } });
  const session = await shell('bash', where, wide);
  session.line('clear; vimtrace strace -e trace=execve sh -c "exit 3"');
  const { pager } = await session.pager('execve(');
  expect(pager.command).toMatch(/mine .*\/trace $/);
  if (typeof profile !== 'string') await session.sees(/^own-prompt/);
  await session.idle(pager.pid);
  session.type('\x1a');
  await session.prompt();
  await listed(session, /Stopped.*vimtrace/);
  expect(where.read('journal')).toContain(`"type":"pagerStopped","modes":"${modes}"`);
  session.line('clear; fg');
  await session.pager('execve(');
  // less loses a key that comes with a SIGWINCH.
  await session.until('vimtrace to be done with it', () =>
    /"resumePager"}\]|"pagerRan"/.test(where.read('journal').trim().split('\n').at(-1) ?? ''),
  );
  await session.idle(pager.pid);
  await quit(session);
  expect(await status(session)).toBe(3);
});

test('an editor of one’s own gives way to less for a large trace, unless it is asked for', async () => {
  const where = withProgram('mine', 'vim', {
    large: '100',
    pagers: { mine: { args: ['-R', '{file}'], isEditor: true } },
  });
  const session = await shell('bash', where, wide);
  const line = 'strace -e trace=execve sh -c "exit 3"';
  session.line(`clear; vimtrace ${line}`);
  expect((await session.pager('execve(')).pager.command).toMatch(/^less /);
  await quit(session);
  await session.sees(
    /^vimtrace: the trace has \d+ bytes: opened in less, as \.\/mine would read it all first/,
  );
  session.line(`clear; VIMTRACE_LARGE=1M vimtrace ${line}`);
  expect((await session.pager('execve(')).pager.command).toMatch(/mine -R /);
  await quit(session, ':q\r');
  session.line(`clear; vimtrace -p ./mine ${line}`);
  expect((await session.pager('execve(')).pager.command).toMatch(/mine -R /);
  await quit(session, ':q\r');
});
