/** ^\ from the keyboard arrives once. A signal to vimtrace alone has the effect that it has on strace alone. */
import { expect, test } from 'vitest';
import { type Place, place } from '../harness/place.ts';
import type { Session } from '../harness/session.ts';
import { type ShellName, shell, statusOf } from '../harness/shells.ts';
import { guarded, letGo, others, program } from './faults.ts';
import { quit, status, times, trace } from './typing.ts';

const users = ['zsh', 'bash', 'fish', 'dash'] as const satisfies readonly ShellName[];

/** Make work/program: it notes each signal `name`, until `letGo`. */
function countingProgram(where: Place, name: string): void {
  where.write('work/heard', '');
  where.write(
    'work/program',
    `mkfifo gate
exec 3<>gate
trap 'echo ${name} >>heard' ${name}
echo $$ >pid
until read -r word <&3; do :; done
exit 3
`,
  );
}

const heard = (session: Session, where: Place): Promise<boolean> =>
  session.until('the signal', () => where.read('work/heard') !== '');

test.for(users)('^\\ while tracing reaches the program once, in %s', async (user) => {
  const where = place({ VIMTRACE_PAGER: 'less' });
  countingProgram(where, 'QUIT');
  const session = await shell(user, where);
  session.line('vimtrace strace sh program');
  await program(session, where);
  session.type('\x1c');
  await heard(session, where);
  await letGo(where);
  await guarded(session);
  expect(where.read('work/heard')).toBe('QUIT\n');
  expect(times(trace(where), '--- SIGQUIT {')).toBe(1);
  await quit(session);
  expect(await status(session, statusOf(user))).toBe(3);
});

test.for([
  { name: 'USR1', code: 138 },
  { name: 'USR2', code: 140 },
] as const)('SIG$name for vimtrace ends strace, as it ends strace alone', async ({
  name,
  code,
}) => {
  const where = place({ VIMTRACE_PAGER: 'less' });
  countingProgram(where, name);
  const session = await shell('bash', where);
  session.line('vimtrace strace sh program');
  const pid = await program(session, where);
  process.kill((await session.job()).pid, `SIG${name}`);
  await guarded(session);
  await quit(session);
  expect(await status(session)).toBe(code);
  expect(others(session).map((each) => each.pid)).toEqual([pid]);
  await letGo(where);
  await session.until('the program to end', () => others(session).length === 0);
  expect(where.read('work/heard')).toBe('');
});
