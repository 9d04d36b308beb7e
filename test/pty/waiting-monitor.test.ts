/** The monitor waits beside the tracer. Whatever happens to it there, the pager opens and nothing is left behind. */
import { execaSync } from 'execa';
import { describe, expect, test } from 'vitest';
import { type Monitor, monitoredBy, type Place, place } from '../harness/place.ts';
import { allProcesses, childrenOf, family, type Process, processOf } from '../harness/proc.ts';
import type { Session } from '../harness/session.ts';
import { shell } from '../harness/shells.ts';
import { start } from '../harness/start.ts';
import { guarded } from './faults.ts';
import { quit, run, status } from './typing.ts';

const isGuard = ({ command }: Process): boolean => command.includes('guard.sh');
const monitors: readonly Monitor[] = ['dash', 'bash', 'busybox'];

/** A script that counts the `signals` that it gets, until it reads a line or its terminal fails. */
const listening = (signals: string): string => `
n=0
trap 'n=$((n + 1)); isHeard=yes; echo "heard $n"' ${signals}
echo waiting
until isHeard=; read -r line || [ -z "$isHeard" ]; do :; done
exit 3
`;

/** Trace a program that waits for a line. */
async function tracing(
  where: Place,
): Promise<{ session: Session; program: Process; monitor: Process }> {
  const session = await shell('bash', where);
  where.write('work/program', listening('INT QUIT'));
  session.line('vimtrace strace sh program');
  await session.sees(/^waiting/);
  const { pid } = await session.job();
  const program = await session.until('the program', () =>
    family(session.pid).find(({ command }) => command.startsWith('sh program')),
  );
  await session.idle(program.pid);
  const monitor = await session.until('the monitor', () =>
    childrenOf(pid).find(({ command }) => command.includes('monitor.sh')),
  );
  return { session, program, monitor };
}

/**
 * Leave a process no processor time until the returned busy loop ends. The loop runs on the same processor,
 * with a real-time priority if the kernel allows that. No other program of these tests loops so.
 */
function starve(pid: number): ReturnType<typeof start> {
  const busy = 'chrt -f -p 1 $$; while :; do :; done';
  const loop = start('taskset', ['-c', '0', 'sh', '-c', busy], { stdio: 'ignore' });
  execaSync('taskset', ['-pc', '0', `${pid}`]);
  execaSync('chrt', ['-i', '-p', '0', `${pid}`]);
  return loop;
}

async function pages(session: Session): Promise<void> {
  session.line('go');
  const { monitor } = await session.pager('execve(');
  session.type('\x1a');
  await session.prompt();
  session.line('fg');
  await session.pager('execve(');
  await quit(session);
  expect(await status(session)).toBe(3);
  expect(childrenOf(session.pid)).toEqual([]);
  expect(allProcesses().filter(({ pid }) => pid === monitor.pid)).toEqual([]);
  expect(session.transcript).not.toContain('vimtrace:');
}

describe.for(monitors)('monitored by %s', (name) => {
  const settings = { VIMTRACE_PAGER: 'less', ...monitoredBy(name) };

  test('the waiting monitor is in P, and later takes the terminal itself', async () => {
    const { session, monitor } = await tracing(place(settings));
    expect(monitor.group).toBe((await session.job()).group);
    session.line('go');
    const shown = await session.pager('execve(');
    expect(shown.monitor.pid).toBe(monitor.pid);
    expect(shown.monitor.group).toBe(monitor.pid);
    await quit(session);
    expect(childrenOf(session.pid)).toEqual([]);
  });

  test('^C and ^\\ do not end the waiting monitor', async () => {
    const { session, program } = await tracing(place(settings));
    session.type('\x03');
    await session.sees('heard 1');
    // If a signal comes just before read(2), sh runs the handler only after the next line.
    await session.idle(program.pid);
    session.type('\x1c');
    await session.sees('heard 2');
    await session.idle(program.pid);
    await pages(session);
  });

  test('a killed monitor is replaced', async () => {
    const { session, monitor } = await tracing(place(settings));
    process.kill(monitor.pid, 'SIGKILL');
    await session.until('its end', () => !allProcesses().some(({ pid }) => pid === monitor.pid));
    await pages(session);
  });

  test('a killed or stopped guard does not delay the pager', async () => {
    for (const signal of ['SIGKILL', 'SIGSTOP'] as const) {
      const { session } = await tracing(place(settings));
      const { pid } = await session.job();
      const guard = await session.until('the guard', () => childrenOf(pid).find(isGuard));
      process.kill(guard.pid, signal);
      await session.until('the signal', () => 'TZX'.includes(processOf(guard.pid)?.state ?? 'X'));
      await pages(session);
      expect(processOf(guard.pid)).toBe(undefined);
    }
  });

  test('a guard that ended while it waited is replaced', async () => {
    const { session } = await tracing(place(settings));
    const { pid } = await session.job();
    const guard = await session.until('the guard', () => childrenOf(pid).find(isGuard));
    process.kill(guard.pid, 'SIGKILL');
    await session.until('its end', () => 'ZX'.includes(processOf(guard.pid)?.state ?? 'X'));
    session.line('go');
    const shown = await guarded(session);
    expect(shown.guard.pid).not.toBe(guard.pid);
    await quit(session);
    expect(await status(session)).toBe(3);
    expect(childrenOf(session.pid)).toEqual([]);
  });

  test('a killed monitor is replaced even if vimtrace learns of that with the tracer’s end', async () => {
    const where = place(settings);
    where.write('work/program', 'echo waiting; read -r line <fifo; exit 3\n');
    const session = await shell('bash', where);
    await run(session, 'mkfifo fifo');
    session.line('vimtrace strace sh program');
    await session.sees(/^waiting/);
    const { pid } = await session.job();
    const monitor = await session.until('the monitor', () =>
      childrenOf(pid).find(({ command }) => command.includes('monitor.sh')),
    );
    process.kill(pid, 'SIGSTOP');
    await session.prompt();
    process.kill(monitor.pid, 'SIGKILL');
    await run(session, 'echo >fifo');
    await session.until('the end of both', () => childrenOf(pid).every(isGuard));
    session.line('fg');
    await session.pager('execve(');
    await quit(session);
    expect(await status(session)).toBe(3);
    expect(session.transcript).not.toContain('vimtrace:');
  });

  test('a stopped monitor goes on', async () => {
    const { session, monitor } = await tracing(place(settings));
    process.kill(monitor.pid, 'SIGSTOP');
    await session.until('its stop', () =>
      allProcesses().some(({ pid, state }) => pid === monitor.pid && state === 'T'),
    );
    await pages(session);
  });

  test('SIGHUP and SIGTERM for the whole of P do not end the waiting monitor', async () => {
    const where = place(settings);
    const session = await shell('bash', where);
    where.write('work/program', listening('TERM'));
    session.line(`sh -c "trap '' HUP; exec vimtrace strace sh program"`);
    await session.sees(/^waiting/);
    const job = await session.job();
    process.kill(-job.group, 'SIGHUP');
    process.kill(-job.group, 'SIGTERM');
    await session.sees('heard');
    // On a busy machine vimtrace may get the signal later than the program.
    await session.until('vimtrace to hear of it', () => where.read('journal').includes('SIGTERM'));
    session.line('go');
    await session.pager('execve(');
    await quit(session);
    expect(await status(session)).toBe(3);
  });

  test('the waiting monitor has ended before the monitor of less for a large trace starts', async () => {
    const large = { ...monitoredBy(name), VIMTRACE_LARGE: '100' };
    const { session, monitor } = await tracing(place(large));
    const { pid } = await session.job();
    const loop = starve(monitor.pid);
    session.line('go');
    await session.until('the next one', () =>
      childrenOf(pid).some((each) => each.pid !== monitor.pid && /monitor/.test(each.command)),
    );
    expect(processOf(monitor.pid)?.state ?? 'Z').toBe('Z');
    expect(childrenOf(pid).filter(isGuard).length).toBeLessThan(2);
    loop.kill('SIGKILL');
    const { pager } = await session.pager('execve(');
    expect(pager.command).toMatch(/^less /);
    await quit(session);
    expect(await status(session)).toBe(3);
  });

  test('the waiting monitor ends before vimtrace if the trace is empty', async () => {
    const where = place(settings);
    const session = await shell('bash', where);
    session.line('vimtrace strace ./nosuch; echo "code:$?"');
    await session.sees(/^code:1$/);
    expect(allProcesses().filter(({ command }) => command.includes(where.directory))).toEqual([]);
  });

  test('monitor and guard end after SIGKILL for vimtrace', async () => {
    const { session, monitor } = await tracing(place(settings));
    const { pid: vimtrace } = await session.job();
    const guard = childrenOf(vimtrace).find(isGuard);
    process.kill(vimtrace, 'SIGKILL');
    await session.until('their end', () =>
      [monitor, guard].every((each) => 'ZX'.includes(processOf(each?.pid ?? 0)?.state ?? 'X')),
    );
  });
});
