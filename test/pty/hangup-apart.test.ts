/** The terminal goes away from a background job. A disowned job gets no signal. */
import { describe, expect, test } from 'vitest';
import { type Place, place } from '../harness/place.ts';
import { processOf } from '../harness/proc.ts';
import type { Session } from '../harness/session.ts';
import { type ShellName, shell } from '../harness/shells.ts';
import { expectWhole } from '../harness/whole.ts';
import { letGo, program, waitingProgram } from './faults.ts';
import { isAlive, loseTerminal, over } from './gone.ts';
import { kept } from './typing.ts';

type Role = 'vimtrace' | 'the tracer' | 'the program';

/** Trace a program in the background by `line`, until the program waits; return the pids. */
async function inBackground(session: Session, where: Place, line: string) {
  waitingProgram(where);
  session.line(line);
  const traced = await program(session, where);
  const tracer = processOf(traced)?.parent ?? 0;
  const vimtrace = processOf(tracer)?.parent ?? 0;
  const pids: Readonly<Record<Role, number>> = {
    vimtrace,
    'the tracer': tracer,
    'the program': traced,
  };
  return pids;
}

const alive = (pids: Readonly<Record<Role, number>>): readonly string[] =>
  Object.entries(pids).flatMap(([role, pid]) => (isAlive(pid) ? role : []));

/** All processes go on without the terminal, and the trace is kept to its last line. */
async function goesOn(
  session: Session,
  where: Place,
  pids: Readonly<Record<Role, number>>,
): Promise<void> {
  await loseTerminal(session);
  expect(alive(pids)).toEqual(['vimtrace', 'the tracer', 'the program']);
  // The program reads its gate, and no signal came before.
  await letGo(where);
  await over(session);
  expectWhole(kept(where), 'exited with 3');
  expect(kept(where)).not.toContain('--- SIGHUP');
}

const LINE = 'vimtrace --grace=0.2 strace sh program';

describe('a disowned job goes on', () => {
  test.for([
    { user: 'bash', line: `${LINE} & disown` },
    { user: 'zsh', line: `${LINE} &!` },
    { user: 'zsh', line: `${LINE} & disown` },
    { user: 'fish', line: `${LINE} & disown` },
  ] as const)('in $user, by $line', async ({ user, line }) => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    const session = await shell(user, where);
    await goesOn(session, where, await inBackground(session, where, line));
  });
});

describe('a job in the background', () => {
  test.for([
    'zsh',
    'bash',
    'fish',
  ] as const satisfies readonly ShellName[])('of %s gets SIGHUP and ends', async (user) => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    const session = await shell(user, where);
    await inBackground(session, where, `${LINE} &`);
    await session.hangUp();
    await over(session);
    expectWhole(kept(where), 'killed by SIGHUP');
  });

  test.for([
    'dash',
    'mksh',
  ] as const satisfies readonly ShellName[])('of %s gets no signal and goes on', async (user) => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    const session = await shell(user, where);
    await goesOn(session, where, await inBackground(session, where, `${LINE} &`));
  });
});
