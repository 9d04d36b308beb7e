/** SIGKILL for vimtrace while it traces: the tracer goes on, and its trace is left alone until the tracer has ended. */
import { utimesSync } from 'node:fs';
import { expect, test } from 'vitest';
import { place } from '../harness/place.ts';
import { tracerOf } from '../harness/proc.ts';
import { shell } from '../harness/shells.ts';
import { letGo, program, waitingProgram } from './faults.ts';
import { isAlive } from './gone.ts';
import { quit, recorded, run, spools } from './typing.ts';

const wide = { columns: 200, rows: 40 };

test.for([
  { has: 'nothing yet', tracer: 'strace -e trace=none -e signal=none', begun: '' },
  { has: 'something', tracer: 'strace', begun: 'execve(' },
])('the trace of an outliving tracer that has written $has is kept, once the tracer has ended', async ({
  tracer,
  begun,
}) => {
  const where = place({ VIMTRACE_PAGER: 'less' });
  waitingProgram(where);
  const session = await shell('bash', where, wide);
  session.line(`vimtrace ${tracer} sh program`);
  const strace = tracerOf(await program(session, where)) ?? 0;
  const [own = ''] = spools(where);
  const spool = `home/state/vimtrace/${own}`;
  await recorded(session, where);
  process.kill((await session.job()).pid, 'SIGKILL');
  await session.prompt();

  // Make the spool so old that a new run would remove it if nothing else protected it.
  utimesSync(`${where.directory}/${spool}`, 0, 0);
  await run(
    session,
    'vimtrace --list >list; vimtrace --forget --all 2>said; vimtrace --last >last',
  );
  session.line('VIMTRACE_KEEP=0 vimtrace strace true');
  await session.pager('execve(');
  await quit(session);
  expect(where.read('work/list')).toContain(`  running  ${tracer} sh program\n`);
  expect(where.read('work/said')).toContain('vimtrace: cannot remove @1: it is running; ');
  expect(where.read('work/last').slice(0, 7)).toBe(begun);
  expect(session.transcript).not.toContain('was kept');
  expect(isAlive(strace)).toBe(true);
  expect(where.read(`${spool}/trace`).slice(0, 7)).toBe(begun);
  expect(spools(where)).toEqual([own]);

  await letGo(where);
  await session.until('the tracer to end', () => !isAlive(strace));
  await run(session, 'vimtrace --list >list; vimtrace --last >last');
  expect(where.read('work/list')).toContain(`  cut short  ${tracer} sh program\n`);
  expect(where.read('work/last')).toContain('+++ exited with 3 +++');
  session.line('vimtrace strace true');
  await session.pager('execve(');
  await quit(session);
  expect(session.transcript).toContain(`vimtrace: a trace of ${tracer} sh program was kept;`);
});
