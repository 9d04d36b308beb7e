/** Several vimtraces in one process group take turns with their pagers. None reads the output of another. */
import { describe, expect, test } from 'vitest';
import { type Place, place } from '../harness/place.ts';
import { childrenOf, type Process, processOf } from '../harness/proc.ts';
import type { Job, Session } from '../harness/session.ts';
import { type ShellName, shell, shellNames } from '../harness/shells.ts';
import { expectWhole } from '../harness/whole.ts';
import { letGo, modes, others, unharmed } from './faults.ts';
import { isAlive, loseTerminal, over } from './gone.ts';
import { inState, listed, quit, run, spools, status } from './typing.ts';

// The second program reads a line, so that it ends after the first has started: earlier, bash's child may
// still give the terminal to P. It does not read to the end of the pipe, which stays open during the first pager.
const first = 'vimtrace strace sh -c "echo hello >&3" 3>&1 >&-';
const line = `${first} | vimtrace strace sh -c "read -r _; exit 3"`;
const traces = (where: Place): readonly string[] =>
  spools(where).map((name) => where.read(`home/state/vimtrace/${name}/trace`));

const areBothStopped = (session: Session): boolean => {
  const vimtraces = childrenOf(session.pid);
  return vimtraces.length === 2 && vimtraces.every(({ state }) => state === 'T');
};

async function suspend(session: Session): Promise<void> {
  session.type('\x1a');
  await session.prompt();
  await session.until('vimtrace to be stopped', () => session.stopped());
}

/** Wait until the vimtrace without a pager waits for its turn, and return its process. */
async function waiting(session: Session, { job }: Job, where: Place): Promise<Process> {
  await session.until('it to be due', () => where.read('journal').includes('"type":"awaitTurn"'));
  const [other, ...more] = childrenOf(session.pid).filter(({ pid }) => pid !== job.pid);
  if (other === undefined || more.length > 0) throw new Error('not two of them');
  return other;
}

describe.for(shellNames)('in %s', (user) => {
  test('^Z, fg and q work in the first pager, and then in the second', async () => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    const session = await shell(user, where);
    const before = await modes(session, where);
    session.line(line);
    const first = await session.pager('execve(');
    const second = await waiting(session, first, where);
    for (const job of [first.job, second]) {
      const { pager } = await session.pager('execve(');
      await session.sees(job.command.includes('echo') ? '"echo hello >&3"' : '"read -r _; exit 3"');
      await session.idle(pager.pid);
      await suspend(session);
      session.line('fg');
      const shown = await session.pager('execve(');
      expect(shown.job.pid).toBe(job.pid);
      expect(shown.pager.pid).toBe(pager.pid);
      if (job === second) break;
      session.type('q');
      await session.until('the first to be over', () => !isAlive(job.pid));
    }
    await quit(session);
    // fish reports the status of the process that ended last, also for a pipeline of two sh.
    if (user !== 'fish') expect(await status(session)).toBe(3);
    expect(inState(where)).toEqual([]);
    await unharmed(session, where, before);
  });

  test('a pager that becomes due while another is shown opens after it', async () => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    const session = await shell(user, where);
    const before = await modes(session, where);
    await run(session, 'mkfifo early late');
    session.line('vimtrace strace cat late >&- | vimtrace strace cat early >/dev/null &');
    // Wait for both programs: a strace that is stopped during its start gives up.
    for (const command of ['cat late ', 'cat early ']) {
      const cat = await session.until(command, () =>
        others(session).find((each) => each.command === command),
      );
      await session.idle(cat.pid);
    }
    await letGo(where, 'early');
    await session.until('both to be stopped', () => areBothStopped(session));
    await session.prompt();
    await listed(session, /stopped|suspended/i);
    session.line('fg');
    const first = await session.pager('["cat", "early"]');
    await session.idle(first.pager.pid);
    await letGo(where, 'late');
    const second = await waiting(session, first, where);
    session.type('q');
    const { job } = await session.pager('["cat", "late"]');
    expect(job.pid).toBe(second.pid);
    await quit(session);
    await unharmed(session, where, before);
    expect(inState(where)).toEqual([]);
  });

  // mksh gives the terminal to the group that it saw there last, which is the dead pager's.
  test.skipIf(user === 'mksh')('fg opens the second pager after the first is killed', async () => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    const session = await shell(user, where);
    const before = await modes(session, where);
    session.line(line);
    const first = await session.pager('execve(');
    await session.idle(first.pager.pid);
    const second = await waiting(session, first, where);
    process.kill(first.job.pid, 'SIGKILL');
    // The first pager takes keys until the guard ends it.
    await session.until('the first pager to end', () => !isAlive(first.pager.pid));
    await session.until('the other to be stopped', () => processOf(second.pid)?.state === 'T');
    await session.prompt();
    session.line('fg');
    const { job } = await session.pager('execve(');
    expect(job.pid).toBe(second.pid);
    await quit(session);
    await unharmed(session, where, before);
    expect(traces(where).length).toBe(1);
  });
});

test('SIGTERM for a vimtrace that waits for its turn keeps its trace, and leaves the other pager alone', async () => {
  const where = place({ VIMTRACE_PAGER: 'less' });
  const session = await shell('bash', where);
  session.line(line);
  const first = await session.pager('execve(');
  await session.idle(first.pager.pid);
  const second = await waiting(session, first, where);
  process.kill(second.pid, 'SIGTERM');
  await session.until('it to have ended', () => !isAlive(second.pid));
  expect(processOf(first.pager.pid)?.state).toMatch(/^[RS]$/);
  await quit(session);
  expect(traces(where).length).toBe(1);
  expect(traces(where)[0]).toMatch(/^execve\(.*\n/);
});

test('the pager of a script’s background job opens after the pager of its foreground job', async () => {
  const where = place({ VIMTRACE_PAGER: 'less' });
  const session = await shell('zsh', where);
  where.write('work/script', 'vimtrace strace true &\nvimtrace strace true\nwait\n');
  session.line('sh script');
  const script = await session.job();
  const first = await session.pager('execve(', script.pid);
  await session.idle(first.pager.pid);
  await session.until('the other to be due', () =>
    where.read('journal').includes('"type":"awaitTurn"'),
  );
  session.type('q');
  await session.until('the first to be over', () => !isAlive(first.job.pid));
  await session.pager('execve(', script.pid);
  await quit(session);
  expect(inState(where)).toEqual([]);
});

const ways = [
  { how: 'a hangup', first: 'vimtrace' },
  { how: 'a hangup that is ignored', first: 'vimtrace --hangup=keep' },
];
const users = ['zsh', 'bash', 'fish', 'dash', 'mksh'] as const satisfies readonly ShellName[];
test.for(
  users.flatMap((user) => ways.map((way) => ({ user, ...way }))),
)('both vimtraces end and both traces are kept after $how, from $user', async ({ user, first }) => {
  const where = place({ VIMTRACE_PAGER: 'less' });
  const session = await shell(user, where);
  session.line(line.replaceAll('vimtrace', first));
  const shown = await session.pager('execve(');
  await session.idle(shown.pager.pid);
  await waiting(session, shown, where);
  await loseTerminal(session);
  await over(session);
  expect(traces(where).length).toBe(2);
  for (const trace of traces(where)) expectWhole(trace, 'exited with [03]');
  expect(inState(where).length).toBe(2);
});

test('the next start removes the turn of a killed vimtrace', async () => {
  const where = place({ VIMTRACE_PAGER: 'less' });
  const session = await shell('bash', where);
  const before = await modes(session, where);
  session.line('vimtrace strace true');
  const { job, pager } = await session.pager('execve(');
  await session.idle(pager.pid);
  expect(inState(where)).toContain(`turn-${job.group}`);
  process.kill(job.pid, 'SIGKILL');
  await unharmed(session, where, before);
  expect(inState(where)).toContain(`turn-${job.group}`);
  session.line('vimtrace strace true');
  await session.pager('execve(');
  await quit(session);
  expect(inState(where)).toEqual(spools(where));
  expect(spools(where).length).toBe(1);
});
