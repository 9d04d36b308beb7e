/** Of SIGHUP vimtrace dies, whoever sent it: seen by a parent that outlives the hangup. */
import { describe, expect, test } from 'vitest';
import { type Monitor, monitoredBy, type Place, place } from '../harness/place.ts';
import type { Session } from '../harness/session.ts';
import { type ShellName, shell } from '../harness/shells.ts';
import { guarded, letGo, others, program, waitingProgram } from './faults.ts';
import { over, whole } from './gone.ts';
import { kept, listed } from './typing.ts';

const shells = ['zsh', 'bash', 'fish', 'dash', 'mksh'] as const satisfies readonly ShellName[];
const monitors: readonly Monitor[] = ['dash', 'bash', 'busybox'];
/** wait(2) tells a signal from an exit; what the parent catches is the default again in its child. */
const PARENT = `$SIG{HUP} = sub {};
system(@ARGV);
open my $f, '>', 'ended';
printf $f "signal %d, exit %d\\n", $? & 127, $? >> 8;
`;
const HUNG_UP = 'signal 1, exit 0\n';
const RUN = 'perl parent.pl vimtrace --grace=0.2 strace sh program';

function scene(env: Readonly<Record<string, string>> = {}): Place {
  const where = place({ VIMTRACE_PAGER: 'less', ...env });
  waitingProgram(where);
  where.write('work/parent.pl', PARENT);
  return where;
}

/** How vimtrace ended, once its parent knows. */
const ended = (session: Session, where: Place): Promise<string> =>
  session.until('the end that the parent saw', () => {
    const file = 'ended';
    return where.list('work').includes(file) && where.read(`work/${file}`).endsWith('\n')
      ? where.read(`work/${file}`)
      : undefined;
  });

/** The program has been traced to its end, and its trace is on the screen. */
async function paged(session: Session, where: Place): Promise<number> {
  await program(session, where);
  letGo(where);
  const { pid } = await session.job();
  return (await guarded(session, 'execve(', pid)).job.pid;
}

async function suspend(session: Session): Promise<void> {
  session.type('\x1a');
  await session.prompt();
  await listed(session, /stopped|suspended/i);
}

test.for(shells)('the terminal is closed while tracing, from %s', async (user) => {
  const where = scene();
  const session = await shell(user, where);
  session.line(RUN);
  await program(session, where);
  await session.hangUp();
  expect(await ended(session, where)).toBe(HUNG_UP);
  await over(session);
  expect(kept(where)).toMatch(whole('killed by SIGHUP'));
});

describe.for(shells)('from %s', (user) => {
  test.for(monitors)('the terminal is closed in the pager, monitored by %s', async (monitor) => {
    const where = scene(monitoredBy(monitor));
    const session = await shell(user, where);
    session.line(RUN);
    await paged(session, where);
    await session.hangUp();
    expect(await ended(session, where)).toBe(HUNG_UP);
    await over(session);
    expect(kept(where)).toMatch(whole('exited with 3'));
  });
});

describe('SIGHUP for vimtrace alone', () => {
  /** vimtrace, which is its parent's only child. */
  async function ours(session: Session): Promise<number> {
    const { pid } = await session.job();
    return (await session.job(pid)).pid;
  }

  /** The shell goes on, nobody else is left, and the trace says how the program ended. */
  async function isOver(session: Session, where: Place, end: string): Promise<void> {
    expect(await ended(session, where)).toBe(HUNG_UP);
    await session.sees('vimtrace: the trace is kept in ');
    await session.until('the job to be over', () => others(session).length === 0);
    expect(kept(where)).toMatch(whole(end));
  }

  test('while tracing', async () => {
    const where = scene();
    const session = await shell('bash', where);
    session.line(RUN);
    await program(session, where);
    process.kill(await ours(session), 'SIGHUP');
    await isOver(session, where, 'killed by SIGHUP');
  });

  test('while all is stopped: it ends at fg', async () => {
    const where = scene();
    const session = await shell('bash', where);
    session.line(RUN);
    await program(session, where);
    await suspend(session);
    process.kill(await ours(session), 'SIGHUP');
    session.line('fg');
    await isOver(session, where, 'killed by SIGHUP');
  });

  test('in the pager', async () => {
    const where = scene();
    const session = await shell('bash', where);
    session.line(RUN);
    process.kill(await paged(session, where), 'SIGHUP');
    await isOver(session, where, 'exited with 3');
  });

  test('while the pager is suspended: it ends at fg', async () => {
    const where = scene();
    const session = await shell('bash', where);
    session.line(RUN);
    const vimtrace = await paged(session, where);
    await suspend(session);
    process.kill(vimtrace, 'SIGHUP');
    session.line('fg');
    await isOver(session, where, 'exited with 3');
  });

  test('while the pager is due in the background: it ends at fg', async () => {
    const where = scene();
    const session = await shell('bash', where);
    session.line(`${RUN} &`);
    await program(session, where);
    const vimtrace = await ours(session);
    letGo(where);
    await session.until('the job to stop', () => session.stopped());
    await listed(session, /Stopped/);
    process.kill(vimtrace, 'SIGHUP');
    session.line('fg');
    await isOver(session, where, 'exited with 3');
    expect(session.transcript).not.toContain('\x1b[?1049h');
  });
});
