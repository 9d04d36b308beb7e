/** SIGKILL for vimtrace, which then cannot clean up, for its monitor, and for the shell. */
import { describe, expect, test } from 'vitest';
import { type Monitor, monitoredBy, type Place, place } from '../harness/place.ts';
import { childrenOf, family, hasReaped, processOf } from '../harness/proc.ts';
import type { Job, Session } from '../harness/session.ts';
import { type ShellName, shell } from '../harness/shells.ts';
import { waitingProgram } from './faults.ts';
import { run, trace } from './typing.ts';

const monitors: readonly Monitor[] = ['dash', 'bash', 'busybox'];
const users: readonly ShellName[] = ['bash', 'zsh', 'fish', 'dash'];

/** Wait until the pager is idle and the guard knows its modes. */
async function guarded(session: Session): Promise<Job> {
  const shown = await session.pager('execve(');
  // The guard knows the pager's modes once it has waited for its stty.
  await session.until('the guard', () =>
    childrenOf(shown.job.pid).some(
      ({ pid, command }) => command.includes('guard.sh') && hasReaped(pid),
    ),
  );
  await session.idle(shown.pager.pid);
  return shown;
}

/** No process of the job is left, the shell runs commands in the foreground, and the trace is whole. */
async function unharmed(session: Session, where: Place, { job, pager }: Job): Promise<void> {
  await session.until(
    'the job to be over',
    () => !family(session.pid).some(({ pid, state }) => pid !== session.pid && state !== 'Z'),
  );
  expect([job, pager].map(({ pid }) => processOf(pid)?.state ?? 'Z')).toEqual(['Z', 'Z']);
  for (const round of [1, 2]) {
    await run(session, `echo round-${round} >>rounds`);
    expect(processOf(session.pid)?.foreground).toBe(session.pid);
  }
  expect(where.read('work/rounds')).toBe('round-1\nround-2\n');
  expect(trace(where)).toContain('+++ exited with 0 +++');
}

describe.for(
  users,
)('from %s, a killed vimtrace leaves the shell and the trace unharmed', (user) => {
  for (const monitor of monitors) {
    test.for([
      'less',
      'vim',
      'nvim',
    ] as const)(`while %s is shown, monitored by ${monitor}`, async (pager) => {
      const where = place({ VIMTRACE_PAGER: pager, ...monitoredBy(monitor) });
      const session = await shell(user, where);
      session.line('vimtrace strace true');
      const shown = await guarded(session);
      process.kill(shown.job.pid, 'SIGKILL');
      await unharmed(session, where, shown);
    });

    test(`while less is suspended, monitored by ${monitor}`, async () => {
      const where = place({ VIMTRACE_PAGER: 'less', ...monitoredBy(monitor) });
      const session = await shell(user, where);
      session.line('vimtrace strace true');
      const shown = await guarded(session);
      session.type('\x1a');
      await session.prompt();
      process.kill(shown.job.pid, 'SIGKILL');
      await unharmed(session, where, shown);
    });
  }
});

describe.for(
  monitors,
)('a killed monitor, %s, leaves the shell and the trace unharmed', (monitor) => {
  test.for(['less', 'vim', 'nvim'] as const)('while %s is shown', async (pager) => {
    const where = place({ VIMTRACE_PAGER: pager, ...monitoredBy(monitor) });
    const session = await shell('bash', where);
    session.line('vimtrace strace true');
    const shown = await guarded(session);
    process.kill(shown.monitor.pid, 'SIGKILL');
    await session.sees('vimtrace: the trace is kept in ');
    await session.prompt();
    await unharmed(session, where, shown);
  });

  test('while less is shown, under stty tostop', async () => {
    const where = place({ VIMTRACE_PAGER: 'less', ...monitoredBy(monitor) });
    const session = await shell('bash', where);
    session.line('stty tostop; vimtrace strace true');
    const shown = await guarded(session);
    process.kill(shown.monitor.pid, 'SIGKILL');
    await session.prompt();
    expect(session.stopped()?.pid).toBe(shown.job.pid);
    session.line('fg');
    await session.sees('vimtrace: the trace is kept in ');
    await session.prompt();
    await unharmed(session, where, shown);
  });

  test('while less is suspended', async () => {
    const where = place({ VIMTRACE_PAGER: 'less', ...monitoredBy(monitor) });
    const session = await shell('bash', where);
    session.line('vimtrace strace true');
    const shown = await guarded(session);
    session.type('\x1a');
    await session.prompt();
    process.kill(shown.monitor.pid, 'SIGKILL');
    session.line('fg');
    await session.sees('vimtrace: the trace is kept in ');
    await unharmed(session, where, shown);
  });
});

describe.for(users)('a killed %s leaves no process, and keeps the trace', (user) => {
  const over = (session: Session): Promise<boolean> =>
    session.until(
      'the session to be over',
      () => !family(session.pid).some(({ state }) => !'ZX'.includes(state)),
    );

  test('while tracing', async () => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    waitingProgram(where);
    const session = await shell(user, where);
    session.line('vimtrace --grace=1 strace sh program');
    await session.until('the program', () => where.list('work').includes('pid'));
    process.kill(session.pid, 'SIGKILL');
    await over(session);
    expect(trace(where)).toContain('+++ killed by SIGHUP +++');
  });

  test.for(['less', 'vim', 'nvim'] as const)('while %s is shown', async (pager) => {
    const where = place({ VIMTRACE_PAGER: pager });
    const session = await shell(user, where);
    session.line('vimtrace --grace=0.2 strace true');
    await guarded(session);
    process.kill(session.pid, 'SIGKILL');
    await over(session);
    expect(trace(where)).toContain('+++ exited with 0 +++');
  });

  test.for(['less', 'vim', 'nvim'] as const)('while %s is suspended', async (pager) => {
    const where = place({ VIMTRACE_PAGER: pager });
    const session = await shell(user, where);
    session.line('vimtrace --grace=0.2 strace true');
    await guarded(session);
    session.type('\x1a');
    await session.prompt();
    process.kill(session.pid, 'SIGKILL');
    await over(session);
    expect(trace(where)).toContain('+++ exited with 0 +++');
  });
});
