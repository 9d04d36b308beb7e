/** SIGKILL before the pager has drawn, while the pager is stopped, and for the monitor. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { type Monitor, monitoredBy, type Place, place } from '../harness/place.ts';
import { childrenOf, family, hasReaped, processOf } from '../harness/proc.ts';
import type { Session } from '../harness/session.ts';
import { type ShellName, shell } from '../harness/shells.ts';
import { quit, run, trace } from './typing.ts';

const monitors: readonly Monitor[] = ['dash', 'bash', 'busybox'];
const users: readonly ShellName[] = ['bash', 'zsh', 'fish', 'dash'];

async function modes(session: Session, where: Place): Promise<string> {
  await run(session, 'stty -g >modes');
  return where.read('work/modes');
}

const jobIsOver = (session: Session): Promise<boolean> =>
  session.until(
    'the job to be over',
    () => !family(session.pid).some(({ pid, state }) => pid !== session.pid && state !== 'Z'),
  );

/** Kill vimtrace before its pager has drawn. Returns false if the terminal belongs to a dead group (S14). */
async function isUsable(user: ShellName, monitor: Monitor): Promise<boolean> {
  const where = place({ VIMTRACE_PAGER: 'less', ...monitoredBy(monitor) });
  const session = await shell(user, where);
  session.line('vimtrace strace true');
  const job = await session.job();
  await session.until('the pager', () => {
    const sh = childrenOf(job.pid).find(({ command }) => command.includes('monitor.sh'));
    return sh && childrenOf(sh.pid).some(({ command }) => command.startsWith('less'));
  });
  process.kill(job.pid, 'SIGKILL');
  await jobIsOver(session);
  expect(trace(where)).toContain('+++ exited with 0 +++');
  // The shell may end: while a dead group has the terminal, the shell reads the end of its input.
  await session.idle(session.pid).catch(() => undefined);
  if (processOf(session.pid)?.foreground !== session.pid) return false;
  // The guard may not know yet that the pager changed the modes.
  session.type('\nstty sane\n');
  await run(session, 'echo obeyed >obeyed');
  expect(where.read('work/obeyed')).toBe('obeyed\n');
  return true;
}

describe.for(
  users,
)('from %s, a vimtrace killed before the pager has drawn leaves the shell usable and the trace', (user) => {
  test.for(monitors)('monitored by %s', async (monitor) => {
    // S14 comes once in 600 runs: two in a row are no accident.
    const isBack = (await isUsable(user, monitor)) || (await isUsable(user, monitor));
    expect(isBack).toBe(true);
  });
});

test('the pager ends with vimtrace, also if the monitor ends before the guard has stopped it', async () => {
  const where = place({ VIMTRACE_PAGER: 'less' });
  const copy = join(where.directory, 'package');
  cpSync(join(inject('prefix'), 'lib/node_modules/vimtrace'), copy, { recursive: true });
  const path = join(copy, 'src/sh/guard.sh');
  const text = readFileSync(path, 'utf8');
  const stop = 'kill -STOP "$monitor"\n';
  expect(text).toContain(stop);
  expect(text).toContain('\tpager) pager=$value ;;\n');
  // As if vimtrace had not told the guard of the pager, and the kernel had ended the stopped monitor.
  const told = text.replace('\tpager) pager=$value ;;\n', '\tpager) ;;\n');
  const ended =
    'kill -KILL "$monitor"\nuntil ! read -r _ <"/proc/$monitor/stat"; do sleep 0.01; done\n';
  writeFileSync(path, told.replace(stop, `${ended}${stop}`));
  const session = await shell('bash', where);
  session.line(`${copy}/bin/vimtrace strace true`);
  const { job, pager } = await session.pager('execve(');
  await session.idle(pager.pid);
  process.kill(job.pid, 'SIGKILL');
  await jobIsOver(session);
  session.type('\nstty sane\n');
  await run(session, 'echo obeyed >obeyed');
  expect(trace(where)).toContain('+++ exited with 0 +++');
});

test('the shell has its modes again after a vimtrace killed in a pager that started slowly', async () => {
  const where = place({ VIMTRACE_PAGER: 'bash slow' });
  // The pager computes for a while first: the guard must not look at the modes before the pager sleeps.
  where.write(
    'work/slow',
    'for ((i = 0; i < 200000; i++)); do :; done; echo drawn; read -rsn1 key </dev/tty',
  );
  const session = await shell('dash', where);
  const before = await modes(session, where);
  session.line('vimtrace strace true');
  const { job, pager } = await session.pager('drawn');
  await session.until('the guard to know its modes', () =>
    childrenOf(job.pid).some(({ pid, command }) => command.includes('guard.sh') && hasReaped(pid)),
  );
  await session.idle(pager.pid);
  process.kill(job.pid, 'SIGKILL');
  await jobIsOver(session);
  expect(await modes(session, where)).toBe(before);
});

describe.for(monitors)('monitored by %s', (monitor) => {
  test('a ^C that comes before the pager listens ends nothing', async () => {
    // By its name it stops in order, so that no SIGWINCH takes a key from less (P9).
    const where = place({ VIMTRACE_PAGER: './less', ...monitoredBy(monitor) });
    const look = '#!/bin/sh\ngrep ^SigIgn: /proc/$$/status >ignored\nexec less "$@"\n';
    where.write('work/less', look, 0o755);
    const session = await shell('bash', where);
    session.line('vimtrace strace true');
    const found = await session.pager('execve(');
    await session.idle(found.pager.pid);
    process.kill(found.monitor.pid, 'SIGINT');
    process.kill(found.monitor.pid, 'SIGQUIT');
    session.type('\x1a');
    await session.prompt();
    session.line('fg');
    await session.pager('execve(');
    await session.idle(found.pager.pid);
    // SIGINT and SIGQUIT, 2 and 3, must not be in the mask of ignored signals.
    expect(where.read('work/ignored')).toMatch(/[0189]$/m);
    await quit(session);
    expect(session.transcript).not.toContain('vimtrace:');
  });

  test('the trace is kept if the pager is killed while suspended', async () => {
    const where = place({ VIMTRACE_PAGER: 'less', ...monitoredBy(monitor) });
    const session = await shell('bash', where);
    session.line('vimtrace strace true');
    const { pager } = await session.pager('execve(');
    session.type('\x1a');
    await session.prompt();
    process.kill(pager.pid, 'SIGKILL');
    session.line('fg');
    await session.sees('vimtrace: the trace is kept in ');
    await jobIsOver(session);
    expect(trace(where)).toContain('+++ exited with 0 +++');
  });

  test('the shell has its modes again after SIGKILL for the monitor', async () => {
    const where = place({ VIMTRACE_PAGER: 'less', ...monitoredBy(monitor) });
    const session = await shell('dash', where);
    const before = await modes(session, where);
    session.line('vimtrace strace true');
    const found = await session.pager('execve(');
    await session.idle(found.pager.pid);
    process.kill(found.monitor.pid, 'SIGKILL');
    await session.sees('vimtrace: the trace is kept in ');
    await jobIsOver(session);
    expect(await modes(session, where)).toBe(before);
  });

  test('a pager that ignores SIGHUP and SIGTERM ends after SIGKILL for the monitor', async () => {
    const where = place(monitoredBy(monitor));
    where.write('work/deaf', "trap '' HUP TERM\nmkfifo never\necho deaf\nread -r key <>never\n");
    const session = await shell('bash', where);
    session.line('vimtrace --grace=30 --pager="sh deaf" strace true');
    const found = await session.pager('deaf');
    process.kill(found.monitor.pid, 'SIGKILL');
    await session.sees('vimtrace: the trace is kept in ');
    await jobIsOver(session);
  });
});
