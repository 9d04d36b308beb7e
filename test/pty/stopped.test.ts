/** SIGSTOP and SIGCONT for each process while tracing: everything works as before. */
import { describe, expect, test } from 'vitest';
import { place } from '../harness/place.ts';
import { childrenOf, processOf } from '../harness/proc.ts';
import { type ShellName, shell, statusOf } from '../harness/shells.ts';
import {
  goOn,
  guarded,
  letGo,
  modes,
  obeys,
  program,
  stop,
  unharmed,
  waitingProgram,
} from './faults.ts';
import { listed, quit, spools, status } from './typing.ts';

const users: readonly ShellName[] = ['bash', 'zsh', 'fish', 'dash'];
/** The status after fg: fish's fg has a status of its own. */
const told = (user: ShellName): number => (user === 'fish' ? 0 : 3);

describe.for(['bash', 'fish'] as const)('from %s, tracing goes on', (user) => {
  test.for([
    'the tracer',
    'the program',
    'the shell',
  ] as const)('after SIGSTOP and SIGCONT for %s', async (who) => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    waitingProgram(where);
    const session = await shell(user, where);
    const before = await modes(session, where);
    session.line('vimtrace strace sh program');
    const traced = await program(session, where);
    const { pid: vimtrace } = await session.job();
    const strace = childrenOf(vimtrace)[0]?.pid ?? 0;
    const pid = { 'the tracer': strace, 'the program': traced, 'the shell': session.pid }[who];
    await stop(session, pid);
    await goOn(session, pid);
    await letGo(where);
    await guarded(session);
    await obeys(session);
    await quit(session);
    expect(await status(session, statusOf(user))).toBe(told(user));
    await unharmed(session, where, before);
    expect(spools(where)).toEqual([]);
  });
});

describe.for(users)('from %s, tracing goes on', (user) => {
  test('after SIGSTOP for vimtrace and fg', async () => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    waitingProgram(where);
    const session = await shell(user, where);
    const before = await modes(session, where);
    session.line('vimtrace strace sh program');
    const traced = await program(session, where);
    const { pid } = await session.job();
    process.kill(pid, 'SIGSTOP');
    await session.prompt();
    await letGo(where);
    await session.until('the program to end', () => processOf(traced) === undefined);
    expect(await modes(session, where)).toBe(before);
    session.line('fg');
    await guarded(session);
    await obeys(session);
    await quit(session);
    expect(await status(session, statusOf(user))).toBe(told(user));
    await unharmed(session, where, before);
    expect(spools(where)).toEqual([]);
  });

  test('in the background after SIGSTOP and SIGCONT for vimtrace, until the pager is due', async () => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    waitingProgram(where);
    const session = await shell(user, where);
    const before = await modes(session, where);
    session.line('vimtrace strace sh program');
    await program(session, where);
    const { pid } = await session.job();
    process.kill(pid, 'SIGSTOP');
    await session.prompt();
    await goOn(session, pid);
    await letGo(where);
    await session.until('the stop for the terminal', () => processOf(pid)?.state === 'T');
    await listed(session, /[Ss]topped|suspended/);
    session.line('fg');
    await guarded(session);
    await obeys(session);
    await quit(session);
    expect(await status(session, statusOf(user))).toBe(told(user));
    await unharmed(session, where, before);
  });
});
