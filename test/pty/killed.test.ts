/** SIGKILL for vimtrace, which cannot see to anything then, for its monitor, and for the shell itself. */
import { describe, expect, test } from 'vitest';
import { type Monitor, monitoredBy, type Place, place } from '../harness/place.ts';
import { childrenOf, family, hasReaped, processOf } from '../harness/proc.ts';
import type { Job, Session } from '../harness/session.ts';
import { type ShellName, shell } from '../harness/shells.ts';
import { run, trace } from './typing.ts';

const monitors: readonly Monitor[] = ['dash', 'bash', 'busybox'];
const users: readonly ShellName[] = ['bash', 'zsh', 'fish', 'dash'];

/** The pager, with its guard on duty. */
async function guarded(session: Session): Promise<Job> {
  const shown = await session.pager('execve(');
  // It has waited for its stty: it knows the pager's modes.
  await session.until('the guard', () =>
    childrenOf(shown.job.pid).some(
      ({ pid, command }) => command.includes('guard.sh') && hasReaped(pid),
    ),
  );
  await session.idle(shown.pager.pid);
  return shown;
}

/** Nobody of the job is left, the shell obeys, and the trace is there. */
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

describe.for(users)('from %s, vimtrace is killed', (user) => {
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

describe.for(monitors)('the monitor, a %s, is killed', (monitor) => {
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

  test('while less is shown, on a terminal that only its foreground may write to', async () => {
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

describe.for(users)('%s itself is killed', (user) => {
  const over = (session: Session): Promise<boolean> =>
    session.until(
      'the session to be over',
      () => !family(session.pid).some(({ state }) => !'ZX'.includes(state)),
    );

  test('while tracing', async () => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    where.write('work/program', 'echo $$ >pid; while :; do read -r x </proc/uptime; done');
    const session = await shell(user, where);
    session.line('vimtrace --grace=0.2 strace sh program');
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
