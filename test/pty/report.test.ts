/** --report: what it prints for a program, for an editor and for people, and what it cannot read. */
import { mkdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { outcome } from '../harness/command.ts';
import { type Place, place } from '../harness/place.ts';
import { shell } from '../harness/shells.ts';
import { run } from './typing.ts';

const trace = [
  '5 execve("/bin/sh", ["sh", "-c", "cat nothing"], 0x7ffc /* 1 var */) = 0 <0.000200>',
  '5 openat(AT_FDCWD, "/etc/ld.so.cache", O_RDONLY|O_CLOEXEC) = 3 <0.000010>',
  '5 openat(AT_FDCWD, "nothing", O_RDONLY) = -1 ENOENT (No such file or directory) <0.000030>',
  '5 write(2, "cat: nothing: No such file or di"..., 40) = 40 <0.000020>',
  '5 exit_group(1) = ?',
  '5 +++ exited with 1 +++',
]
  .map((line) => `${line}\n`)
  .join('');

function withTrace(text = trace): Place {
  const where = place();
  where.write('work/trace', text);
  return where;
}

const path = (where: Place): string => `${where.directory}/work/trace`;

describe('--report', () => {
  test.for([
    [
      'cause',
      {
        line: 3,
        pid: 5,
        call: 'openat',
        errno: 'ENOENT',
        path: 'nothing',
        status: { code: 1 },
        confidence: 'high',
      },
    ],
    ['failed', { line: 3, pid: 5, call: 'openat', errno: 'ENOENT', path: 'nothing' }],
    [
      'files',
      {
        path: '/bin/sh',
        opened: false,
        failed: {},
        calls: { execve: 1 },
        first: 1,
        last: 1,
        pids: [5],
      },
    ],
    ['slow', { line: 1, pid: 5, call: 'execve', seconds: 0.0002 }],
    ['calls', { call: 'execve', count: 1, errors: {}, seconds: 0.0002, first: 1 }],
    [
      'tree',
      {
        pid: 5,
        parent: null,
        argv: ['sh', '-c', 'cat nothing'],
        born: 1,
        ended: { code: 1 },
        end: 6,
      },
    ],
  ] as const)('%s --json prints one object a line', ([what, row]) => {
    const where = withTrace();
    const { status, stdout, stderr } = outcome(where, 'vimtrace', [
      `--report=${what}`,
      '--json',
      'trace',
    ]);
    expect([status, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout.split('\n')[0] ?? '')).toMatchObject(row);
  });

  test.for(['net', 'signals'])('%s prints nothing where there is nothing to say', (what) => {
    const where = withTrace();
    expect(outcome(where, 'vimtrace', [`--report=${what}`, '--json', 'trace'])).toMatchObject({
      status: 0,
      stdout: '',
      stderr: '',
    });
  });

  test('waiting names what an open call waits on', () => {
    const where = withTrace('5 pipe2([3, 4], O_CLOEXEC) = 0\n5 read(3, ');
    const { status, stdout } = outcome(where, 'vimtrace', ['--report=waiting', '--json', 'trace']);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      line: 2,
      pid: 5,
      call: 'read',
      descriptor: [{ fd: 3, what: 'pipe2 read end, from line 1' }],
    });
  });

  test('prints PATH:LINE: TEXT into a pipe, and reads standard input as -', () => {
    const where = withTrace();
    const text = '5  ENOENT  openat(AT_FDCWD, "nothing", O_RDONLY)';
    expect(outcome(where, 'vimtrace', ['--report=failed', 'trace']).stdout).toBe(
      `${path(where)}:3: ${text}\n`,
    );
    expect(outcome(where, 'vimtrace', ['--report=failed', '-'], { input: trace }).stdout).toBe(
      `-:3: ${text}\n`,
    );
  });

  test('prints aligned columns on a terminal, and with --quickfix the other form', async () => {
    const where = withTrace();
    const session = await shell('bash', where, { columns: 120, rows: 20 });
    await run(session, 'clear; vimtrace --report=failed trace');
    const shown = await session.screen();
    expect(shown).toContain('LINE  PID  WHY     CALL');
    expect(shown).toContain('   3    5  ENOENT  openat(AT_FDCWD, "nothing", O_RDONLY)');
    await run(session, 'clear; vimtrace --report=failed --quickfix trace');
    expect((await session.screen()).some((line) => line.includes('trace:3: 5  ENOENT'))).toBe(true);
  });

  test('takes the newest trace by default, and others by number', () => {
    const where = place();
    const own = `${where.directory}/home/state/vimtrace/4194305-aaaaaa`;
    mkdirSync(own, { recursive: true, mode: 0o700 });
    where.write('home/state/vimtrace/4194305-aaaaaa/trace', trace, 0o600);
    const newest = outcome(where, 'vimtrace', ['--report=failed', '--json']);
    expect(newest).toMatchObject({ status: 0, stderr: '' });
    expect(JSON.parse(newest.stdout)).toMatchObject({ line: 3 });
    expect(outcome(where, 'vimtrace', ['--report=failed', '--json', '@1']).stdout).toBe(
      newest.stdout,
    );
    expect(outcome(where, 'vimtrace', ['--report=failed', '@2'])).toMatchObject({
      status: 125,
      stderr: expect.stringMatching(/^vimtrace: cannot read @2: there is 1 trace; .*\n$/),
    });
  });

  test.for([
    ['an empty file', '', 'failed', /^vimtrace: cannot read .*: nothing is in it; .*\n$/],
    [
      'no trace',
      'hello\nworld\n',
      'failed',
      /^vimtrace: cannot read .*: no line of it is from strace or ltrace; .*\n$/,
    ],
    [
      'a trace without times',
      'close(3) = 0\n',
      'slow',
      /^vimtrace: cannot read .*: it has no times; trace with strace -T, or -tt\n$/,
    ],
    [
      'a cut trace',
      'close(3) = 0\nclose(4) = 0',
      'calls',
      /^vimtrace: cannot read .*: it ends in the middle of line 2; .*\n$/,
    ],
  ] as const)('says in one line what is wrong with %s, and ends with 125', ([
    ,
    text,
    what,
    said,
  ]) => {
    const where = withTrace(text);
    expect(outcome(where, 'vimtrace', [`--report=${what}`, 'trace'])).toMatchObject({
      status: 125,
      stderr: expect.stringMatching(said),
    });
  });

  test.for([
    [
      'a directory',
      '.',
      /^vimtrace: cannot read \.: it has no file NAME\.PID, as strace -ff writes them; .*\n$/,
    ],
    [
      'a missing file',
      'nothing',
      /^vimtrace: cannot read nothing: no such file or directory; .*\n$/,
    ],
  ] as const)('says in one line that %s is no trace, and ends with 125', ([, name, said]) => {
    expect(outcome(place(), 'vimtrace', ['--report=calls', name])).toMatchObject({
      status: 125,
      stdout: '',
      stderr: expect.stringMatching(said),
    });
  });

  test('counts the lines that it does not understand', () => {
    const where = withTrace(`${trace}what is this\nand this\n`);
    expect(outcome(where, 'vimtrace', ['--report=signals', 'trace'])).toMatchObject({
      status: 0,
      stderr: `vimtrace: 2 lines of ${path(where)} not understood\n`,
    });
  });
});
