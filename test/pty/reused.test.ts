/** A pid in the state directory that now belongs to another process. */
import { mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { place } from '../harness/place.ts';
import { shell } from '../harness/shells.ts';
import { quit, run } from './typing.ts';

const wide = { columns: 200, rows: 40 };

test('a left trace is listed as ended although its pid is in use', async () => {
  const where = place({ VIMTRACE_PAGER: 'less' });
  const session = await shell('bash', where, wide);
  // This test's process lives, and its birth differs from the birth in the record.
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
  expect(where.read('work/list')).toMatch(/cut short {2}strace true {2}in \/\n/);
  await run(session, 'vimtrace --forget --all; vimtrace --list >list');
  expect(where.read('work/list')).toBe('');
  expect(where.list('home/state/vimtrace')).toEqual([]);
});

test('a left trace without a record is listed and announced although its pid is in use', async () => {
  const where = place({ VIMTRACE_PAGER: 'less' });
  const session = await shell('bash', where, wide);
  // The shell's pid is in use for as long as the test runs.
  const left = `${where.directory}/home/state/vimtrace/${session.pid}-abcdef`;
  mkdirSync(left, { recursive: true, mode: 0o700 });
  writeFileSync(`${left}/trace`, 'execve("/bin/true") = 0\n');
  utimesSync(left, 0, 0);
  const isListed = async (name: string): Promise<void> => {
    await run(session, `vimtrace --list >list; vimtrace --open ${name} >last`);
    expect(where.read('work/list')).toMatch(
      new RegExp(`^${name} .*  24 B  cut short  +an unknown command\n`, 'm'),
    );
    expect(where.read('work/last')).toBe('execve("/bin/true") = 0\n');
  };
  await isListed('@1');
  session.line('vimtrace strace true');
  await session.pager('execve(');
  await quit(session);
  expect(session.transcript).toContain('vimtrace: a trace of an unknown command was kept;');
  await isListed('@2');
  // Other hosts cannot see whether the process lives, so the record says that the run is over.
  expect(JSON.parse(readFileSync(`${left}/record.json`, 'utf8'))).toMatchObject({
    end: 'cut short',
  });
});
