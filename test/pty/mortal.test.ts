/** SIGKILL for the pager, the tracer and the traced program, and for vimtrace while it traces. */
import { describe, expect, test } from 'vitest';
import { type Monitor, monitoredBy, place } from '../harness/place.ts';
import { areStopped, childrenOf } from '../harness/proc.ts';
import { type ShellName, shell, statusOf } from '../harness/shells.ts';
import { guarded, letGo, modes, others, program, unharmed, waitingProgram } from './faults.ts';
import { isAlive } from './gone.ts';
import { kept, quit, recorded, run, spools, status } from './typing.ts';

const monitored: readonly { readonly pager: string; readonly monitor: Monitor }[] = [
  { pager: 'less', monitor: 'dash' },
  { pager: 'vim', monitor: 'bash' },
  { pager: 'nvim', monitor: 'busybox' },
];
const users: readonly ShellName[] = ['bash', 'zsh', 'fish', 'dash', 'mksh'];
const wide = { columns: 200, rows: 40 };

describe('a killed pager keeps the trace and the status', () => {
  test.for(monitored)('while $pager is shown, monitored by $monitor', async ({
    pager,
    monitor,
  }) => {
    const where = place({ VIMTRACE_PAGER: pager, ...monitoredBy(monitor) });
    const session = await shell('bash', where, wide);
    const before = await modes(session, where);
    session.line('vimtrace strace sh -c "exit 3"');
    const shown = await guarded(session);
    process.kill(shown.pager.pid, 'SIGKILL');
    await session.sees('vimtrace: the trace is kept in ');
    await session.prompt();
    expect(await status(session)).toBe(3);
    await unharmed(session, where, before);
    expect(kept(where)).toContain('+++ exited with 3 +++');
  });

  test.for(monitored)('while $pager is suspended, monitored by $monitor', async ({
    pager,
    monitor,
  }) => {
    const where = place({ VIMTRACE_PAGER: pager, ...monitoredBy(monitor) });
    const session = await shell('bash', where, wide);
    const before = await modes(session, where);
    session.line('vimtrace strace sh -c "exit 3"');
    const shown = await guarded(session);
    session.type('\x1a');
    await session.prompt();
    process.kill(shown.pager.pid, 'SIGKILL');
    await session.until('its end', () => !isAlive(shown.pager.pid));
    session.line('fg');
    await session.sees('vimtrace: the trace is kept in ');
    await session.prompt();
    expect(await status(session)).toBe(3);
    await unharmed(session, where, before);
    expect(kept(where)).toContain('+++ exited with 3 +++');
  });
});

describe.for(users)('from %s, while tracing', (user) => {
  test('a killed tracer lets its program go on, and the trace so far is shown', async () => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    waitingProgram(where);
    const session = await shell(user, where);
    const before = await modes(session, where);
    session.line('vimtrace strace sh program');
    const pid = await program(session, where);
    const { pid: vimtrace } = await session.job();
    const strace = await session.until('the tracer', () =>
      childrenOf(vimtrace).find(({ command }) => command.startsWith('strace ')),
    );
    process.kill(strace.pid, 'SIGKILL');
    await guarded(session);
    session.type('G');
    await session.sees(/openat\(.*"gate"/);
    session.type('q');
    await session.prompt();
    expect(await status(session, statusOf(user))).toBe(137);
    expect(others(session).map((each) => each.pid)).toEqual([pid]);
    await letGo(where);
    await unharmed(session, where, before);
    expect(spools(where)).toEqual([]);
  });

  test('a killed program ends the trace, which is shown', async () => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    waitingProgram(where);
    const session = await shell(user, where);
    const before = await modes(session, where);
    session.line('vimtrace strace sh program');
    process.kill(await program(session, where), 'SIGKILL');
    await guarded(session);
    session.type('G');
    await session.sees('+++ killed by SIGKILL +++');
    await quit(session);
    expect(await status(session, statusOf(user))).toBe(137);
    await unharmed(session, where, before);
    expect(spools(where)).toEqual([]);
  });

  test('a killed vimtrace lets tracer and program go on, and the trace is found later', async () => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    waitingProgram(where);
    const session = await shell(user, where, wide);
    const before = await modes(session, where);
    session.line('vimtrace strace sh program');
    await program(session, where);
    await recorded(session, where);
    const { pid: vimtrace } = await session.job();
    process.kill(vimtrace, 'SIGKILL');
    await session.prompt();
    expect(await status(session, statusOf(user))).toBe(137);
    await session.until('monitor and guard to end', () => others(session).length <= 2);
    const names = others(session).map(({ command }) => command.split(' ')[0]);
    expect(names.toSorted()).toEqual(['sh', 'strace']);
    expect(await modes(session, where)).toBe(before);
    await letGo(where);
    await unharmed(session, where, before);
    expect(kept(where)).toContain('+++ exited with 3 +++');
    session.line('vimtrace strace true');
    await guarded(session);
    await quit(session);
    await run(session, 'vimtrace --list >list');
    expect(session.transcript).toContain('vimtrace: a trace of strace sh program was kept; ');
    expect(where.read('work/list')).toMatch(/ cut short {2,}strace sh program$/m);
  });

  test('a vimtrace killed while all is stopped leaves no stopped process', async () => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    waitingProgram(where);
    const session = await shell(user, where);
    const before = await modes(session, where);
    session.line('vimtrace strace sh program');
    await program(session, where);
    const { pid: vimtrace } = await session.job();
    session.type('\x1a');
    await session.prompt();
    // The shell's prompt tells only that vimtrace itself has stopped.
    await session.until('all of the job to stop', () => areStopped(others(session)));
    process.kill(vimtrace, 'SIGKILL');
    await unharmed(session, where, before);
    expect(kept(where)).toContain('+++ killed by SIGHUP +++');
  });
});
