/** Without a shell that could say fg: ^Z returns to the pager, and a background job opens no pager. */
import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { type Monitor, monitoredBy, place } from '../harness/place.ts';
import { childrenOf, family, processOf } from '../harness/proc.ts';
import { Session } from '../harness/session.ts';
import { shell } from '../harness/shells.ts';
import { drawn, spools } from './typing.ts';

const monitors: readonly Monitor[] = ['dash', 'bash', 'busybox'];
const quits = { less: 'q', vim: ':q!\r' } as const;
const LAST = '+++ exited with 3 +++';

/** What starts vimtrace. In each case P is an orphaned process group. */
const leaders = {
  'vimtrace itself': {
    command: () => join(inject('prefix'), 'bin', 'vimtrace'),
    args: ['strace', 'sh', '-c', 'exit 3'],
    isLeader: true,
    after: undefined,
    code: 3,
  },
  'a sh that becomes vimtrace': {
    command: () => 'sh',
    args: ['-c', 'exec vimtrace strace sh -c "exit 3"'],
    isLeader: true,
    after: undefined,
    code: 3,
  },
  'a sh that runs it': {
    command: () => 'sh',
    args: ['-c', 'vimtrace strace sh -c "exit 3"; echo $? >after; exit 7'],
    isLeader: false,
    after: '3\n',
    code: 7,
  },
  'a bash script that runs it': {
    command: () => 'bash',
    args: ['--norc', '-c', 'vimtrace strace sh -c "exit 3"; echo $? >after; exit 7'],
    isLeader: false,
    after: '3\n',
    code: 7,
  },
} as const;
type Leader = keyof typeof leaders;

const rows = (Object.keys(leaders) as Leader[]).flatMap((leader) =>
  monitors.flatMap((monitor) =>
    (['less', 'vim'] as const).map((pager) => ({ leader, monitor, pager })),
  ),
);

describe('in a session without job control', () => {
  test.for(rows)('^Z returns to $pager, monitored by $monitor, started by $leader', async (row) => {
    const where = place({ ...monitoredBy(row.monitor), VIMTRACE_PAGER: row.pager });
    const { command, args, isLeader, after, code } = leaders[row.leader];
    const session = new Session(where, command(), args);
    const parent = isLeader ? process.pid : session.pid;
    const { job, pager } = await session.pager('execve(', parent);
    expect(job.session).toBe(session.pid);
    expect(job.group).toBe(session.pid);

    for (const round of [1, 2]) {
      session.type('\x1a');
      await session.until('the pager to draw its screen again', () => drawn(session) > round);
      const again = await session.pager('execve(', parent);
      expect(again.pager.pid).toBe(pager.pid);
      await session.idle(pager.pid);
      session.type('G');
      await session.sees(LAST);
      session.type(row.pager === 'less' ? 'g' : 'gg');
      await session.sees('execve(');
      await session.idle(pager.pid);
    }
    expect(processOf(job.pid)?.state).toMatch(/^[RS]$/);
    session.type(quits[row.pager]);
    expect(await session.exit()).toEqual({ exitCode: code, signal: 0 });
    if (after !== undefined) expect(where.read('work/after')).toBe(after);
    expect(family(session.pid)).toEqual([]);
    expect(spools(where)).toEqual([]);
  });

  test.for(
    monitors,
  )('vimtrace dies of the tracee’s signal as session leader, monitored by %s', async (monitor) => {
    const where = place({ ...monitoredBy(monitor), VIMTRACE_PAGER: 'less' });
    const session = new Session(where, leaders['vimtrace itself'].command(), [
      'strace',
      'sh',
      '-c',
      'kill -USR1 $$',
    ]);
    await session.pager('execve(', process.pid);
    session.type('\x1a');
    await session.until('the pager to draw its screen again', () => drawn(session) > 1);
    const { pager } = await session.pager('execve(', process.pid);
    await session.idle(pager.pid);
    session.type('q');
    expect((await session.exit()).signal).toBe(10);
  });
});

test.for([
  'bash',
  'zsh',
  'dash',
] as const)('^Z under script(1) returns to the pager, from %s', async (user) => {
  const session = await shell(user, place({ VIMTRACE_PAGER: 'less' }));
  session.line(`script -q -e -c 'exec vimtrace strace sh -c "exit 3"' /dev/null`);
  const script = await session.job();
  const { pager } = await session.pager('execve(', script.pid);
  session.type('\x1a');
  await session.until('the pager to draw its screen again', () => drawn(session) > 1);
  expect((await session.pager('execve(', script.pid)).pager.pid).toBe(pager.pid);
  await session.idle(pager.pid);
  session.type('G');
  await session.sees(LAST);
  session.type('q');
  await session.prompt();
  session.line('echo "status:$?"');
  await session.sees('status:3');
});

describe('an orphaned background job', () => {
  test.for([
    { trace: 'standard error', redirection: '', terminal: '' },
    { trace: 'standard error, with stty tostop', redirection: '', terminal: 'stty tostop' },
    { trace: 'its -o FILE', redirection: '-o trace', terminal: '' },
  ])('opens no pager, and its trace goes to $trace', async ({ redirection, terminal }) => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    const session = await shell('bash', where);
    if (terminal !== '') session.line(terminal);
    session.line('mkfifo gate; clear; echo is-""set');
    await session.sees(/^is-set/);
    session.line(`(vimtrace strace ${redirection} cat gate &)`);
    const job = await session.until('vimtrace to be an orphan', () =>
      family(session.pid).find(
        ({ pid, parent, command }) =>
          pid !== session.pid &&
          processOf(parent)?.session !== session.pid &&
          childrenOf(pid).length > 0 &&
          command.includes('vimtrace.cjs'),
      ),
    );
    await session.prompt();
    expect(job.group).not.toBe(job.foreground);
    session.line('clear; echo > gate');
    await session.until('vimtrace to have ended', () => processOf(job.pid) === undefined);
    if (redirection !== '') expect(where.read('work/trace')).toContain('+++ exited with 0 +++');
    else if (terminal === '') await session.sees('+++ exited with 0 +++');
    session.line('echo "over"');
    await session.sees(/^over/);
    expect(session.transcript).not.toContain('\x1b[?1049h');
    expect(family(session.pid).map(({ pid }) => pid)).toEqual([session.pid]);
  });
});
