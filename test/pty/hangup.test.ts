/** The terminal goes away: the traced program ends, or goes on if the user asked for that, and no trace is lost. */
import { describe, expect, test } from 'vitest';
import { type Place, place } from '../harness/place.ts';
import { processOf, tracerOf } from '../harness/proc.ts';
import type { Session } from '../harness/session.ts';
import { type ShellName, shell } from '../harness/shells.ts';
import { letGo } from './faults.ts';
import { isAlive, loseTerminal, over } from './gone.ts';
import { kept, listed, quit, spools, status } from './typing.ts';

const shells = ['zsh', 'bash', 'fish', 'dash', 'mksh'] as const satisfies readonly ShellName[];

/** A program that writes its pid, and notes each time that it is let go, until it is ended. */
const program =
  'mkfifo gate; exec 3<>gate; echo $$ >pid; while read -r word <&3; do echo "$word" >>heard; done';
const stubborn = `trap "" HUP TERM; ${program}`;

const pidIn = (where: Place) => (): number | undefined => {
  try {
    return Number(where.read('work/pid')) || undefined;
  } catch {
    return undefined;
  }
};
const started = (session: Session, where: Place): Promise<number> =>
  session.until('the program', pidIn(where));

/** The beginning of a trace, and its last line. */
const ends = (trace: string): readonly string[] => {
  const lines = trace.split('\n').filter((line) => line !== '' && !line.startsWith('nohup:'));
  return [lines[0]?.slice(0, 7) ?? '', lines.at(-1) ?? ''];
};

describe.for(shells)('from %s, the trace is kept if the terminal is closed', (user) => {
  test.for([
    { how: 'ends of SIGHUP', script: program, last: 'SIGHUP', grace: 1 },
    // On a busy machine strace's last line needs a longer grace period after SIGKILL.
    { how: 'ignores SIGHUP and SIGTERM', script: stubborn, last: 'SIGKILL', grace: 0.7 },
  ])('while tracing a program that $how', async ({ script, last, grace }) => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    where.write('work/program', script);
    const session = await shell(user, where);
    session.line(`vimtrace --grace=${grace} strace sh program`);
    await started(session, where);
    await session.hangUp();
    await over(session);
    expect(ends(kept(where))).toEqual(['execve(', `+++ killed by ${last} +++`]);
  });

  test('while the traced program is stopped', async () => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    where.write('work/program', program);
    const session = await shell(user, where);
    session.line('vimtrace --grace=1 strace sh program');
    const pid = await started(session, where);
    session.type('\x1a');
    await session.prompt();
    await session.until('the program to stop', () => 'Tt'.includes(processOf(pid)?.state ?? '-'));
    await session.hangUp();
    await over(session);
    expect(ends(kept(where))).toEqual(['execve(', '+++ killed by SIGHUP +++']);
  });

  test.for(['less', 'vim', 'nvim'] as const)('in %s', async (pager) => {
    const where = place({ VIMTRACE_PAGER: pager });
    const session = await shell(user, where);
    session.line('vimtrace --grace=0.2 strace true');
    await session.pager('execve(');
    await session.hangUp();
    await over(session);
    expect(ends(kept(where))).toEqual(['execve(', '+++ exited with 0 +++']);
  });

  test.for(['less', 'vim', 'nvim'] as const)('while %s is suspended', async (pager) => {
    const where = place({ VIMTRACE_PAGER: pager });
    const session = await shell(user, where);
    session.line('vimtrace --grace=0.2 strace true');
    const shown = await session.pager('execve(');
    await session.idle(shown.pager.pid);
    session.type('\x1a');
    await session.prompt();
    await session.hangUp();
    await over(session);
    expect(ends(kept(where))).toEqual(['execve(', '+++ exited with 0 +++']);
  });

  test.for([
    { how: '--hangup=keep', line: 'vimtrace --hangup=keep strace sh program' },
    { how: 'nohup', line: 'nohup vimtrace -o trace strace sh program 2>/dev/null' },
    { how: 'nohup and nothing to page', line: 'nohup vimtrace strace sh program 2>trace' },
  ])('with $how, and tracer and program go on', async ({ line }) => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    where.write('work/program', `${program.replace('while', 'until')}; exit 0`);
    const session = await shell(user, where);
    session.line(line);
    const pid = await started(session, where);
    await loseTerminal(session);
    expect(processOf(pid)).toBeDefined();
    await letGo(where);
    await over(session);
    const trace =
      line.includes('trace') && line.includes('nohup') ? where.read('work/trace') : kept(where);
    expect(ends(trace)).toEqual(['execve(', '+++ exited with 0 +++']);
  });
});

describe('a signal to vimtrace alone', () => {
  /** A program that notes each signal `name` that it gets. */
  const listener = (name: string): string =>
    `mkfifo gate; exec 3<>gate; trap "echo ${name} >>got" ${name}; echo 'execve('; echo $$ >pid; until read -r word <&3; do :; done; exit 7`;

  const strace = 'vimtrace strace sh program';
  const streams = 'vimtrace sh program';
  test.for([
    ...(['TERM', 'INT', 'QUIT'] as const).map((name) => ({ name, by: strace })),
    ...(['TERM', 'INT', 'QUIT', 'USR1', 'USR2'] as const).map((name) => ({ name, by: streams })),
  ])('reaches the program once: SIG$name, by $by', async ({ name, by }) => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    where.write('work/program', listener(name));
    where.write('work/got', '');
    const session = await shell('bash', where);
    session.line(`${by} &`);
    // If a signal comes just before read(2), sh runs the handler only after the next line.
    await session.idle(await started(session, where));
    const { pid } = await session.job();
    process.kill(pid, `SIG${name}`);
    await session.until('the signal', () => where.read('work/got') !== '');
    await letGo(where);
    await listed(session, /Stopped/);
    session.line('fg');
    await session.pager('execve(');
    await quit(session);
    expect(await status(session)).toBe(7);
    expect(where.read('work/got')).toBe(`${name}\n`);
  });

  test('releases a program that strace has attached to, if it is SIGHUP', async () => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    where.write('work/program', program);
    const session = await shell('bash', where);
    session.line('sh program &');
    const pid = await started(session, where);
    await session.prompt();
    session.line(`vimtrace --grace=0.2 strace -p ${pid}`);
    await session.until('strace', () => tracerOf(pid));
    await letGo(where);
    await session.until('the trace', () => spools(where).some(() => kept(where) !== ''));
    const job = await session.job();
    process.kill(job.pid, 'SIGHUP');
    await session.sees('vimtrace: the trace is kept in ');
    await session.prompt();
    await letGo(where);
    await session.until('the program to go on', () => where.read('work/heard') === 'go\ngo\n');
    process.kill(pid, 'SIGKILL');
  });

  test('ends the program that strace has started beside an attached one, if it is SIGHUP', async () => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    where.write(
      'work/target',
      'mkfifo never; exec 3<>never; echo $$ >target-pid; read -r word <&3',
    );
    where.write('work/program', program);
    const session = await shell('bash', where);
    session.line('sh target &');
    const target = await session.until('the target', () =>
      where.list('work').includes('target-pid')
        ? Number(where.read('work/target-pid')) || undefined
        : undefined,
    );
    await session.prompt();
    session.line(`vimtrace --grace=0.2 strace -f -p ${target} sh program`);
    const pid = await started(session, where);
    await session.until('both to be traced', () => tracerOf(target) === tracerOf(pid));
    process.kill((await session.job()).pid, 'SIGHUP');
    await session.sees('vimtrace: the trace is kept in ');
    await session.prompt();
    expect(isAlive(pid)).toBe(false);
    expect('RS').toContain(processOf(target)?.state ?? 'X');
    process.kill(target, 'SIGKILL');
  });

  test.for([
    { how: 'with a trace to page', options: '' },
    { how: 'with a trace file of its own', options: '-o trace' },
    { how: 'with a printed trace', options: '2>trace' },
  ])('does not end an attached strace that started with SIGHUP ignored, $how', async ({
    options,
  }) => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    where.write('work/program', program);
    const session = await shell('bash', where);
    session.line('sh program &');
    const pid = await started(session, where);
    await session.prompt();
    session.line(`(trap "" HUP; vimtrace strace -p ${pid} ${options})`);
    const strace = await session.until('strace', () => tracerOf(pid));
    process.kill(strace, 'SIGHUP');
    process.kill(pid, 'SIGKILL');
    const trace = (): string => (options === '' ? kept(where) : where.read('work/trace'));
    await session.until('the end of the trace', () =>
      trace().includes('+++ killed by SIGKILL +++'),
    );
    if (options === '') await session.pager();
  });
});
