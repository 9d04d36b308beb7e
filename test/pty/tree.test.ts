/**
 * A tree of expect, sudo, a shell, ssh and a shell has three terminals below the user's, and each process
 * waits for the next. If the user's terminal goes away, no process tells the last shell to end. vimtrace at
 * the top of the tree ends all of them.
 */
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Place, place } from '../harness/place.ts';
import { childrenOf, family, type Process, processOf } from '../harness/proc.ts';
import type { Session } from '../harness/session.ts';
import { shell } from '../harness/shells.ts';
import { type Sshd, sshd } from './sshd.ts';
import { kept } from './typing.ts';

/** The signals that every process of the tree ignores. */
type Ignored = '' | 'HUP' | 'HUP TERM';

type Tree = {
  readonly where: Place;
  readonly session: Session;
  readonly members: readonly Process[];
  readonly expect: Process;
};

const below = (pid: number): readonly Process[] =>
  childrenOf(pid).flatMap((child) => [child, ...below(child.pid)]);

/** Whether the process is still there; its command line proves nothing, because sshd changes its own. */
function isLeft({ pid, session, group }: Process): boolean {
  const found = processOf(pid);
  return found?.session === session && found.group === group && found.state !== 'Z';
}

/** Write the scripts: the innermost shell writes what it reads, and expect sends it a line on SIGUSR1. */
function write(where: Place, { ssh }: Sshd, ignored: Ignored): void {
  const work = `${where.directory}/work`;
  const signals = ignored.split(' ').filter((each) => each !== '');
  const ignore = signals.length > 0 ? `trap '' ${signals.join(' ')}` : ':';
  where.write('work/remote', `${ignore}\necho waits\nread -r line\necho "$line" >${work}/line\n`);
  where.write('work/local', `${ignore}\n${ssh} -tt sh ${work}/remote\necho "ssh: $?"\n`);
  where.write(
    'work/tree.exp',
    [
      ...signals.map((name) => `trap SIG_IGN SIG${name}`),
      'trap {send "a line\\r"} SIGUSR1',
      'set timeout -1',
      `spawn sudo -n sh ${work}/local`,
      'expect eof',
    ].join('\n'),
  );
}

/** Start the tree from a shell, and wait until its innermost shell reads. */
async function grown(user: 'bash' | 'dash', command: string, ignored: Ignored): Promise<Tree> {
  const where = place({ VIMTRACE_PAGER: 'less' });
  const daemon = await sshd(where);
  write(where, daemon, ignored);
  const session = await shell(user, where);
  session.line(command);
  await session.sees(/^waits/);
  const [server] = daemon.servers;
  const members = [...family(session.pid), ...below(server?.pid ?? 0)];
  const top = members.find(({ command: each }) => each.startsWith('expect '));
  if (top === undefined) throw new Error('no expect');
  onTestFinished(() => {
    if (isLeft(top)) process.kill(top.pid, 'SIGKILL');
  });
  return { where, session, members, expect: top };
}

const over = ({ session, members }: Tree): Promise<boolean> =>
  session.until('the tree to end', () => !members.some(isLeft));

const sessions = ({ members }: Tree): number => new Set(members.map((each) => each.session)).size;

describe.for(['bash', 'dash'] as const)('from %s, after the terminal is closed,', (user) => {
  test('the tree stays without vimtrace, each process waiting for the next', async () => {
    const tree = await grown(user, 'expect tree.exp', 'HUP');
    const { where, session, members } = tree;
    expect(sessions(tree)).toBeGreaterThanOrEqual(4);
    await session.hangUp();
    await session.exit();
    // All signals have been sent by now. A line still passes through the whole tree.
    expect(members.filter((each) => !isLeft(each)).map(({ pid }) => pid)).toEqual([session.pid]);
    process.kill(tree.expect.pid, 'SIGUSR1');
    // The file is there before its contents.
    await session.until(
      'the line at its end',
      () => where.list('work').includes('line') && where.read('work/line') === 'a line\n',
    );
    await over(tree);
  });

  test.for([
    { ignored: '', grace: 1, last: '+++ killed by SIGHUP +++' },
    { ignored: 'HUP', grace: 1, last: '+++ exited with 143 +++' },
    { ignored: 'HUP TERM', grace: 0.7, last: '+++ killed by SIGKILL +++' },
  ] as const)('the tree ends with vimtrace at its top, even if all processes ignore: $ignored', async (row) => {
    const command = `vimtrace --grace=${row.grace} strace expect tree.exp`;
    const tree = await grown(user, command, row.ignored);
    await tree.session.hangUp();
    await over(tree);
    const lines = kept(tree.where).trimEnd().split('\n');
    expect(lines[0]).toMatch(/^execve\("\S*expect"/);
    expect(lines.at(-1)).toBe(row.last);
  });
});
