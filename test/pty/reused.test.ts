/** The number of a process that has ended, and is another's by now. */
import { mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { place } from '../harness/place.ts';
import { shell } from '../harness/shells.ts';
import { quit, run } from './typing.ts';

const wide = { columns: 200, rows: 40 };

test('that of a vimtrace whose trace was left behind: the trace is kept, not being written', async () => {
  const where = place({ VIMTRACE_PAGER: 'less' });
  const session = await shell('bash', where, wide);
  // Ours is a process that lives, and is no vimtrace that began with the boot.
  const left = `${where.directory}/home/state/vimtrace/${process.pid}-abcdef`;
  mkdirSync(left, { recursive: true, mode: 0o700 });
  writeFileSync(`${left}/trace`, 'execve("/bin/true") = 0\n');
  const record = {
    command: ['strace', 'true'],
    directory: '/',
    time: 1,
    pid: process.pid,
    birth: 1,
  };
  writeFileSync(`${left}/record.json`, JSON.stringify(record));
  await run(session, 'vimtrace --list >list');
  expect(where.read('work/list')).toMatch(/cut short: strace true\n/);
  await run(session, 'vimtrace --forget; vimtrace --list >list');
  expect(where.read('work/list')).toBe('');
  expect(where.list('home/state/vimtrace')).toEqual([]);
});

test('that of a vimtrace that was killed before its record: the trace is listed, and after it is announced too', async () => {
  const where = place({ VIMTRACE_PAGER: 'less' });
  const session = await shell('bash', where, wide);
  // The shell's is a number that is taken for as long as the test goes on.
  const left = `${where.directory}/home/state/vimtrace/${session.pid}-abcdef`;
  mkdirSync(left, { recursive: true, mode: 0o700 });
  writeFileSync(`${left}/trace`, 'execve("/bin/true") = 0\n');
  utimesSync(left, 0, 0);
  const isListed = async (): Promise<void> => {
    await run(session, 'vimtrace --list >list; vimtrace --last --no-pager >last');
    expect(where.read('work/list')).toMatch(/^1970-01-01 .* cut short: an unknown command\n/);
    expect(where.read('work/last')).toBe('execve("/bin/true") = 0\n');
  };
  await isListed();
  session.line('vimtrace strace true');
  await session.pager('execve(');
  await quit(session);
  expect(session.transcript).toContain('vimtrace: a trace of an unknown command was kept;');
  await isListed();
  // For other hosts too, which cannot see whether it is over.
  expect(JSON.parse(readFileSync(`${left}/record.json`, 'utf8'))).toMatchObject({
    end: 'cut short',
  });
});
