/** Joined calls, processes and descriptors, on lines that strace 6.1 wrote. */
import { expect, it } from 'vitest';
import { Tree, Waiting } from '../../../src/trace/answers/index.ts';
import { factsOf, plain, rowsOf } from './lines-in.ts';

const sigchld = '--- SIGCHLD {si_signo=SIGCHLD, si_code=CLD_EXITED, si_pid=6, si_uid=0} ---';

it('joins the halves of an interrupted call, each thread for itself', () => {
  const { facts } = factsOf(
    '5 read(3,  <unfinished ...>\n6 read(4,  <unfinished ...>\n5 <... read resumed>"a) = 1", 10) = 6\n6 <... read resumed> <unfinished ...>) = ?\n',
  );
  expect(facts.filter((fact) => fact.kind === 'call').map(plain)).toEqual([
    {
      kind: 'call',
      pid: 5,
      stamp: '',
      name: 'read',
      args: '3, "a) = 1", 10',
      tail: '6',
      errno: '',
    },
    { kind: 'call', pid: 6, stamp: '', name: 'read', args: '4, ', tail: '?', errno: '' },
  ]);
});

it('joins a function of ltrace around the calls that are made in it', () => {
  const { facts, summary } = factsOf(
    '5 fork( <unfinished ...>\n5 SYS_clone(0x1200011, 0) = 0x6\n6 lock(1 <unfinished ...>\n5 unlock(1 <unfinished ...>\n6 <... lock resumed> ) = 0\n5 <... unlock resumed> ) = 0\n5 <... fork resumed> ) = 6\n6 <... fork resumed> ) = 0\n5 exit(0 <no return ...>\n5 +++ exited (status 0) +++\n',
  );
  expect(
    facts
      .filter((fact) => fact.kind === 'call')
      .map(({ line, returned, name }) => [line, returned, name]),
  ).toEqual([
    [2, 2, 'SYS_clone'],
    [3, 5, 'lock'],
    [4, 6, 'unlock'],
    [1, 7, 'fork'],
    [8, 8, 'fork'],
  ]);
  expect(summary).toMatchObject({ notUnderstood: 0, open: [] });
});

it('takes the beginning of a call at the end of a trace for a call that has not returned', () =>
  expect(factsOf('5 close(3) = 0\n5 read(0, ').summary).toMatchObject({
    isCut: false,
    open: [{ line: 2, pid: 5, name: 'read', args: '0, ' }],
  }));

it('knows the parent of a child that ends before its vfork returns', () =>
  expect(
    rowsOf(
      new Tree(),
      '5 execve("/bin/sh", ["sh", "-c", "ls"], 0x7ffc /* 38 vars */) = 0',
      '5 vfork( <unfinished ...>',
      '6 execve("/bin/ls", ["ls"], 0x7ffc /* 38 vars */ <unfinished ...>',
      '5 <... vfork resumed>) = 6',
      '6 <... execve resumed>) = 0',
      '6 exit_group(2) = ?',
      '6 +++ exited with 2 +++',
      `5 ${sigchld}`,
      '5 vfork( <unfinished ...>',
      '7 +++ killed by SIGKILL +++',
      '5 <... vfork resumed>) = 7',
    ),
  ).toEqual([
    {
      pid: 5,
      parent: 0,
      isThread: false,
      argv: ['sh', '-c', 'ls'],
      born: 1,
      ended: undefined,
      end: undefined,
      depth: 0,
    },
    {
      pid: 6,
      parent: 5,
      isThread: false,
      argv: ['ls'],
      born: 2,
      ended: { by: 'exit', code: 2 },
      end: 7,
      depth: 1,
    },
    {
      pid: 7,
      parent: 5,
      isThread: false,
      argv: ['sh', '-c', 'ls'],
      born: 9,
      ended: { by: 'signal', signal: 'SIGKILL' },
      end: 10,
      depth: 1,
    },
  ]));

it('tells two processes with one pid apart', () =>
  expect(
    rowsOf(
      new Tree(),
      '5 fork() = 6',
      '6 +++ exited with 0 +++',
      '5 fork() = 6',
      '6 +++ exited with 1 +++',
    ).map(({ pid, end }) => [pid, end]),
  ).toEqual([
    [5, undefined],
    [6, 2],
    [6, 4],
  ]));

it('follows a thread that executes a program to the pid of its process', () => {
  const { facts, summary } = factsOf(
    '5 clone(child_stack=0x7f, flags=CLONE_VM|CLONE_FILES|CLONE_THREAD) = 6\n6 execve("/bin/true", ["true"], 0x7f /* 1 var */ <unfinished ...>\n5 +++ superseded by execve in pid 6 +++\n5 <... execve resumed>) = 0\n',
  );
  expect(summary.open).toEqual([]);
  expect(facts.at(-1)).toMatchObject({
    kind: 'call',
    pid: 5,
    name: 'execve',
    line: 2,
    returned: 4,
  });
});

it.each([
  ['read(4', ['5 openat(AT_FDCWD, "/f", O_RDONLY) = 3', '5 dup2(3, 4) = 4'], '/f, from line 1'],
  [
    'read(3',
    ['5 socket(AF_INET, SOCK_STREAM, 0) = 3'],
    'socket AF_INET, SOCK_STREAM, 0, from line 1',
  ],
  ['read(0', [], 'standard input'],
  ['read(3</tmp/x>', [], '/tmp/x'],
  ['read(3', ['5 pipe2([3, 4], O_CLOEXEC) = 0', '5 execve("/a", ["a"], 0x7f /* 1 var */) = 0'], ''],
  [
    'read(3',
    ['5 pipe([3, 4]) = 0', '5 execve("/a", ["a"], 0x7f /* 1 var */) = 0'],
    'pipe read end, from line 1',
  ],
  ['read(3', ['5 openat(AT_FDCWD, "/f", O_RDONLY) = 3', '5 close(3) = 0'], ''],
  [
    'read(9',
    ['5 openat(AT_FDCWD, "/f", O_RDONLY) = 3', '5 fcntl(3, F_DUPFD, 9) = 9'],
    '/f, from line 1',
  ],
])('says what %s waits on', (call, lines, what) =>
  expect(rowsOf(new Waiting(), ...lines, `5 ${call},  <unfinished ...>`)[0]?.on).toMatchObject([
    { what },
  ]));

it('says what a child has from its parent, at the moment of its birth', () => {
  const rows = rowsOf(
    new Waiting(),
    '5 pipe2([3, 4], 0) = 0',
    '5 vfork( <unfinished ...>',
    '6 dup2(3, 0) = 0',
    '5 <... vfork resumed>) = 6',
    '5 close(3) = 0',
    '6 read(0,  <unfinished ...>',
    '5 wait4(-1,  <unfinished ...>',
  );
  expect(rows).toMatchObject([
    { pid: 6, call: 'read', on: [{ fd: 0, what: 'pipe2 read end, from line 1' }] },
    { pid: 5, call: 'wait4', on: [], children: [6] },
  ]);
});

it('says what poll and select wait on', () => {
  const rows = rowsOf(
    new Waiting(),
    '5 pipe2([3, 4], 0) = 0',
    '5 poll([{fd=3, events=POLLIN}, {fd=7</x>, events=POLLOUT}], 2, -1 <unfinished ...>',
    '6 pselect6(1, [0], NULL, NULL, NULL, NULL <unfinished ...>',
  );
  expect(rows[0]?.on.map(({ fd, what }) => [fd, what])).toEqual([
    [3, 'pipe2 read end, from line 1'],
    [7, '/x'],
  ]);
  expect(rows[1]?.on).toEqual([{ fd: 0, what: 'standard input' }]);
});
