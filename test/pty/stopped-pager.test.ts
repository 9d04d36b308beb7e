/** SIGSTOP and SIGCONT for each process while the pager is shown or suspended: everything works as before. */
import { describe, expect, test } from 'vitest';
import { type Monitor, monitoredBy, place } from '../harness/place.ts';
import { type Process, processOf, switchesOf } from '../harness/proc.ts';
import type { Job, Session } from '../harness/session.ts';
import { shell } from '../harness/shells.ts';
import { goOn, guarded, modes, obeys, stop, unharmed } from './faults.ts';
import { listed, quit, run, spools, status, times } from './typing.ts';

const monitors: readonly Monitor[] = ['dash', 'bash', 'busybox'];
type Who = 'the monitor' | 'the guard' | 'the shell' | 'the pager' | 'vimtrace';

function pidOf(who: Who, session: Session, shown: Job & { readonly guard: Process }): number {
  switch (who) {
    case 'the monitor':
      return shown.monitor.pid;
    case 'the guard':
      return shown.guard.pid;
    case 'the pager':
      return shown.pager.pid;
    case 'the shell':
      return session.pid;
    case 'vimtrace':
      return shown.job.pid;
  }
}

describe.for(monitors)('monitored by %s, the pager works', (monitor) => {
  test.for([
    'the monitor',
    'the guard',
    'the shell',
  ] as const)('during and after a stop of %s, while less is shown', async (who) => {
    const where = place({ VIMTRACE_PAGER: 'less', ...monitoredBy(monitor) });
    const session = await shell('bash', where);
    const before = await modes(session, where);
    // A grace longer than the test's patience proves that vimtrace does not wait for a stopped guard.
    session.line('vimtrace --grace=100 strace sh -c "exit 3"');
    const shown = await guarded(session);
    const pid = pidOf(who, session, shown);
    await stop(session, pid);
    session.type('G');
    await session.sees('+++ exited with 3 +++');
    session.type('g');
    await session.sees('execve(');
    await session.idle(shown.pager.pid);
    await goOn(session, pid);
    await obeys(session);

    await stop(session, pid);
    session.type('\x1a');
    await session.until('the pager to stop', () => processOf(shown.pager.pid)?.state === 'T');
    await goOn(session, pid);
    await session.prompt();
    session.line('fg');
    await session.idle((await session.pager('execve(')).pager.pid);

    await stop(session, pid);
    session.type('q');
    await session.until('its end', () => 'Z' === (processOf(shown.pager.pid)?.state ?? 'Z'));
    // vimtrace does not wait for the guard, so a stopped guard needs no SIGCONT.
    if (who !== 'the guard') process.kill(pid, 'SIGCONT');
    await session.prompt();
    expect(await status(session)).toBe(3);
    await unharmed(session, where, before);
    expect(spools(where)).toEqual([]);
  });

  test('and keeps the terminal after SIGTSTP and SIGCONT for the monitor', async () => {
    const where = place({ VIMTRACE_PAGER: 'less', ...monitoredBy(monitor) });
    const session = await shell('bash', where);
    session.line('vimtrace strace true');
    const { monitor: sh, pager } = await guarded(session);
    process.kill(sh.pid, 'SIGTSTP');
    await session.until('it to rest', () => 'ST'.includes(processOf(sh.pid)?.state ?? 'X'));
    process.kill(sh.pid, 'SIGCONT');
    session.type('G');
    await session.sees('+++ exited with 0 +++');
    expect(processOf(pager.pid)?.foreground).toBe(pager.pid);
    await quit(session);
    expect(await status(session)).toBe(0);
  });

  test.for([
    'the monitor',
    'the guard',
    'the pager',
    'vimtrace',
  ] as const)('after a stop of %s, while all is suspended', async (who) => {
    const where = place({ VIMTRACE_PAGER: 'less', ...monitoredBy(monitor) });
    const session = await shell('bash', where);
    const before = await modes(session, where);
    session.line('vimtrace strace sh -c "exit 3"');
    const shown = await guarded(session);
    session.type('\x1a');
    await session.prompt();
    const pid = pidOf(who, session, shown);
    await stop(session, pid);
    if (who === 'the pager' || who === 'vimtrace') {
      const stops = switchesOf(pid);
      process.kill(pid, 'SIGCONT');
      await session.until(
        'it to stop for the terminal',
        () => processOf(pid)?.state === 'T' && switchesOf(pid) !== stops,
      );
    }
    // wait(2) tells bash of the stop only after all threads have stopped.
    await listed(session, /Stopped/);
    expect(await modes(session, where)).toBe(before);
    session.line('fg');
    await session.idle((await session.pager('execve(')).pager.pid);
    await obeys(session);
    await quit(session);
    expect(await status(session)).toBe(3);
    await unharmed(session, where, before);
    expect(spools(where)).toEqual([]);
  });
});

/**
 * Type spaces until the pager takes one. In the background the pager stops at its next read, and the monitor takes
 * the terminal, twice in 10 ms. A shell that reads a key after that reads an end of file, each time.
 */
async function pagerTakesKey(session: Session, { pager, monitor }: Job): Promise<void> {
  const isStopped = (): boolean => processOf(pager.pid)?.state === 'T';
  while (!isStopped()) {
    const before = await session.cursorLine();
    session.type(' ');
    await session.until(
      'the pager to stop or the shell to take the key',
      async () => isStopped() || (await session.cursorLine()) === `${before} `,
    );
  }
  await session.idle(monitor.pid);
}

/** Type fg, once or twice, until the pager has the terminal (BUGS). */
async function backBy(session: Session, pager: number): Promise<void> {
  const isInFront = (): boolean => {
    const found = processOf(pager);
    return found !== undefined && found.foreground === found.group && found.state !== 'T';
  };
  for (let typed = 0; typed < 2 && !isInFront(); typed += 1) {
    const prompts = times(session.transcript, 'ready# ');
    session.line('fg');
    await session.until(
      'the pager or the prompt',
      async () =>
        isInFront() ||
        (times(session.transcript, 'ready# ') > prompts &&
          /ready# $/.test(await session.cursorLine())),
    );
  }
}

test.for([
  'bash',
  'zsh',
] as const)('fg goes on after SIGSTOP for vimtrace alone while less is shown, from %s', async (user) => {
  const where = place({ VIMTRACE_PAGER: 'less' });
  const session = await shell(user, where);
  // On a busy machine bash reads two ends of file, and exits at the second (BUGS).
  await run(session, 'IGNOREEOF=9');
  const before = await modes(session, where);
  session.line('vimtrace strace sh -c "exit 3"');
  const shown = await guarded(session);
  const { job, pager } = shown;
  process.kill(job.pid, 'SIGSTOP');
  await session.prompt();
  await pagerTakesKey(session, shown);
  await run(session, 'true');
  await backBy(session, pager.pid);
  // vimtrace may still have to send a signal to the pager.
  await session.idle(job.pid);
  await session.idle(pager.pid);
  session.type('g');
  await session.pager('execve(');
  await obeys(session);
  await quit(session);
  expect(await status(session)).toBe(3);
  await unharmed(session, where, before);
  expect(spools(where)).toEqual([]);
});
