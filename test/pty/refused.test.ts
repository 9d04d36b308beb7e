/** A tracer that may not trace: the user sees its words, and then a hint to the doctor. */
import { describe, expect, test } from 'vitest';
import { type Place, place } from '../harness/place.ts';
import { shell } from '../harness/shells.ts';
import { start } from '../harness/start.ts';
import { refusing, wide } from './diagnosis.ts';
import { quit, spools, status } from './typing.ts';

const pointer =
  /vimtrace: cannot trace any program: ptrace is not permitted here; vimtrace --doctor/;

function withFilter(): Place {
  const where = place({ VIMTRACE_PAGER: 'less' });
  where.write('work/refusing', refusing);
  return where;
}

describe('if ptrace is not permitted', () => {
  test.for([
    { by: 'a seccomp filter', command: 'python3 refusing vimtrace strace true' },
    { by: 'a seccomp filter', command: 'python3 refusing vimtrace ltrace true' },
  ])('the hint follows the tracer’s words, and no pager opens: $command', async ({ command }) => {
    const where = withFilter();
    const session = await shell('bash', where, wide);
    session.line(command);
    await session.sees(pointer);
    await session.prompt();
    expect(session.transcript).toMatch(
      /PTRACE_TRACEME.*Operation not permitted[\s\S]*vimtrace --doctor/,
    );
    expect(session.transcript).not.toContain('+++ exited');
    expect(await status(session)).toBe(1);
    expect(spools(where)).toEqual([]);
  });

  test('the hint follows for strace -p', async () => {
    const target = start('cat', [], { stdin: 'pipe' });
    const session = await shell('bash', withFilter(), wide);
    session.line(`python3 refusing vimtrace strace -p ${target.pid}`);
    await session.sees(pointer);
    await session.prompt();
    expect(await status(session)).toBe(1);
  });
});

describe('if ptrace is permitted', () => {
  test.for([
    'strace ./none',
    'strace -p 999999999',
    'ltrace ./none',
  ])('there is no hint for %s', async (command) => {
    const session = await shell('bash', withFilter(), wide);
    session.line(`vimtrace ${command}`);
    expect(await status(session)).toBe(1);
    expect(session.transcript).not.toMatch(pointer);
  });

  test('a pager shows the short trace of a program that exits with 1', async () => {
    const session = await shell('bash', withFilter(), wide);
    session.line('vimtrace strace -e trace=none false');
    await session.pager('+++ exited with 1 +++');
    await quit(session);
    expect(await status(session)).toBe(1);
    expect(session.transcript).not.toMatch(pointer);
  });

  test.for([
    '--no-pager -o trace strace false',
    '--no-pager strace false',
    '-o trace strace -o mine false',
  ])('vimtrace %s runs strace once: exit status 1 is the program’s', async (command) => {
    const where = withFilter();
    const session = await shell('bash', where, wide);
    where.write('work/strace', '#!/bin/sh\necho run >>runs\nPATH=$OLD exec strace "$@"\n', 0o755);
    session.line('OLD=$PATH; export OLD; PATH=$PWD:$PATH');
    session.line(`vimtrace ${command}`);
    expect(await status(session)).toBe(1);
    expect(where.read('work/runs')).toBe('run\n');
  });
});
