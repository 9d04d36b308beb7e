/** What tests of faults share: a program that waits for `letGo`, and the checks that must hold afterwards. */
import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { expect, vi } from 'vitest';
import { outputOf } from '../harness/command.ts';
import type { Place } from '../harness/place.ts';
import { childrenOf, family, hasReaped, type Process, processOf } from '../harness/proc.ts';
import { type Job, PATIENCE, type Session } from '../harness/session.ts';
import { run } from './typing.ts';

/** Make work/program: it writes its pid to work/pid, sleeps until `letGo`, and exits with 3. */
export function waitingProgram(where: Place): void {
  where.write('work/program', 'mkfifo gate\necho $$ >pid\nread -r word <>gate\nexit 3\n');
}

/** Wait until the program sleeps, and return its pid. */
export async function program(session: Session, where: Place): Promise<number> {
  const pid = await session.until('the program to have started', () => {
    const found = where.list('work').includes('pid') ? Number(where.read('work/pid')) : 0;
    return found > 0 && found;
  });
  await session.idle(pid);
  return pid;
}

/** Write a line into the program's gate. */
export async function letGo(where: Place, name = 'gate'): Promise<void> {
  // With O_NONBLOCK, open(2) fails until the program has opened the gate: an earlier line would be lost.
  const gate = await vi.waitFor(
    () => openSync(`${where.directory}/work/${name}`, constants.O_WRONLY | constants.O_NONBLOCK),
    { timeout: PATIENCE, interval: 10 },
  );
  writeSync(gate, 'go\n');
  closeSync(gate);
}

/** Another process counts for a while: a survivor that loops would use clock ticks meanwhile. */
export function anotherWorks(): void {
  outputOf('dash', ['-c', 'i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done']);
}

/** The terminal's modes, as a child of the shell finds them. */
export async function modes(session: Session, where: Place): Promise<string> {
  await run(session, 'stty -g >modes; clear');
  return where.read('work/modes');
}

/**
 * The modes in work/after are those in work/before, and the shell has the terminal. The command line in
 * which vimtrace ends also writes work/after: the terminal's late answers to a pager may stand at the next prompt (P5).
 */
export async function restored(session: Session, where: Place): Promise<void> {
  await session.until(
    'the modes',
    () => where.list('work').includes('after') && where.read('work/after') !== '',
  );
  expect(where.read('work/after')).toBe(where.read('work/before'));
  await session.until(
    'the terminal to be the shell’s',
    () => processOf(session.pid)?.foreground === session.pid,
  );
}

/** The live processes of the session, without its shell. */
export const others = (session: Session): readonly Process[] =>
  family(session.pid).filter(({ pid, state }) => pid !== session.pid && !'ZX'.includes(state));

/** The shell has the terminal in its old modes, no other process is left, and the shell is idle. */
export async function unharmed(session: Session, where: Place, before: string): Promise<void> {
  await session.prompt();
  await session.until('the job to be over', () => others(session).length === 0);
  expect(await modes(session, where)).toBe(before);
  expect(processOf(session.pid)?.foreground).toBe(session.pid);
  await session.idle(session.pid);
}

/** Wait until the pager waits for a key and the guard knows its modes. */
export async function guarded(
  session: Session,
  text: string | RegExp = 'execve(',
  parent?: number,
): Promise<Job & { readonly guard: Process }> {
  const shown = await session.pager(text, parent);
  const guard = await session.until('the guard', () =>
    // The guard knows the pager's modes once it has waited for its stty.
    childrenOf(shown.job.pid).find(
      ({ pid, command }) => command.includes('guard.sh') && hasReaped(pid),
    ),
  );
  await session.idle(shown.pager.pid);
  return { ...shown, guard };
}

export async function stop(session: Session, pid: number): Promise<void> {
  process.kill(pid, 'SIGSTOP');
  await session.until('the stop', () => 'Tt'.includes(processOf(pid)?.state ?? '-'));
}

export async function goOn(session: Session, pid: number): Promise<void> {
  process.kill(pid, 'SIGCONT');
  await session.idle(pid);
}

/** less obeys ^Z, fg and its keys; the traced program exited with 3. */
export async function obeys(session: Session): Promise<void> {
  session.type('\x1a');
  await session.prompt();
  session.line('fg');
  const { pager } = await session.pager('execve(');
  await session.idle(pager.pid);
  session.type('G');
  await session.sees('+++ exited with 3 +++');
  session.type('g');
  await session.sees('execve(');
  await session.idle(pager.pid);
}
