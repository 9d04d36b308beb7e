/** Processes that stay longer than expected: a tracer after its program, a daemon with the spool open. */
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Place, place } from '../harness/place.ts';
import { processOf } from '../harness/proc.ts';
import type { Session } from '../harness/session.ts';
import { shell } from '../harness/shells.ts';
import { guarded, letGo, modes, others, unharmed } from './faults.ts';
import { kept, quit, spools, status, trace } from './typing.ts';

/** Wait for a number in work/NAME, and return the number. */
const number = (session: Session, where: Place, name: string): Promise<number> =>
  session.until(name, () => {
    const found = where.list('work').includes(name) ? Number(where.read(`work/${name}`)) : 0;
    return found > 0 && found;
  });

/** The daemon's pid. If the test fails, only this ends the daemon, which has a session of its own. */
async function daemonOf(session: Session, where: Place): Promise<number> {
  const pid = await number(session, where, 'pid');
  onTestFinished(() => {
    if (processOf(pid)?.command.includes('sh daemon')) process.kill(pid, 'SIGKILL');
  });
  return pid;
}

describe('a tracer that never ends after its program', () => {
  /** A tracer that prints everything before it writes its pid, and then reads a pipe that nobody writes to. */
  const tracer = (trap: string): string =>
    `#!/bin/sh\n${trap}\nmkfifo gate\n"$@"\necho "traced: $?"\necho $$ >pid\nread -r word <>gate\n`;

  async function lingering(
    trap: string,
  ): Promise<{ where: Place; session: Session; pid: number; before: string }> {
    const where = place({ VIMTRACE_PAGER: 'less' });
    where.write('work/tracer', tracer(trap), 0o755);
    const session = await shell('bash', where);
    const before = await modes(session, where);
    session.line('vimtrace --grace=0.2 ./tracer sh -c "exit 3"');
    const pid = await number(session, where, 'pid');
    await session.idle(pid);
    return { where, session, pid, before };
  }

  test('ends by ^C, and its trace is shown', async () => {
    const { where, session, before } = await lingering('');
    session.type('\x03');
    await session.pager('traced: 3');
    await quit(session);
    expect(await status(session)).toBe(130);
    await unharmed(session, where, before);
    expect(spools(where)).toEqual([]);
  });

  test('ends by SIGTERM for vimtrace, after ^Z and fg', async () => {
    const { where, session, before } = await lingering('');
    session.type('\x1a');
    await session.prompt();
    session.line('fg');
    const job = await session.job();
    await session.until('it to go on', () => processOf(job.pid)?.state === 'S');
    process.kill(job.pid, 'SIGTERM');
    await session.pager('traced: 3');
    await quit(session);
    expect(await status(session)).toBe(143);
    await unharmed(session, where, before);
  });

  test.for([
    { trap: '', how: 'takes SIGHUP' },
    { trap: 'trap "" HUP INT QUIT TERM', how: 'ignores all signals that it can' },
  ])('ends by a hangup if it $how', async ({ trap }) => {
    const { where, session } = await lingering(trap);
    await session.hangUp();
    await session.until('the session to be over', () => others(session).length === 0);
    expect(kept(where)).toBe('traced: 3\n');
  });

  test('ends by SIGKILL if it ignores all signals that it can', async () => {
    const { where, session, pid, before } = await lingering('trap "" HUP INT QUIT TERM');
    session.type('\x03');
    await session.sees('^C');
    await session.idle(pid);
    process.kill(pid, 'SIGKILL');
    await session.pager('traced: 3');
    await quit(session);
    expect(await status(session)).toBe(137);
    await unharmed(session, where, before);
  });
});

describe('a traced program that daemonizes', () => {
  const daemon = 'mkfifo started\nsetsid sh daemon &\nread -r word <started\n';
  const writes =
    'mkfifo gate\necho $$ >pid\necho started\necho >started\nread -r word <>gate\necho late; echo later >end\n';

  test('and keeps the spool open does not delay the pager', async () => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    where.write('work/daemon', writes);
    where.write('work/program', `${daemon}echo hi\nexit 3\n`);
    const session = await shell('bash', where);
    const before = await modes(session, where);
    session.line('vimtrace sh program');
    const shown = await session.pager('hi');
    await session.idle(shown.pager.pid);
    expect(trace(where).split('\n').sort()).toEqual(['', 'hi', 'started']);
    await quit(session);
    expect(await status(session)).toBe(3);
    const pid = await daemonOf(session, where);
    expect(others(session).map((each) => each.pid)).toEqual([]);
    expect(processOf(pid)?.state).toMatch(/^[RS]$/);
    // The trace stays, because the daemon still writes to it.
    expect(spools(where).length).toBe(1);
    await letGo(where);
    await session.until('its end', () => where.list('work').includes('end'));
    await session.until(
      'its end',
      () => processOf(pid) === undefined || processOf(pid)?.state === 'Z',
    );
    await unharmed(session, where, before);
  });

  test.for([
    { line: 'strace -o trace -f sh program', isPaged: false },
    { line: 'vimtrace -o trace strace -f sh program', isPaged: true },
  ])('keeps strace waiting for it, and ^C changes nothing: $line', async ({ line, isPaged }) => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    where.write('work/daemon', writes);
    where.write('work/program', `${daemon}exit 3\n`);
    const session = await shell('bash', where);
    const before = await modes(session, where);
    session.line(line);
    const pid = await daemonOf(session, where);
    await session.until('the program to end', () =>
      where.read('work/trace').includes('+++ exited with 3 +++'),
    );
    await session.idle(pid);
    session.type('\x03');
    await session.sees('^C');
    expect(processOf(pid)?.state).toMatch(/^[RS]$/);
    await letGo(where);
    if (isPaged) {
      await guarded(session);
      await quit(session);
    }
    await session.prompt();
    expect(await status(session)).toBe(3);
    await unharmed(session, where, before);
    expect(where.read('work/trace')).not.toContain('--- SIGINT');
    expect(where.read('work/trace')).toMatch(new RegExp(`^${pid} +\\+\\+\\+ exited with 0`, 'm'));
  });
});
