/** vimtrace ends as the tracer ended. A failure of vimtrace is one line and a status of its own. */
import { describe, expect, test } from 'vitest';
import { place } from '../harness/place.ts';
import { type ShellName, shell } from '../harness/shells.ts';
import { obstacle } from '../harness/tools.ts';
import { quit, run, status } from './typing.ts';

const users: readonly ShellName[] = ['bash', 'zsh', 'dash'];
const wide = { columns: 250, rows: 40 };

describe.for(users)('the status in %s', (user) => {
  test.for([0, 1, 42, 255])('is the tracer’s status %i', async (code) => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    const session = await shell(user, where);
    session.line(`vimtrace strace sh -c "exit ${code}"`);
    await session.pager('execve(');
    await quit(session);
    expect(await status(session)).toBe(code);
  });

  test('is 128+n if a signal ended the tracer', async () => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    const session = await shell(user, where);
    session.line("vimtrace strace sh -c 'kill -USR1 $$'");
    await session.pager('execve(');
    await quit(session);
    expect(await status(session)).toBe(138);
  });
});

describe('if a signal ended the tracer', () => {
  test.for([
    ['KILL', 9],
    ['TERM', 15],
    ['SEGV', 11],
    ['ABRT', 6],
    ['PIPE', 13],
    ['USR1', 10],
    ['INT', 2],
    ['QUIT', 3],
    ['HUP', 1],
    ['ILL', 4],
  ] as const)('vimtrace dies of SIG%s too, and dumps no core of its own', async ([
    name,
    number,
  ]) => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    where.write('work/wait.pl', 'system(@ARGV); printf "wait %d exit %d\\n", $? & 127, $? >> 8;');
    const session = await shell('bash', where);
    await run(session, 'ulimit -c unlimited; mkdir bare; cd bare');
    session.line(`strace -o trace sh -c 'kill -${name} $$'`);
    expect(await status(session)).toBe(128 + number);
    await run(session, 'cd ..; clear');
    session.line(`perl wait.pl vimtrace strace sh -c 'kill -${name} $$'`);
    const parent = await session.job();
    await session.pager('execve(', parent.pid);
    await quit(session);
    await session.sees(`wait ${number} exit 0`);
    const cores = (directory: string): readonly string[] =>
      where.list(directory).filter((file) => file.startsWith('core'));
    expect(cores('work').length).toBe(cores('work/bare').length);
    for (const core of cores('work'))
      expect(where.read(`work/${core}`).includes('vimtrace.cjs')).toBe(false);
  });

  test('the status is 128+n as process 1, which cannot die of a signal', async (context) => {
    const own = ['-pf', '--mount-proc'];
    const without = obstacle('unshare', [...own, 'echo', 'works'], /works/);
    if (without !== undefined) return context.skip(without);
    const session = await shell('bash', place());
    const line = `unshare ${own.join(' ')} vimtrace --no-pager strace`;
    session.line(`${line} -e trace=none sh -c 'kill -USR1 $$'`);
    await session.sees('+++ killed by SIGUSR1 +++');
    expect(await status(session)).toBe(138);
  });

  test('^C ends the loop of a script, as under strace alone', async () => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    where.write('work/waiter.pl', '$| = 1; print "waiting\\n"; my $line = <STDIN>;');
    where.write(
      'work/loop',
      'for i in 1 2 3; do vimtrace strace perl waiter.pl; echo "after $i"; done\n',
    );
    const session = await shell('bash', where);
    session.line('bash loop');
    await session.sees(/^waiting/);
    const script = await session.job();
    session.type('\x03');
    await session.pager('execve(', script.pid);
    await quit(session);
    expect(await status(session)).toBe(130);
    expect(session.transcript).not.toContain('after 1');
  });
});

const help = 'see vimtrace --help';
const failures = [
  {
    how: 'a tracer that is not found',
    line: 'vimtrace nosuch',
    code: 127,
    says: 'cannot run nosuch: not found in PATH',
  },
  {
    how: 'a tracer that is not found',
    line: 'vimtrace ./nosuch',
    code: 127,
    says: 'cannot run ./nosuch: no such file',
  },
  {
    how: 'a tracer that is not executable',
    line: 'vimtrace ./plain',
    code: 126,
    says: 'cannot run ./plain: not an executable file',
  },
  {
    how: 'a directory as the tracer',
    line: 'vimtrace /tmp',
    code: 126,
    says: 'cannot run /tmp: not an executable file',
  },
  { how: 'an unknown option', line: 'vimtrace --bogus strace touch ran', code: 125, says: help },
  { how: 'an unknown letter', line: 'vimtrace -x strace touch ran', code: 125, says: help },
  { how: 'no operand after --', line: 'vimtrace --', code: 125, says: help },
  {
    how: 'a --pager that is not found',
    line: 'vimtrace --pager nosuch strace touch ran',
    code: 125,
    says: 'nosuch, set by --pager',
  },
  {
    how: 'a missing directory of --output',
    line: 'vimtrace -o /nonexistent/f strace touch ran',
    code: 125,
    says: '/nonexistent/f',
  },
];

describe('a failure is one line, with a status', () => {
  test.for([
    ...failures,
    {
      how: 'a spool that cannot be made',
      line: 'XDG_STATE_HOME=/proc/none TMPDIR=/nonexistent vimtrace strace touch ran',
      code: 125,
      says: '/nonexistent',
    },
    {
      how: 'a $VIMTRACE_PAGER that is not found',
      line: 'VIMTRACE_PAGER=nosuch vimtrace strace touch ran',
      code: 125,
      says: 'nosuch, set by $VIMTRACE_PAGER',
    },
  ])('for $how: $line', async ({ line, code, says }) => {
    const where = place();
    where.write('work/plain', '#!/bin/sh\n');
    const session = await shell('bash', where, wide);
    session.line(line);
    expect(await session.sees(/^vimtrace: /)).toContain(says);
    await session.prompt();
    expect(await status(session)).toBe(code);
    const lines = (await session.screen()).filter(
      (each) => each !== '' && !each.startsWith('ready#'),
    );
    expect(lines.length).toBe(2);
    expect(where.list('work')).toEqual(['plain']);
  });

  test.for(failures)('for $how, also with stderr in a file: $line', async ({
    line,
    code,
    says,
  }) => {
    const where = place();
    where.write('work/plain', '#!/bin/sh\n');
    const session = await shell('bash', where, wide);
    await run(session, `${line} 2>err; echo $? >code`);
    expect(where.read('work/code')).toBe(`${code}\n`);
    expect(where.read('work/err')).toMatch(/^vimtrace: [^\n]+\n$/);
    expect(where.read('work/err')).toContain(says);
    expect(where.list('work')).not.toContain('ran');
  });
});

describe('vimtrace does not fail', () => {
  test('if the pager exits with a failure', async () => {
    const where = place({ VIMTRACE_PAGER: 'vim' });
    const session = await shell('bash', where);
    session.line('vimtrace strace sh -c "exit 42"');
    await session.pager('execve(');
    await quit(session, ':cq\r');
    expect(await status(session)).toBe(42);
  });

  test.for([
    ['--help', /^Usage: vimtrace /],
    ['-h', /^Usage: vimtrace /],
    ['--version', /^vimtrace \d+\.\d+\.\d+\n$/],
    ['-V', /^vimtrace \d+\.\d+\.\d+\n$/],
  ] as const)('with %s', async ([option, says]) => {
    const where = place();
    const session = await shell('bash', where);
    await run(session, `vimtrace ${option} >out 2>err; echo $? >code`);
    expect(where.read('work/code')).toBe('0\n');
    expect(where.read('work/err')).toBe('');
    expect(where.read('work/out')).toMatch(says);
  });
});
