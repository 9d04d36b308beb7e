/** A limit for the size of files (ulimit -f) truncates the trace, and ends neither tracer nor program. */
import { expect, test } from 'vitest';
import { place } from '../harness/place.ts';
import { shell } from '../harness/shells.ts';
import { quit, run, spools, status, trace } from './typing.ts';

const wide = { columns: 200, rows: 40 };
/** 10 KiB, and 0. */
const LIMIT = 10_240;
const said =
  /^vimtrace: cannot complete the trace: a file may have 10\.0 KiB here \(ulimit -f\), and .*\/trace is truncated; raise the limit/;
const many = 'i=0; while [ $i -lt 3000 ]; do i=$((i+1)); echo "line $i of many"; done';

test.for([
  { how: 'of strace', line: 'strace sh many', text: 'execve(' },
  { how: 'of ltrace', line: 'ltrace -S -e nothing sh many', text: 'SYS_' },
  { how: 'that the command prints', line: 'sh many', text: 'line 1 ' },
])('the trace $how is truncated, and the run goes on to its own end', async ({ line, text }) => {
  const where = place({ VIMTRACE_PAGER: 'less' });
  const output = line === 'sh many' ? '' : ' >/dev/null';
  where.write('work/many', `{ ${many}; }${output}; echo done >end; exit 3\n`);
  const session = await shell('bash', where, wide);
  await run(session, `ulimit -S -f ${LIMIT / 1024}`);
  session.line(`clear; vimtrace ${line}`);
  await session.pager(text);
  expect(trace(where).length).toBe(LIMIT);
  await quit(session);
  await session.sees(said);
  if (!line.startsWith('ltrace')) expect(await status(session)).toBe(3);
  expect(where.read('work/end')).toBe('done\n');
  expect(spools(where)).toEqual([]);
});

test('the program of strace has the limit and the signals that it has without vimtrace', async () => {
  const where = place({ VIMTRACE_PAGER: 'less' });
  where.write(
    'work/facts',
    'grep -E "Max file size" /proc/self/limits; grep -E "Sig(Blk|Ign|Cgt)" /proc/self/status',
  );
  const session = await shell('bash', where, wide);
  await run(session, 'ulimit -f 10; strace -o /dev/null sh facts >alone');
  session.line('clear; vimtrace strace -e trace=execve sh facts >within');
  await session.pager('execve(');
  await quit(session);
  const facts = (name: string): string => where.read(`work/${name}`);
  expect(facts('within')).toBe(facts('alone'));
  session.line('clear; vimtrace strace -e trace=none sh -c "exec yes >big"; echo "code:$?:"');
  await session.pager('+++ killed by SIGXFSZ');
  await quit(session);
  await session.sees('code:153:');
});

test('a ^C ends the program, and its trace is complete', async () => {
  const where = place({ VIMTRACE_PAGER: 'less' });
  const session = await shell('bash', where, wide);
  await run(session, 'ulimit -f 1000');
  session.line('clear; vimtrace strace -e trace=execve sh -c "echo started; exec sleep 1000"');
  await session.sees(/^started/);
  await session.until('the second execve', () => trace(where).includes('sleep'));
  session.type('\x03');
  await session.pager('+++ killed by SIGINT +++');
  await quit(session);
  expect(await status(session)).toBe(130);
  expect(session.transcript).not.toContain('truncated');
});

test('a trace in a file of --output is truncated too', async () => {
  const where = place({ VIMTRACE_PAGER: 'less' });
  const session = await shell('bash', where, wide);
  where.write('work/many', many);
  await run(session, 'ulimit -f 10');
  session.line(`clear; vimtrace -o "it's mine" strace sh many >/dev/null`);
  await session.pager('execve(');
  await quit(session);
  await session.sees(/a file may have 10\.0 KiB here \(ulimit -f\), and .*it's mine is truncated/);
  expect(where.read("work/it's mine").length).toBe(LIMIT);
});

test('with a limit of 0 there is no trace, and vimtrace says why', async () => {
  const where = place({ VIMTRACE_PAGER: 'less' });
  const session = await shell('bash', where, wide);
  await run(session, 'ulimit -f 0');
  session.line('clear; vimtrace strace true');
  await session.sees(/a file may have 0 bytes here \(ulimit -f\)/);
  expect(await status(session)).toBe(0);
});
