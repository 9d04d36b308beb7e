/** A pipe to a reader: `vimtrace strace ls | less` shows less first, and then the trace. */
import { chmodSync, chownSync, readlinkSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Place, place } from '../harness/place.ts';
import { childrenOf, linksOf, type Process, processOf } from '../harness/proc.ts';
import type { Session } from '../harness/session.ts';
import { type ShellName, shell, shellNames } from '../harness/shells.ts';
import { letGo, modes, others, unharmed } from './faults.ts';
import { isAlive, loseTerminal, over } from './gone.ts';
import { inState, kept, listed, quit, run, status } from './typing.ts';

/** Wait until a process of the job runs `command`, and sleeps. */
async function reader(session: Session, command: string): Promise<Process> {
  const found = await session.until(command, () =>
    others(session).find((each) => each.command.startsWith(command)),
  );
  await session.idle(found.pid);
  return found;
}

/** Wait until less shows the output and waits for a key. */
async function less(session: Session): Promise<Process> {
  await session.sees(/^hello/);
  return reader(session, 'less');
}

const journal = (where: Place): string =>
  where.list('').includes('journal') ? where.read('journal') : '';

/** The process of the vimtrace that has written the first step. */
const pidIn = (where: Place): number => Number(/^\{"pid":(\d+)/.exec(journal(where))?.[1] ?? 0);

/** Wait until vimtrace waits for its readers, and return its process. */
async function draining(session: Session, where: Place): Promise<Process> {
  await session.until('vimtrace to wait for its readers', () =>
    journal(where).includes('"type":"awaitReaders"'),
  );
  return session.until('vimtrace', () => processOf(pidIn(where)));
}

/** What the journal says was ordered, of these two. */
const orders = (where: Place): readonly string[] =>
  journal(where)
    .split('\n')
    .flatMap((line) => line.match(/"type":"(awaitReaders|openPager)"/)?.[1] ?? []);

async function suspend(session: Session): Promise<void> {
  session.type('\x1a');
  await session.prompt();
  await listed(session, /stopped|suspended/i);
}

/** ^Z and fg in the pager of the trace, then the end of it. */
async function readTrace(session: Session, text = 'execve('): Promise<void> {
  const { pager } = await session.pager(text);
  await session.idle(pager.pid);
  await suspend(session);
  session.line('fg');
  await session.pager(text);
  await quit(session);
}

const piped = 'vimtrace strace sh -c "echo hello"';

type Background = {
  /** If the program has a gate, the test opens the gate after fg. */
  readonly line: string;
  /**
   * A sh that reads the program's output and a key. It sets no modes: those of a shell's line editor would be what less
   * comes back to. It prints nothing: words behind the prompt would hide the prompt from the test.
   */
  readonly reader: string;
  /** What the trace shows. */
  readonly text?: string;
};

/** Start a job in the background whose reader wants a key; then fg, ^Z, bg and fg, the key, and the trace. */
async function inBackground(user: ShellName, { line, reader: script, text }: Background) {
  const where = place({ VIMTRACE_PAGER: 'less' });
  const session = await shell(user, where);
  const before = await modes(session, where);
  where.write('work/reader', `${script}\n`);
  await run(session, 'mkfifo gate; clear');
  session.line(`${line} | sh reader &`);
  await listed(session, /stopped|suspended/i);
  session.line('fg');
  if (line.includes('<>gate')) await letGo(where);
  await draining(session, where);
  const shown = await reader(session, 'sh reader');
  await suspend(session);
  session.line('bg');
  await session.until('all to be stopped', () =>
    [shown, ...childrenOf(session.pid)].every(({ pid }) => processOf(pid)?.state === 'T'),
  );
  await listed(session, /stopped|suspended/i);
  session.line('fg');
  await session.idle(shown.pid);
  session.line('key');
  await readTrace(session, text);
  expect(where.read('work/got')).toBe('hello\n');
  await unharmed(session, where, before);
}

describe.for(shellNames)('in %s', (user) => {
  test('less is read and quit, with ^Z and fg, then the trace opens', async () => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    const session = await shell(user, where);
    const before = await modes(session, where);
    session.line(`${piped} | less`);
    await draining(session, where);
    const shown = await less(session);
    await suspend(session);
    expect(processOf(shown.pid)?.state).toBe('T');
    session.line('fg');
    await less(session);
    // less answers a key: nobody else has read it.
    session.type('=');
    await session.sees(/lines 1-1/);
    expect(orders(where)).toEqual(['awaitReaders']);
    session.type('q');
    await readTrace(session);
    expect(await status(session, user === 'fish' ? '$status' : '$?')).toBe(0);
    expect(orders(where)).toEqual(['awaitReaders', 'openPager']);
    expect(inState(where)).toEqual([]);
    await unharmed(session, where, before);
  });

  test('a reader in the middle of a longer pipeline is waited for, and one after a reader that has ended', async () => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    const session = await shell(user, where);
    session.line(`${piped} | sort | less`);
    await draining(session, where);
    await less(session);
    session.type('q');
    await session.pager('execve(');
    await quit(session);
    await run(session, 'mkfifo gate; clear');
    session.line('vimtrace strace sh -c "echo hello; read -r _ <gate" | head -n 1 | less');
    const shown = await less(session);
    await session.until('head to have ended', () =>
      others(session).every(({ command }) => !command.startsWith('head')),
    );
    await letGo(where);
    await session.until('vimtrace to wait', () => orders(where).length === 3);
    expect(isAlive(shown.pid)).toBe(true);
    session.type('q');
    await session.pager('execve(');
    await quit(session);
    expect(orders(where)).toEqual(['awaitReaders', 'openPager', 'awaitReaders', 'openPager']);
  });

  test('a reader that needs no key sees the end of its input, and the trace opens', async () => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    const session = await shell(user, where);
    session.line(`${piped} | sort >got`);
    await session.pager('execve(');
    expect(where.read('work/got')).toBe('hello\n');
    await quit(session);
  });

  test('^C ends a reader that never ends by itself, and the trace opens', async () => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    const session = await shell(user, where);
    session.line(`${piped} | sleep 1000`);
    await draining(session, where);
    await reader(session, 'sleep');
    session.type('\x03');
    await readTrace(session);
    expect(inState(where)).toEqual([]);
  });

  test('in the background the job stops, and fg brings the reader first', async () => {
    await inBackground(user, { line: piped, reader: 'sort >got; read -r key </dev/tty' });
  });

  test('a reader that is stopped stops the job, as it would without vimtrace', async () => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    const session = await shell(user, where);
    session.line(`${piped} | less`);
    await draining(session, where);
    const shown = await less(session);
    process.kill(shown.pid, 'SIGTSTP');
    await session.prompt();
    await listed(session, /stopped|suspended/i);
    session.line('fg');
    await session.idle(shown.pid);
    session.type('q');
    await readTrace(session);
  });

  test('of two vimtraces in one pipeline the reader comes first', async () => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    const session = await shell(user, where);
    const before = await modes(session, where);
    session.line('vimtrace strace echo hello | vimtrace strace sh -c "read -r _; exit 3"');
    const second = await session.pager('"read -r _; exit 3"');
    await draining(session, where);
    await session.idle(second.pager.pid);
    await suspend(session);
    session.line('fg');
    await session.pager('"read -r _; exit 3"');
    session.type('q');
    await session.pager('"echo", "hello"');
    await quit(session);
    expect(inState(where)).toEqual([]);
    await unharmed(session, where, before);
  });
});

test.for<Background & { readonly when: string }>([
  {
    when: 'vimtrace starts',
    // Not strace: a stop at the very start of strace may make strace fail (T13).
    line: 'vimtrace sh -c "echo hello; echo traced >&2"',
    reader: 'read -r key </dev/tty; sort >got',
    text: 'traced',
  },
  {
    when: 'the program runs',
    line: 'vimtrace strace sh -c "exec 3<>gate; echo hello; read -r _ <&3"',
    reader: 'read -r line; read -r key </dev/tty; echo $line >got',
  },
])('a job in the background whose reader wants a key while $when stops, and fg brings the reader first', async (background) => {
  await inBackground('dash', background);
});

const users = ['zsh', 'bash', 'fish', 'dash', 'mksh'] as const satisfies readonly ShellName[];
test.for(users)('the trace is kept after a hangup while less is read, from %s', async (user) => {
  const where = place({ VIMTRACE_PAGER: 'less' });
  const session = await shell(user, where);
  session.line(`${piped} | less`);
  await draining(session, where);
  await less(session);
  await loseTerminal(session);
  await over(session);
  expect(kept(where)).toContain('+++ exited with 0 +++');
});

test('SIGTERM for vimtrace keeps the trace, and leaves its reader alone', async () => {
  const where = place({ VIMTRACE_PAGER: 'less' });
  const session = await shell('bash', where);
  session.line(`${piped} | less`);
  const vimtrace = await draining(session, where);
  const shown = await less(session);
  process.kill(vimtrace.pid, 'SIGTERM');
  await session.until('vimtrace to have ended', () => !isAlive(vimtrace.pid));
  expect(isAlive(shown.pid)).toBe(true);
  await quit(session);
  expect(kept(where)).toContain('+++ exited with 0 +++');
});

test.for([
  { user: 'bash', how: 'a brace group', line: `{ ${piped}; } | sort >got` },
  { user: 'bash', how: 'a substitution', line: `x=$(${piped}); echo "$x" >got` },
  { user: 'zsh', how: 'another job', line: `mkfifo pipe; sort <pipe >got & ${piped} >pipe` },
] as const)('nobody waits for a reader that waits for vimtrace, or is in another group: $how', async ({
  user,
  line,
}) => {
  const where = place({ VIMTRACE_PAGER: 'less' });
  const session = await shell(user, where);
  session.line(line);
  await session.until('vimtrace', () => orders(where).length > 0);
  const vimtrace = processOf(pidIn(where));
  await session.pager('execve(', vimtrace?.parent);
  await quit(session);
  await session.until('the output', () => where.list('work').includes('got'));
  await session.until('hello', () => where.read('work/got') === 'hello\n');
  expect(orders(where)).toEqual(['openPager']);
});

test('a less that tee writes to is read before the trace', async () => {
  const where = place({ VIMTRACE_PAGER: 'less' });
  const session = await shell('bash', where);
  session.line(`${piped} | tee >(less) >/dev/null`);
  await draining(session, where);
  await less(session);
  session.type('q');
  await session.pager('execve(');
  await quit(session);
  expect(orders(where)).toEqual(['awaitReaders', 'openPager']);
});

test('a loop that zsh itself runs gets its lines, and the trace opens', async () => {
  const where = place({ VIMTRACE_PAGER: 'less' });
  const session = await shell('zsh', where);
  session.line(`${piped} | while read -r line; do echo $line >got; done`);
  await session.pager('execve(');
  await quit(session);
  expect(where.read('work/got')).toBe('hello\n');
});

test('while less is read, vimtrace and its helpers have no copy of the pipe', async () => {
  const where = place({ VIMTRACE_PAGER: 'less' });
  const session = await shell('bash', where);
  session.line(`${piped} | less`);
  const vimtrace = await draining(session, where);
  const shown = await less(session);
  const pipe = readlinkSync(`/proc/${shown.pid}/fd/0`);
  for (const { pid } of [vimtrace, ...childrenOf(vimtrace.pid)]) {
    expect(linksOf(pid)).not.toContain(pipe);
  }
  session.type('q');
  await session.pager('execve(');
  await quit(session);
});

const NOBODY = 65_534;
test('a reader of another user is waited for', async (context) => {
  if (process.geteuid?.() !== 0) return context.skip('only root can run a test as two users');
  const where = place({ VIMTRACE_PAGER: 'less' });
  for (const name of ['', 'home', 'tmp', 'work'])
    chownSync(`${where.directory}/${name}`, NOBODY, NOBODY);
  const session = await shell('bash', where);
  await run(session, 'tty >tty');
  chmodSync(where.read('work/tty').trim(), 0o666);
  session.line(
    `setpriv --reuid=${NOBODY} --regid=${NOBODY} --clear-groups vimtrace strace echo hello | less`,
  );
  await draining(session, where);
  await less(session);
  session.type('q');
  await session.pager('execve(');
  await quit(session);
  expect(orders(where)).toEqual(['awaitReaders', 'openPager']);
});
