/** The terminal goes away from a run that ignores hangups: tracer and program go on, the pager ends. */
import { describe, expect, test } from 'vitest';
import { type Place, place } from '../harness/place.ts';
import { areStopped } from '../harness/proc.ts';
import type { Session } from '../harness/session.ts';
import { type ShellName, shell } from '../harness/shells.ts';
import { expectWhole } from '../harness/whole.ts';
import { guarded, letGo, others, program, waitingProgram } from './faults.ts';
import { isAlive, loseTerminal, over } from './gone.ts';
import { kept, listed, spools } from './typing.ts';

const users = ['zsh', 'bash', 'fish', 'dash'] as const satisfies readonly ShellName[];
const ways = [
  { how: '--hangup=keep', line: 'vimtrace --hangup=keep --grace=0.2 strace sh program' },
  {
    how: 'SIGHUP ignored',
    line: `sh -c "trap '' HUP; exec vimtrace --grace=0.2 strace sh program"`,
  },
] as const;
const rows = users.flatMap((user) => ways.map((way) => ({ user, ...way })));

function scene(): Place {
  const where = place({ VIMTRACE_PAGER: 'less' });
  waitingProgram(where);
  return where;
}

/** Wait until the shell lists the stop: the kernel wakes no group that is orphaned during its stop (S15). */
const isStopped = (session: Session): Promise<void> => listed(session, /suspended|stopped/i);

async function suspend(session: Session): Promise<void> {
  session.type('\x1a');
  await session.prompt();
  await isStopped(session);
}

async function guardedAndSuspended(session: Session): Promise<void> {
  await guarded(session);
  await suspend(session);
}

/** No process is left, the trace is complete, and the record does not say that SIGHUP ended the program. */
async function isKept(session: Session, where: Place): Promise<void> {
  await over(session);
  expectWhole(kept(where), 'exited with 3');
  const [own = ''] = spools(where);
  expect(where.read(`home/state/vimtrace/${own}/record.json`)).not.toContain('ended by SIGHUP');
}

// bash is left out: it sends SIGTERM to stopped jobs as it exits.
const patient = rows.filter(({ user }) => user !== 'bash');
test.for(
  patient,
)('from $user with $how, tracer and program go on if the terminal is closed on a suspended job', async ({
  user,
  line,
}) => {
  const where = scene();
  const session = await shell(user, where);
  session.line(line);
  const traced = await program(session, where);
  session.type('\x1a');
  await session.prompt();
  await session.until('all of the job to stop', () => areStopped(others(session)));
  await isStopped(session);
  await loseTerminal(session);
  await session.until('all to go on', () =>
    others(session).every(({ state }) => !'Tt'.includes(state)),
  );
  expect(isAlive(traced)).toBe(true);
  await letGo(where);
  await isKept(session, where);
});

describe.for(rows)('from $user with $how, the trace is kept if the terminal is closed', ({
  user,
  line,
}) => {
  test.for([
    { when: 'in the pager', come: guarded },
    { when: 'while the pager is suspended', come: guardedAndSuspended },
  ])('$when', async ({ come }) => {
    const where = scene();
    const session = await shell(user, where);
    session.line(line);
    await program(session, where);
    await letGo(where);
    await come(session);
    await session.hangUp();
    await isKept(session, where);
  });

  test('while the pager is due in the background', async () => {
    const where = scene();
    const session = await shell(user, where);
    session.line(`${line} &`);
    await program(session, where);
    await letGo(where);
    await session.until('the job to stop', () => session.stopped());
    await isStopped(session);
    await session.hangUp();
    await isKept(session, where);
  });
});
