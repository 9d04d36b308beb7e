/** The terminal goes away while strace is attached to a running program: strace detaches, and the program goes on. */
import { describe, expect, test } from 'vitest';
import { type Place, place } from '../harness/place.ts';
import { processOf, tracerOf } from '../harness/proc.ts';
import type { Session } from '../harness/session.ts';
import { type ShellName, shell } from '../harness/shells.ts';
import { start } from '../harness/start.ts';
import { letGo, program, stop } from './faults.ts';
import { loseTerminal, over } from './gone.ts';
import { kept } from './typing.ts';

const users = ['zsh', 'bash', 'fish', 'dash'] as const satisfies readonly ShellName[];

/**
 * Start a program in a session of its own that notes each `letGo`, and then a shell. Started after
 * the shell, the program would hold the terminal open.
 */
async function beside(user: ShellName, where: Place): Promise<{ session: Session; pid: number }> {
  where.write(
    'work/program',
    'mkfifo gate\nexec 3<>gate\necho $$ >pid\nwhile read -r word <&3; do echo "$word" >>heard; done\n',
  );
  start('sh', ['program'], { cwd: `${where.directory}/work`, detached: true, stdio: 'ignore' });
  const session = await shell(user, where);
  return { session, pid: await program(session, where) };
}

/** Let strace attach to `pid`, and return strace's pid. */
async function attach(session: Session, pid: number, options = '--grace=0.2'): Promise<number> {
  session.line(`vimtrace ${options} strace -p ${pid}`);
  await session.sees(`Process ${pid} attached`);
  return session.until('the tracer', () => tracerOf(pid));
}

const heard = (where: Place): string =>
  where.list('work').includes('heard') ? where.read('work/heard') : '';

/** Let the program go once, and wait until the program has noted that. */
async function works(session: Session, where: Place): Promise<void> {
  const before = heard(where);
  await letGo(where);
  await session.until('the program to go on', () => heard(where) === `${before}go\n`);
}

describe.for(users)('when the terminal of %s is closed', (user) => {
  test('the attached program goes on untraced', async () => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    const { session, pid } = await beside(user, where);
    await attach(session, pid);
    await works(session, where);
    // strace writes the whole line of the write before it lets the program wait again.
    await session.idle(pid);
    await session.hangUp();
    await over(session);
    expect(tracerOf(pid)).toBe(undefined);
    await works(session, where);
    await session.idle(pid);
    // The first read may be missing: strace reports the attach before it traces.
    expect(kept(where)).toContain('write(1, "go\\n", 3)');
  });

  test('strace goes on tracing under --hangup=keep', async () => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    const { session, pid } = await beside(user, where);
    const strace = await attach(session, pid, '--hangup=keep');
    await loseTerminal(session);
    await works(session, where);
    expect(tracerOf(pid)).toBe(strace);
    process.kill(pid, 'SIGKILL');
    await over(session);
    expect(kept(where)).toContain('\n+++ killed by SIGKILL +++\n');
  });
});

describe.for(['bash', 'dash'] as const)('when the terminal of %s is closed', (user) => {
  test('an attached program that was stopped before stays stopped', async () => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    const { session, pid } = await beside(user, where);
    await stop(session, pid);
    await attach(session, pid);
    await session.hangUp();
    await over(session);
    expect(tracerOf(pid)).toBe(undefined);
    await session.until('the program to be stopped', () => processOf(pid)?.state === 'T');
    process.kill(pid, 'SIGCONT');
    await works(session, where);
  });
});
