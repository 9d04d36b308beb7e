/** --diff: two traces side by side in vim and nvim, as one text elsewhere, and a run that is compared with a trace. */
import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { outcome } from '../harness/command.ts';
import { type Place, place } from '../harness/place.ts';
import { processOf } from '../harness/proc.ts';
import { shell } from '../harness/shells.ts';
import { quit, resumed, run, status } from './typing.ts';

const wide = { columns: 160, rows: 40 };

const lines = (pid: number, address: string, ...result: readonly string[]): string =>
  [
    `execve("/bin/app", ["app"], ${address} /* 9 vars */) = 0`,
    `mmap(NULL, 8192, PROT_READ, MAP_PRIVATE, -1, 0) = ${address}`,
    `getpid() = ${pid}`,
    ...result,
    'exit_group(0) = ?',
    '+++ exited with 0 +++',
  ]
    .map((line) => `${pid} ${line}\n`)
    .join('');

const good = lines(4711, '0x7f0011223344', 'openat(AT_FDCWD, "/etc/app.conf", O_RDONLY) = 3');
const bad = lines(
  4800,
  '0x7f5566778899',
  'openat(AT_FDCWD, "/etc/app.conf", O_RDONLY) = -1 ENOENT (No such file or directory)',
);

function withTraces(): Place {
  const where = place();
  where.write('work/good', good);
  where.write(
    'work/again',
    lines(99, '0x7fffffffff00', 'openat(AT_FDCWD, "/etc/app.conf", O_RDONLY) = 3'),
  );
  where.write('work/bad', bad);
  return where;
}

const unified = `--- good
+++ bad
@@ -1,6 +1,6 @@ good:1 bad:1
 P1 execve("/bin/app", ["app"], ADDR /* 9 vars */) = 0
 P1 mmap(NULL, 8192, PROT_READ, MAP_PRIVATE, -1, 0) = ADDR
 P1 getpid() = P1
-P1 openat(AT_FDCWD, "/etc/app.conf", O_RDONLY) = 3
+P1 openat(AT_FDCWD, "/etc/app.conf", O_RDONLY) = -1 ENOENT (No such file or directory)
 P1 exit_group(0) = ?
 P1 +++ exited with 0 +++
`;

/** Nothing is left of the texts that were compared. */
const isClean = (where: Place): void => expect(readdirSync(`${where.directory}/tmp`)).toEqual([]);

describe('--diff without a terminal', () => {
  test('prints what diff -u says, with the lines of the traces, and exits with 1', () => {
    const where = withTraces();
    expect(outcome(where, 'vimtrace', ['--diff', 'good', 'bad'])).toMatchObject({
      status: 1,
      stdout: unified,
      stderr: '',
    });
    isClean(where);
  });

  test('prints nothing and exits with 0 if two runs differ by chance alone', () => {
    const where = withTraces();
    expect(outcome(where, 'vimtrace', ['--diff', 'good', 'again'])).toMatchObject({
      status: 0,
      stdout: '',
      stderr: '',
    });
    isClean(where);
  });

  test('reads standard input as -', () => {
    const where = withTraces();
    const { stdout } = outcome(where, 'vimtrace', ['--diff', 'good', '-'], { input: bad });
    expect(stdout).toBe(
      unified.replace('+++ bad', '+++ standard input').replace('bad:1', 'standard input:1'),
    );
  });

  test.for([
    ['a file that is missing', ['nothing', 'good'], /^vimtrace: cannot read nothing: no such file/],
    ['a directory', ['.', 'good'], /^vimtrace: cannot read \.: it has no file NAME\.PID/],
    [
      'a number without a trace',
      ['@1', 'good'],
      /^vimtrace: cannot (read @1|open the newest trace): /,
    ],
    ['an empty file', ['good', 'empty'], /^vimtrace: cannot read empty: nothing is in it;/],
    [
      'a file that is no trace',
      ['words', 'good'],
      /^vimtrace: cannot read words: no line of it is from strace/,
    ],
  ] as const)('exits with 125 for %s', ([, names, says]) => {
    const where = withTraces();
    where.write('work/empty', '');
    where.write('work/words', 'no trace\n');
    const { status, stdout, stderr } = outcome(where, 'vimtrace', ['--diff', ...names]);
    expect([status, stdout]).toEqual([125, '']);
    expect(stderr).toMatch(says);
    expect(stderr.match(/\n/g)).toHaveLength(1);
    isClean(where);
  });

  test('compares a trace that is cut, says so and exits with 125', () => {
    const where = withTraces();
    where.write('work/cut', bad.slice(0, -10));
    const { status, stdout, stderr } = outcome(where, 'vimtrace', ['--diff', 'good', 'cut']);
    expect(status).toBe(125);
    expect(stdout).toContain('ENOENT');
    expect(stderr).toMatch(/^vimtrace: cannot read cut: it ends in the middle of line 6;/);
  });

  test('leaves nothing behind if the reader goes, as head does', () => {
    const where = withTraces();
    where.write('work/long', good + bad.repeat(9000));
    const head = 'vimtrace --diff good long | head -n 1';
    expect(outcome(where, 'sh', ['-c', head]).stdout).toBe('--- good\n');
    isClean(where);
  });

  test('says which directory cannot be written to', () => {
    const where = withTraces();
    const env = { TMPDIR: '/nothing' };
    const { status, stderr } = outcome(where, 'vimtrace', ['--diff', 'good', 'bad'], { env });
    expect(status).toBe(125);
    expect(stderr).toMatch(
      /^vimtrace: cannot write to \/nothing: no such file or directory; set TMPDIR/,
    );
  });

  test('says what to install if there is no diff', () => {
    const where = withTraces();
    where.write('work/alone', '#!/bin/sh\nPATH=$1 exec "$2" --diff good bad\n', 0o755);
    const found = outcome(where, 'sh', [
      '-c',
      'command -v vimtrace; command -v node; command -v stty',
    ]);
    const [vimtrace = '', node = '', stty = ''] = found.stdout.trim().split('\n');
    outcome(where, 'sh', [
      '-c',
      `mkdir bin; ln -s ${node} ${stty} bin; ln -s /bin/cat /bin/env bin`,
    ]);
    const { status, stderr } = outcome(where, '/bin/sh', [
      'alone',
      `${where.directory}/work/bin`,
      vimtrace,
    ]);
    expect([status, stderr]).toEqual([
      125,
      'vimtrace: cannot compare good with bad: diff is not found; install diffutils\n',
    ]);
    isClean(where);
  });
});

describe('--diff=TRACE TRACER without a terminal', () => {
  test('runs the tracer, keeps its trace, and prints what differs', () => {
    const where = withTraces();
    const words = ['strace', '-e', 'trace=exit_group', 'sh', '-c', 'echo out; exit 3'];
    outcome(where, 'strace', ['-e', 'trace=exit_group', '-o', 'old', 'sh', '-c', 'exit 0']);
    const { status, stdout } = outcome(where, 'vimtrace', ['--diff=old', ...words]);
    expect(status).toBe(1);
    expect(stdout).toMatch(
      /^out\n--- old\n\+\+\+ @1 strace -e trace=exit_group sh -c 'echo out; exit 3'\n@@ /,
    );
    expect(stdout).toContain('\n-P1 exit_group(0) = ?\n');
    expect(stdout).toContain('\n+P1 exit_group(3) = ?\n');
    // The trace is @1 now, and the one before is @2.
    const again = outcome(where, 'vimtrace', ['--diff=@1', ...words]);
    expect([again.status, again.stdout]).toEqual([0, 'out\n']);
    expect(outcome(where, 'vimtrace', ['--diff', '@2', '@1'])).toMatchObject({
      status: 0,
      stdout: '',
    });
    isClean(where);
  });

  test('runs nothing if there is no such trace', () => {
    const where = withTraces();
    const { status, stderr } = outcome(where, 'vimtrace', [
      '--diff=nothing',
      'strace',
      'touch',
      'ran',
    ]);
    expect(status).toBe(125);
    expect(stderr).toMatch(/^vimtrace: cannot read nothing: /);
    expect(where.list('work')).not.toContain('ran');
  });

  test('leaves the trace in the file of --output', () => {
    const where = withTraces();
    const args = ['--diff=good', '--output=new', 'strace', 'true'];
    expect(outcome(where, 'vimtrace', args)).toMatchObject({ status: 1 });
    expect(where.read('work/new')).toContain('exited with 0');
  });
});

describe('--diff on a terminal', () => {
  test.for([
    'vim',
    'nvim',
  ])('shows both runs in %s, the cursor on the call whose result differs; ^Z and fg are those of a job', async (pager) => {
    const where = withTraces();
    const session = await shell('bash', where, wide);
    session.line(`vimtrace -p '${pager} -u NONE' --diff good bad`);
    const { job, pager: process } = await session.pager('vimtrace://bad');
    expect(await session.sees(/openat.* = 3 .*openat.* = -1 ENOENT/)).toBeDefined();
    expect(process.group).not.toBe(job.group);
    await session.idle(process.pid);
    session.type('\x1a');
    await session.prompt();
    expect(processOf(process.pid)?.state).toBe('T');
    expect(processOf(job.pid)?.state).toBe('T');
    session.line('clear; fg');
    await session.sees(/openat.* = 3 .*openat.* = -1 ENOENT/);
    // nvim clears its last line at the SIGWINCH that vimtrace sends after fg.
    await resumed(session, where, pager);
    // The line of the cursor is the first that differs: vim says its number.
    session.type(':echo "at-" . line(".") . "-" . &diff . "-" . winnr("$")\r');
    await session.sees('at-4-1-2');
    await quit(session);
    expect(await status(session)).toBe(1);
    isClean(where);
  });

  test('shows one text in less, and q ends with 1', async () => {
    const where = withTraces();
    const session = await shell('bash', where, wide);
    session.line('vimtrace -p less --diff good bad');
    await session.pager('@@ -1,6 +1,6 @@ good:1 bad:1');
    await quit(session);
    expect(await status(session)).toBe(1);
    isClean(where);
  });

  test('opens no pager if the runs do not differ, and says so', async () => {
    const where = withTraces();
    const session = await shell('bash', where, wide);
    session.line('vimtrace --diff good again');
    await session.sees('vimtrace: good and again do not differ');
    expect(await status(session)).toBe(0);
  });

  test('prints colours without a pager', async () => {
    const where = withTraces();
    const session = await shell('bash', where, wide);
    await run(session, 'vimtrace --no-pager --diff good bad');
    expect(session.transcript).toContain('\x1b[31m-P1 openat');
    expect(session.transcript).toContain('\x1b[32m+P1 openat');
  });

  test('opens after a run that is compared, whose trace is kept; ^Z stops the one job', async () => {
    const where = withTraces();
    const session = await shell('bash', where, wide);
    session.line("vimtrace -p 'vim -u NONE' --diff=good strace true");
    const { job, pager } = await session.pager('vimtrace://@1 strace true');
    await session.idle(pager.pid);
    session.type('\x1a');
    await session.prompt();
    expect(processOf(pager.pid)?.state).toBe('T');
    expect(processOf(job.pid)?.state).toBe('T');
    session.line('clear; fg');
    await session.sees('vimtrace://@1 strace true');
    await quit(session);
    expect(await status(session)).toBe(1);
    await run(session, 'clear; vimtrace --list');
    expect((await session.screen()).join('\n')).toMatch(/@1 .*exited with 0 .*strace true/);
    isClean(where);
  });

  test('SIGINT while the run is traced ends the program; what differs is shown', async () => {
    const where = withTraces();
    const session = await shell('bash', where, wide);
    session.line('vimtrace -p less --diff=good strace sh -c "echo begun; sleep 1000"');
    await session.sees(/^begun/);
    session.type('\x03');
    await session.pager('+++ @1 strace sh -c');
    await quit(session);
    expect(await status(session)).toBe(1);
  });
});
