/** Large runs: ten thousand processes, a thousand processes at once, a trace of 300 MB. */
import { statSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { place } from '../harness/place.ts';
import { family, ticksOf } from '../harness/proc.ts';
import { shell } from '../harness/shells.ts';
import { letGo } from './faults.ts';
import { kept, quit, spools, status, times, trace } from './typing.ts';

test('the trace has each of ten thousand processes', async () => {
  const where = place({ VIMTRACE_PAGER: 'less' });
  where.write(
    'work/program',
    'wave() { for j in 0 1 2 3 4 5 6 7 8 9; do for k in 0 1 2 3 4 5 6 7 8 9; do (:) & done; done; wait; }\n' +
      'i=0; while [ $i -lt 100 ]; do i=$((i+1)); wave; done; exit 7',
  );
  const session = await shell('bash', where);
  session.line('vimtrace strace -f -e trace=none sh program');
  // strace takes longer than for any other trace.
  await vi.waitFor(() => expect(trace(where)).toMatch(/\+\+\+ exited with 7 \+\+\+\n$/), {
    timeout: 80_000,
    interval: 200,
  });
  await session.pager('+++ exited with 0 +++');
  const text = trace(where);
  expect(times(text, '+++ exited with 0 +++\n')).toBe(10_000);
  expect(times(text, '+++ exited with 7 +++\n')).toBe(1);
  await quit(session);
  expect(await status(session)).toBe(7);
});

test('a hangup ends a thousand processes, and the trace says so', async () => {
  const where = place({ VIMTRACE_PAGER: 'less' });
  where.write(
    'work/program',
    'mkfifo never; i=0; while [ $i -lt 1000 ]; do i=$((i+1)); (read -r x <never) & done; echo >started; wait',
  );
  const session = await shell('bash', where, { columns: 200, rows: 30 });
  // On a busy machine SIGHUP needs longer than the usual grace period to end a thousand processes.
  session.line('vimtrace --grace=20 strace -f -e trace=none sh program');
  await session.until('all of them', () => where.list('work').includes('started'));
  process.kill((await session.job()).pid, 'SIGHUP');
  await session.sees('vimtrace: the trace is kept in ');
  await session.prompt();
  expect(times(kept(where), '+++ killed by SIGHUP +++\n')).toBe(1001);
  expect(family(session.pid).filter(({ state }) => state !== 'Z').length).toBe(1);
});

test('the trace has three hundred megabytes, and vimtrace spends no time on them', async () => {
  const where = place({ VIMTRACE_PAGER: 'less' });
  const session = await shell('bash', where);
  where.write(
    'work/program',
    'yes "a line of the trace" | head -c 300000000; echo the end; mkfifo gate; echo >done; read -r word <>gate',
  );
  session.line('vimtrace sh program');
  await session.until('all of it', () => where.list('work').includes('done'));
  const [name = ''] = spools(where);
  expect(statSync(`${where.directory}/home/state/vimtrace/${name}/trace`).size).toBe(300_000_008);
  const { pid } = await session.job();
  // The start alone takes some ten clock ticks.
  expect(ticksOf(pid)).toBeLessThan(50);
  await letGo(where);
  await session.pager('a line of the trace');
  session.type('G');
  await session.sees('the end');
  await quit(session);
});
