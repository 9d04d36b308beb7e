/** ^Z and fg if vimtrace is not the shell's only child: pipelines, scripts, sudo, tmux. */
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { outputOf } from '../harness/command.ts';
import { type Place, place } from '../harness/place.ts';
import { family, type Process, processOf } from '../harness/proc.ts';
import { Session } from '../harness/session.ts';
import { type ShellName, shell } from '../harness/shells.ts';

const users = ['bash', 'zsh', 'dash'] as const satisfies readonly ShellName[];
const LAST = '+++ exited with 3 +++';
const TRACE = 'vimtrace strace sh -c "exit 3"';
const withLess = (): Place => place({ VIMTRACE_PAGER: 'less' });

/** The pager, at any depth below the shell: it is a monitor's child, in the foreground of its terminal. */
function pagerIn(members: readonly Process[]): Process | undefined {
  const of = (pid: number): Process | undefined => members.find((each) => each.pid === pid);
  return members.find(({ pid, group, foreground, parent, state }) => {
    const monitor = of(parent);
    return (
      pid === group &&
      foreground === group &&
      state !== 'T' &&
      monitor?.group === monitor?.pid &&
      monitor?.command.includes('monitor.sh') === true
    );
  });
}

async function shown(session: Session, leader = session.pid): Promise<Process> {
  const look = () => pagerIn(family(leader));
  await session.until('the pager in the foreground', look);
  await session.sees('execve(');
  const pager = await session.until('the pager in the foreground', look);
  await session.idle(pager.pid);
  return pager;
}

/** ^Z stops the pager and shows the prompt; fg brings back the same pager, which obeys its keys. */
async function stopAndGoOn(session: Session, pager: Process): Promise<void> {
  // If a ^Z comes after less has drawn and before it reads, less obeys the ^Z only at the next key (P11).
  await session.idle(pager.pid);
  session.type('\x1a');
  await session.prompt();
  expect(processOf(pager.pid)?.state).toBe('T');
  session.line('fg');
  expect((await shown(session)).pid).toBe(pager.pid);
  session.type('G');
  await session.sees(LAST);
  session.type('g');
  await session.sees('execve(');
}

async function status(session: Session, expected: number): Promise<void> {
  await session.prompt();
  session.line('echo "status:$?"');
  await session.sees(`status:${expected}`);
}

async function left(session: Session): Promise<void> {
  await session.prompt();
  expect(family(session.pid).map(({ pid }) => pid)).toEqual([session.pid]);
}

async function modes(session: Session): Promise<string> {
  session.line('stty -g');
  const line = await session.sees(/^[0-9a-f]+(:[0-9a-f]+){10,}/);
  session.line('clear');
  await session.until(
    'a clear screen',
    async () => (await session.screen())[0]?.trim() === 'ready#',
  );
  return line;
}

/** After `setting`: ^Z and fg twice in one run, and then a second run that the user quits at once. */
async function worksAfter(session: Session, setting: string): Promise<void> {
  session.line(`${setting}; clear; echo is-""set`);
  await session.sees(/^is-set/);
  await session.prompt();
  const before = await modes(session);
  session.line(TRACE);
  const pager = await shown(session);
  for (const _round of [1, 2]) await stopAndGoOn(session, pager);
  session.type('q');
  await session.prompt();
  expect(await modes(session)).toBe(before);
  session.line(`clear; ${TRACE}`);
  await shown(session);
  session.type('q');
  await status(session, 3);
}

describe.for(users)('from %s, ^Z and fg work', (user) => {
  test.for([
    { pipeline: `${TRACE} | cat`, expected: 0 },
    { pipeline: `cat /dev/null | ${TRACE}`, expected: 3 },
    { pipeline: `cat /dev/null | ${TRACE} | cat`, expected: 0 },
  ])('in a pipeline: $pipeline', async ({ pipeline, expected }) => {
    const session = await shell(user, withLess());
    session.line(pipeline);
    const pager = await shown(session);
    for (const _round of [1, 2]) await stopAndGoOn(session, pager);
    session.type('q');
    await status(session, expected);
    await left(session);
  });

  test.for(['sh', 'dash', 'bash', 'busybox sh'])('in a script of %s', async (interpreter) => {
    const where = withLess();
    where.write('work/job', `${TRACE}\necho "after:$?"\nexit 5\n`);
    const session = await shell(user, where);
    session.line(`${interpreter} job`);
    const pager = await shown(session);
    for (const _round of [1, 2]) await stopAndGoOn(session, pager);
    expect(session.transcript).not.toContain('after:');
    session.type('q');
    await session.sees('after:3');
    await status(session, 5);
    await left(session);
  });

  test('twenty times, and the terminal’s modes are as before', async () => {
    const session = await shell(user, withLess());
    const before = await modes(session);
    session.line(TRACE);
    const pager = await shown(session);
    for (let round = 1; round <= 20; round += 1) await stopAndGoOn(session, pager);
    session.type('q');
    await session.prompt();
    expect(await modes(session)).toBe(before);
    await left(session);
  });

  test('under sudo', async () => {
    const session = await shell(user, withLess());
    const before = await modes(session);
    session.line(
      `sudo -n env PATH="$PATH" HOME="$HOME" TMPDIR="$TMPDIR" VIMTRACE_PAGER=less ${TRACE}`,
    );
    const pager = await shown(session);
    for (const _round of [1, 2]) await stopAndGoOn(session, pager);
    session.type('q');
    await status(session, 3);
    expect(await modes(session)).toBe(before);
    await left(session);
  });

  test('with stty tostop', async () => {
    await worksAfter(await shell(user, withLess()), 'stty tostop');
  });
});

test('^Z and fg work in bash with jobs reported at once (set -b)', async () => {
  await worksAfter(await shell('bash', withLess()), 'set -b');
});

test.for(['less', 'vim'])('send-keys C-z and fg work in tmux, with %s', async (command) => {
  const where = place({ VIMTRACE_PAGER: command });
  const socket = join(where.directory, 'tmux');
  const tmux = (...args: readonly string[]): string =>
    outputOf('tmux', ['-S', socket, ...args], where.env);
  const shellOfPane = '-f /dev/null new-session bash --norc --noprofile -i'.split(' ');
  const session = new Session(where, 'tmux', ['-S', socket, ...shellOfPane]);
  await session.sees('ready# ');
  const server = Number(tmux('display-message', '-p', '#{pid}'));
  onTestFinished(() => {
    for (const { pid } of family(server)) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // The process has ended meanwhile.
      }
    }
  });
  const pane = Number(tmux('display-message', '-p', '#{pane_pid}'));
  const captured = (): string => tmux('capture-pane', '-p').trimEnd();
  const prompt = () =>
    session.until(
      'the prompt in the pane',
      () => processOf(pane)?.foreground === pane && captured().endsWith('ready#'),
    );
  tmux('send-keys', TRACE, 'Enter');
  const pager = await shown(session, pane);
  for (const _round of [1, 2]) {
    await session.idle(pager.pid);
    tmux('send-keys', 'C-z');
    await prompt();
    expect(processOf(pager.pid)?.state).toBe('T');
    tmux('send-keys', 'fg', 'Enter');
    expect((await shown(session, pane)).pid).toBe(pager.pid);
    tmux('send-keys', 'G');
    await session.until('the last line', () => captured().includes(LAST));
    tmux('send-keys', 'g', 'g');
    await session.until('the first line', () => captured().includes('execve('));
  }
  tmux('send-keys', ...(command === 'less' ? ['q'] : [':q!', 'Enter']));
  await prompt();
  tmux('send-keys', 'echo "status:$?"', 'Enter');
  await session.until('the status', () => captured().includes('status:3'));
  expect(family(pane).map(({ pid }) => pid)).toEqual([pane]);
});
