/** vimtrace dies of SIGHUP, whoever sends it: a parent that survives the hangup notes that. */
import { describe, expect, test } from 'vitest';
import { type Monitor, monitoredBy, type Place, place } from '../harness/place.ts';
import type { Session } from '../harness/session.ts';
import { type ShellName, shell } from '../harness/shells.ts';
import { expectWhole } from '../harness/whole.ts';
import { guarded, letGo, others, program, waitingProgram } from './faults.ts';
import { over } from './gone.ts';
import { kept, listed } from './typing.ts';

const shells = ['zsh', 'bash', 'fish', 'dash', 'mksh'] as const satisfies readonly ShellName[];
const monitors: readonly Monitor[] = ['dash', 'bash', 'busybox'];
/** wait(2) tells a signal from an exit. The parent catches SIGHUP, so that its child has the default action. */
const PARENT = `$SIG{HUP} = sub {};
system(@ARGV);
open my $f, '>', 'ended';
printf $f "signal %d, exit %d\\n", $? & 127, $? >> 8;
`;
const HUNG_UP = 'signal 1, exit 0\n';
const RUN = 'perl parent.pl vimtrace --grace=1 strace sh program';

function scene(env: Readonly<Record<string, string>> = {}): Place {
  const where = place({ VIMTRACE_PAGER: 'less', ...env });
  waitingProgram(where);
  where.write('work/parent.pl', PARENT);
  return where;
}

/** Wait until the parent has noted how vimtrace ended, and return the note. */
const ended = (session: Session, where: Place): Promise<string> =>
  session.until('the end that the parent saw', () => {
    const file = 'ended';
    return where.list('work').includes(file) && where.read(`work/${file}`).endsWith('\n')
      ? where.read(`work/${file}`)
      : undefined;
  });

/** Trace the program to its end, wait for the pager, and return vimtrace's pid. */
async function paged(session: Session, where: Place): Promise<number> {
  await program(session, where);
  await letGo(where);
  const { pid } = await session.job();
  return (await guarded(session, 'execve(', pid)).job.pid;
}

async function suspend(session: Session): Promise<void> {
  session.type('\x1a');
  await session.prompt();
  await listed(session, /stopped|suspended/i);
}

test.for(
  shells,
)('vimtrace dies of SIGHUP if the terminal is closed while tracing, from %s', async (user) => {
  const where = scene();
  const session = await shell(user, where);
  session.line(RUN);
  await program(session, where);
  await session.hangUp();
  expect(await ended(session, where)).toBe(HUNG_UP);
  await over(session);
  expectWhole(kept(where), 'killed by SIGHUP');
});

describe.for(shells)('from %s, vimtrace dies of SIGHUP', (user) => {
  test.for(monitors)('if the terminal is closed in the pager, monitored by %s', async (monitor) => {
    const where = scene(monitoredBy(monitor));
    const session = await shell(user, where);
    session.line(RUN);
    await paged(session, where);
    await session.hangUp();
    expect(await ended(session, where)).toBe(HUNG_UP);
    await over(session);
    expectWhole(kept(where), 'exited with 3');
  });
});

describe('SIGHUP for vimtrace alone ends vimtrace', () => {
  /** The pid of vimtrace, its parent's only child. */
  async function ours(session: Session): Promise<number> {
    const { pid } = await session.job();
    return (await session.job(pid)).pid;
  }

  /** vimtrace died of SIGHUP, the shell goes on, no other process is left, and the trace ends with `end`. */
  async function isOver(session: Session, where: Place, end: string): Promise<void> {
    expect(await ended(session, where)).toBe(HUNG_UP);
    await session.sees('vimtrace: the trace is kept in ');
    await session.until('the job to be over', () => others(session).length === 0);
    expectWhole(kept(where), end);
  }

  test('while tracing', async () => {
    const where = scene();
    const session = await shell('bash', where);
    session.line(RUN);
    await program(session, where);
    process.kill(await ours(session), 'SIGHUP');
    await isOver(session, where, 'killed by SIGHUP');
  });

  test('at fg, if all was stopped', async () => {
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

  test('at fg, if the pager was suspended', async () => {
    const where = scene();
    const session = await shell('bash', where);
    session.line(RUN);
    const vimtrace = await paged(session, where);
    await suspend(session);
    process.kill(vimtrace, 'SIGHUP');
    session.line('fg');
    await isOver(session, where, 'exited with 3');
  });

  test('at fg, if the pager was due in the background', async () => {
    const where = scene();
    const session = await shell('bash', where);
    session.line(`${RUN} &`);
    await program(session, where);
    const vimtrace = await ours(session);
    await letGo(where);
    await session.until('the job to stop', () => session.stopped());
    await listed(session, /Stopped/);
    process.kill(vimtrace, 'SIGHUP');
    session.line('fg');
    await isOver(session, where, 'exited with 3');
    expect(session.transcript).not.toContain('\x1b[?1049h');
  });
});
