/** No process, file or changed terminal mode is left behind, and an empty trace opens no pager. */
import { describe, expect, test } from 'vitest';
import { type Place, place } from '../harness/place.ts';
import { family } from '../harness/proc.ts';
import type { Session } from '../harness/session.ts';
import { type ShellName, shell } from '../harness/shells.ts';
import { quit, run, spools, status } from './typing.ts';

const users: readonly ShellName[] = ['bash', 'zsh', 'dash'];
const pagers = [
  { pager: 'less', keys: 'q' },
  { pager: 'vim', keys: ':q!\r' },
  { pager: 'nvim', keys: ':q!\r' },
];

/** The terminal's modes, as a child of the shell finds them. */
async function modes(session: Session, where: Place, name: string): Promise<string> {
  await run(session, `stty -g >${name}`);
  return where.read(`work/${name}`);
}

function expectNothingLeft(session: Session, where: Place): void {
  expect(family(session.pid).map(({ pid }) => pid)).toEqual([session.pid]);
  expect(spools(where)).toEqual([]);
}

describe.for(users)('in %s', (user) => {
  for (const { pager, keys } of pagers) {
    test(`a program that dies in raw mode leaves the modes as they were, read in ${pager}`, async () => {
      const where = place({ VIMTRACE_PAGER: pager });
      const session = await shell(user, where);
      const before = await modes(session, where, 'before');
      session.line("vimtrace strace -f -e trace=execve sh -c 'stty raw -echo; kill -9 $$'");
      const found = await session.pager('execve(');
      await session.idle(found.pager.pid);
      session.type('G');
      await session.sees('+++ killed by SIGKILL +++');
      // The line may have been there before: less obeys a ^Z while it draws at the next key only (P11).
      await session.idle(found.pager.pid);
      session.type('\x1a');
      await session.prompt();
      expect(await modes(session, where, 'suspended')).toBe(before);
      session.line('fg');
      await session.pager('+++ killed by SIGKILL +++');
      await quit(session, keys);
      expect(await status(session)).toBe(137);
      expect(await modes(session, where, 'after')).toBe(before);
      expectNothingLeft(session, where);
    });
  }

  test('a traced shell with job control works, and leaves nothing behind', async () => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    const session = await shell(user, where);
    const before = await modes(session, where, 'before');
    session.line('PS1="inner# " vimtrace strace -f -e trace=execve bash --norc -i');
    await session.sees(/^inner# $|^inner#$/);
    session.line('sh -c "exit 5"; echo "inner:$?:"');
    await session.sees(/^inner:5:/);
    session.line('cat');
    // Before the exec of cat, its bash ignores ^Z; the terminal would echo what is typed all the same.
    const cat = await session.until('cat', () =>
      family(session.pid).find(({ command }) => command === 'cat '),
    );
    await session.idle(cat.pid);
    session.line('echoed');
    await session.sees(/^echoed/);
    session.type('\x1a');
    await session.sees(/Stopped/);
    // Asks the shell for a moment, and does not block: the wait of a dash returns at once for a stopped job.
    session.line(
      'kill -9 %1; while jobs >list; grep -q Stopped list; do :; done; echo "killed:$?:"',
    );
    await session.sees(/^killed:\d+:/);
    session.line('exit 6');
    await session.pager('execve(');
    await quit(session);
    expect(await status(session)).toBe(6);
    expect(await modes(session, where, 'after')).toBe(before);
    expectNothingLeft(session, where);
  });
});

describe('an empty trace opens no pager, and leaves nothing behind', () => {
  const wide = { columns: 200, rows: 40 };

  test.for([
    {
      how: 'for a program that is not found',
      line: 'vimtrace strace ./nosuch',
      says: /^strace: .*nosuch/,
      code: 1,
    },
    {
      how: 'for a misused tracer',
      line: 'vimtrace strace --bogus true',
      says: /^strace: unrecognized option/,
      code: 1,
    },
    { how: 'for no program', line: 'vimtrace strace', says: /^strace: must have PROG/, code: 1 },
    {
      how: 'for a tracer that is not found',
      line: 'vimtrace nosuch',
      says: /^vimtrace: cannot run nosuch/,
      code: 127,
    },
    { how: 'for a silent command', line: 'vimtrace sh -c "exit 4"', says: undefined, code: 4 },
  ])('$how: $line', async ({ line, says, code }) => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    const session = await shell('bash', where, wide);
    session.line(line);
    if (says !== undefined) await session.sees(says);
    expect(await status(session)).toBe(code);
    expect(session.transcript).not.toContain('\x1b[?1049h');
    expectNothingLeft(session, where);
  });

  test('but a trace of one line opens a pager on the alternate screen', async () => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    const session = await shell('bash', where, wide);
    session.line('vimtrace strace -e trace=none sh -c "exit 4"');
    await session.pager('+++ exited with 4 +++');
    await quit(session);
    expect(await status(session)).toBe(4);
    expect(session.transcript).toContain('\x1b[?1049h');
  });
});
