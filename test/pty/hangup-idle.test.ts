/** Processes that survive their terminal sleep: none loops on the end of a file or on an error (H6). */
import { describe, expect, test } from 'vitest';
import { type Place, place } from '../harness/place.ts';
import { type Process, ticksOf } from '../harness/proc.ts';
import type { Session } from '../harness/session.ts';
import { type ShellName, shell } from '../harness/shells.ts';
import { expectWhole } from '../harness/whole.ts';
import { anotherWorks, letGo, others, program, waitingProgram } from './faults.ts';
import { loseTerminal, over } from './gone.ts';
import { kept, recorded } from './typing.ts';

const roles = {
  vimtrace: /^node .*vimtrace/,
  'the monitor': /monitor\.sh/,
  'its guard': /guard\.sh/,
  'the tracer': /^strace /,
  'the program': /^sh program/,
} as const;
type Role = keyof typeof roles;

const roleOf = ({ command }: Process): Role | undefined =>
  (Object.keys(roles) as Role[]).find((role) => roles[role].test(command));

/** The clock ticks that each survivor has used, by role. */
const used = (session: Session): Readonly<Record<string, number>> =>
  Object.fromEntries(
    others(session).map((each) => [roleOf(each) ?? each.command, ticksOf(each.pid)]),
  );

async function allIdle(session: Session): Promise<void> {
  for (const { pid } of others(session)) await session.idle(pid);
}

/** Run `line`, and wait for all processes of the job: monitor and guard start while the program runs. */
async function started(session: Session, where: Place, line: string): Promise<void> {
  session.line(line);
  await program(session, where);
  const all = Object.keys(roles).toSorted().join();
  await session.until(
    'all of the job',
    () =>
      others(session)
        .map((each) => roleOf(each))
        .toSorted()
        .join() === all,
  );
  await recorded(session, where);
}

/** All survivors sleep while another process works, and then go on to their end. */
async function rest(session: Session, where: Place): Promise<void> {
  await allIdle(session);
  const before = used(session);
  expect(Object.keys(before).toSorted()).toEqual(Object.keys(roles).toSorted());
  anotherWorks();
  expect(used(session)).toEqual(before);
  await letGo(where);
  await over(session);
  expectWhole(kept(where), 'exited with 3');
}

const users = ['zsh', 'bash', 'fish', 'dash'] as const satisfies readonly ShellName[];

describe.for(users)('from %s, after the terminal was closed, all sleep', (user) => {
  test('in the foreground with --hangup=keep', async () => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    waitingProgram(where);
    const session = await shell(user, where);
    await started(session, where, 'vimtrace --hangup=keep strace sh program');
    await loseTerminal(session);
    await rest(session, where);
  });
});

test.for([
  'bash',
  'dash',
] as const)('from %s, after the terminal was closed, all sleep in the background with --hangup=keep', async (user) => {
  const where = place({ VIMTRACE_PAGER: 'less' });
  waitingProgram(where);
  const session = await shell(user, where);
  await started(session, where, 'vimtrace --hangup=keep strace sh program &');
  await loseTerminal(session);
  await rest(session, where);
});
