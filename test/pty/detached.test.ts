/** Tracers and programs that put themselves into the background: the trace ends with its last writer. */
import { describe, expect, test } from 'vitest';
import { type Place, place } from '../harness/place.ts';
import type { Process } from '../harness/proc.ts';
import type { Session } from '../harness/session.ts';
import { shell, shellNames } from '../harness/shells.ts';
import { letGo, modes, others, unharmed } from './faults.ts';
import { loseTerminal, over } from './gone.ts';
import { inState, kept, quit, run, trace } from './typing.ts';

const detached = `vimtrace strace -D -f sh -c 'read -r _ <gate & echo started'`;
/** The same, but the first process ends only after strace has seen the second one (T14). */
const seen = `vimtrace strace -D -f sh -c '(echo >begun; read -r _ <gate) & read -r _ <begun; echo started'`;

/** Wait until strace alone is left, with a traced process that waits for `letGo`; returns strace. */
async function alone(session: Session): Promise<Process> {
  const vimtrace = (await session.job()).pid;
  await session.sees(/^started/);
  const strace = await session.until('strace', () =>
    others(session).find(({ command }) => command.startsWith('strace ')),
  );
  await session.until('the program to have ended', () => {
    const programs = others(session).filter(({ command }) => /^sh -c (read|\(echo) /.test(command));
    return programs.length === 1 && programs[0]?.parent !== vimtrace;
  });
  await session.idle(strace.pid);
  return strace;
}

const hasEnded = (where: Place): boolean =>
  where.list('').includes('journal') && where.read('journal').includes('"type":"tracerEnded"');

describe.for(shellNames)('in %s', (user) => {
  test('strace -D: the pager opens when strace has ended, and its trace is whole', async () => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    const session = await shell(user, where);
    const before = await modes(session, where);
    await run(session, 'mkfifo gate; clear');
    session.line(detached);
    await alone(session);
    expect(hasEnded(where)).toBe(false);
    await letGo(where);
    await session.pager('execve(');
    expect(trace(where)).toMatch(/^\d+ +execve\(/);
    expect(trace(where)).toMatch(/ \+\+\+ exited with 0 \+\+\+\n$/);
    await quit(session);
    expect(inState(where)).toEqual([]);
    await unharmed(session, where, before);
  });
});

test('strace -D, where the size of files is limited: the pager opens when strace has ended, although cat writes', async () => {
  const where = place({ VIMTRACE_PAGER: 'less' });
  const session = await shell('bash', where);
  await run(session, 'mkfifo gate begun; ulimit -f 20000; clear');
  session.line(seen);
  await alone(session);
  expect(hasEnded(where)).toBe(false);
  await letGo(where);
  await session.pager('execve(');
  await session.until('cat to have ended', () =>
    others(session).every(({ command }) => !/^cat|trap/.test(command)),
  );
  expect(trace(where)).toMatch(/ \+\+\+ exited with 0 \+\+\+\n$/);
  await quit(session);
  expect(inState(where)).toEqual([]);
});

test('strace -D -c: the summary is shown', async () => {
  const where = place({ VIMTRACE_PAGER: 'less' });
  const session = await shell('bash', where);
  session.line('vimtrace strace -D -c ls /usr/bin >/dev/null');
  await session.pager(/ total$/);
  await quit(session);
});

test('a hangup ends strace -D and what it traces, and the trace is kept', async () => {
  const where = place({ VIMTRACE_PAGER: 'less' });
  const session = await shell('bash', where);
  await run(session, 'mkfifo gate; clear');
  session.line(detached);
  await alone(session);
  await loseTerminal(session);
  await over(session);
  expect(kept(where)).toContain('SIGHUP');
});

test('a program that goes on after the pager keeps its file, which is announced and kept', async () => {
  const where = place({ VIMTRACE_PAGER: 'less' });
  const session = await shell('bash', where, { columns: 200, rows: 30 });
  await run(session, 'mkfifo gate; clear');
  session.line(`vimtrace sh -c '(read -r _; echo late) <gate & echo now'`);
  await session.pager('now');
  await quit(session);
  await session.sees(
    /^vimtrace: a process still writes the trace in \S+; vimtrace --last opens it$/,
  );
  expect(session.transcript).not.toContain('the tracer goes on');
  expect(kept(where)).toBe('now\n');
  await letGo(where);
  await session.until('the rest', () => kept(where) === 'now\nlate\n');
});
