/** The answers, on lines that strace 6.1 wrote. */
import { expect, it } from 'vitest';
import { Calls, Failed, Files, Net, Signals, Slow } from '../../../src/trace/answers/index.ts';
import { rowsOf } from './lines-in.ts';

it('calls counts as strace -C does: a call that never returned is in no table', () =>
  expect(
    rowsOf(
      new Calls(),
      '5 read(3,  <unfinished ...>',
      '6 read(3, "", 1) = 0 <0.000002>',
      '5 <... read resumed>"", 1) = -1 EIO (Input/output error) <0.000003>',
      '5 pause() = ? ERESTARTNOHAND (To be restarted if no handler)',
      '5 exit_group(0) = ?',
    ),
  ).toEqual([
    { call: 'read', count: 2, errors: { EIO: 1 }, seconds: 0.000005, first: 1 },
    { call: 'pause', count: 1, errors: { ERESTARTNOHAND: 1 }, seconds: undefined, first: 4 },
  ]));

it('files has a row for each path, and joins a path to its directory', () =>
  expect(
    rowsOf(
      new Files(true),
      '5 openat(AT_FDCWD, "/etc/x", O_RDONLY) = -1 ENOENT (No such file or directory)',
      '6 openat(AT_FDCWD, "/etc/x", O_RDONLY) = 3',
      '6 openat(3, "y", O_RDONLY) = 4',
      '6 newfstatat(AT_FDCWD</tmp>, "\\303\\244\\"b", {…}, 0) = 0',
      '6 newfstatat(4, "", {st_mode=0}, AT_EMPTY_PATH) = 0',
    ),
  ).toEqual([
    {
      path: '/etc/x',
      opened: true,
      failed: { ENOENT: 1 },
      calls: { openat: 2 },
      first: 1,
      last: 2,
      pids: [5, 6],
    },
    {
      path: '/etc/x/y',
      opened: true,
      failed: {},
      calls: { openat: 1, newfstatat: 1 },
      first: 3,
      last: 5,
      pids: [6],
    },
    {
      path: '/tmp/ä"b',
      opened: false,
      failed: {},
      calls: { newfstatat: 1 },
      first: 4,
      last: 4,
      pids: [6],
    },
  ]));

it('files counts each call and each error of a path, and names each pid once, when the room for pids is full too', () => {
  const calls = ['access', 'stat', 'chmod', 'mkdir'];
  const errors = ['EACCES', 'ENOENT', 'EIO'];
  const lines = Array.from({ length: 60 }, (_, at) => {
    const error = errors[at % 3] ?? '';
    return `${7 + (at % 5)} ${calls[at % 4]}("/etc/${at % 2}", 0) = -1 ${error} (x)`;
  });
  const counts = { failed: { EACCES: 10, ENOENT: 10, EIO: 10 }, opened: false };
  expect(rowsOf(new Files(true, 4), ...lines)).toMatchObject([
    { ...counts, calls: { access: 15, chmod: 15 }, pids: [7, 9, 11, 8, 10] },
    { ...counts, calls: { stat: 15, mkdir: 15 }, pids: [8, 10, 7, 9, 11] },
  ]);
  const [row] = rowsOf(
    new Files(true),
    ...calls.flatMap((call) => [`5 ${call}("/a") = 0`, `6 ${call}("/a") = 0`]),
  );
  expect(row?.calls).toEqual({ access: 2, stat: 2, chmod: 2, mkdir: 2 });
});

const failures = [
  '5 access("/etc/ld.so.preload", R_OK) = -1 ENOENT (No such file or directory)',
  '5 newfstatat(AT_FDCWD, "/usr/local/bin/ls", 0x7f, 0) = -1 ENOENT (No such file or directory)',
  '5 newfstatat(AT_FDCWD, "/usr/bin/ls", {…}, 0) = 0',
  '5 ioctl(1, TCGETS, 0x7f) = -1 ENOTTY (Inappropriate ioctl for device)',
  '5 rt_sigreturn({mask=[]}) = -1 ENOENT (No such file or directory)',
  '5 openat(AT_FDCWD, "/a/app.conf", O_RDONLY) = -1 ENOENT (No such file or directory)',
  '5 openat(AT_FDCWD, "/b/app.conf", O_RDONLY) = -1 ENOENT (No such file or directory)',
  '5 openat(AT_FDCWD, "/etc/shadow", O_RDONLY) = -1 EACCES (Permission denied)',
  '5 +++ exited with 1 +++',
];

it('failed leaves out what means nothing, and the last of a search stands for all', () =>
  expect(
    rowsOf(new Failed(false), ...failures).map(({ line, errno, path }) => [line, errno, path]),
  ).toEqual([
    [8, 'EACCES', '/etc/shadow'],
    [7, 'ENOENT', '/b/app.conf'],
  ]));

it('failed --all has each failed call', () =>
  expect(rowsOf(new Failed(true), ...failures).map(({ line }) => line)).toEqual([
    1, 2, 4, 5, 6, 7, 8,
  ]));

it('slow takes the time of -T', () =>
  expect(
    rowsOf(new Slow(), 'read(3, "", 1) = 0 <0.5>', 'read(4, "", 1) = 0 <1.5>').map(
      ({ line, seconds, isExact }) => [line, seconds, isExact],
    ),
  ).toEqual([
    [2, 1.5, true],
    [1, 0.5, true],
  ]));

it.each([
  ['-ttt', '100000000.5', '100000002.5', '100000003.5'],
  ['-t over midnight', '23:59:59', '00:00:01', '00:00:02'],
  ['-r', '     5.000000', '     2.000000', '     1.000000'],
])('slow takes the distance to the next line of the thread with %s', (_, one, two, three) =>
  expect(
    rowsOf(
      new Slow(),
      `5 ${one} read(3, "", 1) = 0`,
      `5 ${two} read(4, "", 1) = 0`,
      `5 ${three} +++ exited with 0 +++`,
    ).map(({ line, seconds }) => [line, seconds]),
  ).toEqual([
    [1, 2],
    [2, 1],
  ]));

it('signals has each signal and each end by one', () =>
  expect(
    rowsOf(
      new Signals(),
      '5 --- SIGTERM {si_signo=SIGTERM, si_code=SI_USER, si_pid=7, si_uid=0} ---',
      '5 --- SIGCHLD {si_signo=SIGCHLD, si_code=CLD_EXITED, si_pid=6, si_uid=0, si_status=2} ---',
      '5 +++ killed by SIGTERM +++',
    ).map(({ line, signal, from, isEnd }) => [line, signal, from, isEnd]),
  ).toEqual([
    [1, 'SIGTERM', 7, false],
    [2, 'SIGCHLD', 0, false],
    [3, 'SIGTERM', 0, true],
  ]));

it('net has each socket, its ends, its bytes, and how its connection ended', () =>
  expect(
    rowsOf(
      new Net(),
      '5 socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) = 3',
      '5 connect(3, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("10.0.0.1")}, 16) = -1 EINPROGRESS (Operation now in progress)',
      '5 getsockopt(3, SOL_SOCKET, SO_ERROR, [0], [4]) = 0',
      '5 getsockname(3, {sa_family=AF_INET, sin_port=htons(4000), sin_addr=inet_addr("10.0.0.2")}, [16]) = 0',
      '5 dup2(3, 7) = 7',
      '5 write(7, "abc", 3) = 3',
      '5 recvfrom(3, "abcd", 9, 0, NULL, NULL) = 4',
      '5 socket(AF_UNIX, SOCK_STREAM, 0) = 4',
      '5 connect(4, {sa_family=AF_UNIX, sun_path="/run/x"}, 110) = -1 ENOENT (No such file or directory)',
      '5 close(3) = 0',
    ),
  ).toEqual([
    {
      fd: 3,
      pid: 5,
      family: 'AF_INET',
      local: '10.0.0.2:4000',
      peer: '10.0.0.1:80',
      result: 'connected',
      sent: 3,
      received: 4,
      line: 1,
    },
    {
      fd: 4,
      pid: 5,
      family: 'AF_UNIX',
      local: '',
      peer: '/run/x',
      result: 'ENOENT',
      sent: 0,
      received: 0,
      line: 8,
    },
  ]));
