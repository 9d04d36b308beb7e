/** SIGTERM while a pager is due or shown: pager and vimtrace end, and the trace is kept. */
import { readdirSync, readFileSync } from 'node:fs';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { monitoredBy, type Place, place } from '../harness/place.ts';
import type { Session } from '../harness/session.ts';
import { type ShellName, shell, statusOf } from '../harness/shells.ts';
import { expectWhole } from '../harness/whole.ts';
import { guarded, others, restored } from './faults.ts';
import { kept, listed, run } from './typing.ts';

const users = ['zsh', 'bash', 'fish', 'dash'] as const satisfies readonly ShellName[];
const STOPPED = /stopped|suspended/i;

/** The program exits with 3, so that its status differs from vimtrace's. */
const TRACED = 'vimtrace --grace=0.2 strace sh -c "exit 3"';

/** `line`, then commands that print the status and note the terminal's modes for `restored`. */
const noting = (user: ShellName, line: string): string =>
  `${line}; echo "code:${statusOf(user)}:"; stty -g >after`;

/** strace, attached to `threads`. */
const tracing = (threads: readonly string[], ...options: readonly string[]) =>
  execa('strace', [
    '-qq',
    '-o',
    '/dev/null',
    ...options,
    ...threads.flatMap((thread) => ['-p', thread]),
  ]);

async function openShell(user: ShellName, where: Place): Promise<Session> {
  const session = await shell(user, where, { columns: 200, rows: 30 });
  await run(session, 'stty -g >before; clear');
  return session;
}

/** A job in the background whose less is due. */
async function due(user: ShellName): Promise<{ where: Place; session: Session }> {
  const where = place({ VIMTRACE_PAGER: 'less' });
  const session = await openShell(user, where);
  session.line(`${TRACED} &`);
  await session.until('the job to stop', () => session.stopped());
  await listed(session, STOPPED);
  return { where, session };
}

/** Pager and vimtrace have ended, the trace is kept, and the shell has the terminal in its old modes. */
async function terminated(session: Session, where: Place): Promise<void> {
  await session.until('the job to be over', () => others(session).length === 0);
  await restored(session, where);
  expectWhole(kept(where), 'exited with 3');
}

describe.for(users)('from %s, SIGTERM ends vimtrace and keeps the trace', (user) => {
  test.for(['less', 'vim'] as const)('in %s', async (pager) => {
    const where = place({ VIMTRACE_PAGER: pager });
    const session = await openShell(user, where);
    session.line(noting(user, TRACED));
    const { job } = await guarded(session);
    process.kill(job.pid, 'SIGTERM');
    await session.sees('vimtrace: the trace is kept in ');
    await session.sees('code:143:');
    await terminated(session, where);
  });

  test.for(['less', 'vim'] as const)('at fg, while %s is suspended', async (pager) => {
    const where = place({ VIMTRACE_PAGER: pager });
    const session = await openShell(user, where);
    session.line(TRACED);
    const { job } = await guarded(session);
    session.type('\x1a');
    await session.prompt();
    await listed(session, STOPPED);
    process.kill(job.pid, 'SIGTERM');
    session.line(noting(user, 'fg'));
    await session.sees('vimtrace: the trace is kept in ');
    await session.sees(user === 'fish' ? /^code:/ : 'code:143:');
    await terminated(session, where);
  });

  test('at fg, while less is due in the background', async () => {
    const { where, session } = await due(user);
    const { pid } = await session.job();
    process.kill(pid, 'SIGTERM');
    session.line(noting(user, 'fg'));
    await session.sees('vimtrace: the trace is kept in ');
    await session.sees(user === 'fish' ? /^code:/ : 'code:143:');
    await terminated(session, where);
    expect(session.transcript).not.toContain('\x1b[?1049h');
  });

  test('at fg, while less is due, though a thread of Node is slow to tell of the signal', async () => {
    const { where, session } = await due(user);
    const { pid } = await session.job();
    const threads = readdirSync(`/proc/${pid}/task`);
    const others = threads.filter((thread) => thread !== `${pid}`);
    // A traced thread goes on later than others, so strace has the main thread too.
    const slow = [
      tracing([`${pid}`], '-e', 'trace=none'),
      tracing(others, '-e', 'trace=write', '-e', 'inject=write:delay_enter=500ms'),
    ];
    try {
      await session.until('strace to attach', () =>
        threads.every(
          (thread) =>
            !/^TracerPid:\t0$/m.test(readFileSync(`/proc/${pid}/task/${thread}/status`, 'utf8')),
        ),
      );
      process.kill(pid, 'SIGTERM');
      session.line(noting(user, 'fg'));
      await session.sees('vimtrace: the trace is kept in ');
      await session.sees(user === 'fish' ? /^code:/ : 'code:143:');
      await terminated(session, where);
      expect(session.transcript).not.toContain('\x1b[?1049h');
    } finally {
      for (const each of slow) each.kill();
      await Promise.allSettled(slow);
    }
  });
});

describe.for([
  'zsh',
  'bash',
] as const)('from %s, kill %%1, which sends SIGTERM and SIGCONT, ends the job and keeps the trace', (user) => {
  async function isKilled(session: Session, where: Place): Promise<void> {
    await session.until('the job to be over', () => others(session).length === 0);
    await run(session, 'stty -g >after');
    await session.sees(/terminated/i);
    await terminated(session, where);
  }

  test('while less is suspended', async () => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    const session = await openShell(user, where);
    session.line(TRACED);
    await guarded(session);
    session.type('\x1a');
    await session.prompt();
    await listed(session, STOPPED);
    session.line('kill %1');
    await isKilled(session, where);
  });

  test('while less is due in the background', async () => {
    const { where, session } = await due(user);
    session.line('kill %1');
    await isKilled(session, where);
    expect(session.transcript).not.toContain('\x1b[?1049h');
  });
});

describe.for([
  'less',
  'vim',
  'nvim',
] as const)('a suspended %s ends at fg, however long the grace, after a signal for vimtrace', (pager) => {
  test.for(
    (['dash', 'bash', 'busybox'] as const).flatMap((monitor) =>
      (['SIGTERM', 'SIGHUP'] as const).map((signal) => ({ monitor, signal })),
    ),
  )('$signal, monitored by $monitor', async ({ monitor, signal }) => {
    const where = place({ VIMTRACE_PAGER: pager, ...monitoredBy(monitor) });
    const session = await openShell('bash', where);
    // A grace longer than the test's patience proves that nothing waits for its end.
    session.line('vimtrace --grace=100 strace sh -c "exit 3"');
    const { job } = await guarded(session);
    session.type('\x1a');
    await session.prompt();
    await listed(session, STOPPED);
    process.kill(job.pid, signal);
    session.line(noting('bash', 'fg'));
    await session.until('the status', () => /code:1\d+:/.test(session.transcript));
    await terminated(session, where);
  });
});
