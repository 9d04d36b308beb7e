/** cause: one row for each way in which a program fails; bench/cause measures the rule on real programs. */
import { expect, it } from 'vitest';
import { Cause } from '../../../src/trace/answers/index.ts';
import { rowsOf } from './lines-in.ts';

const enoent = '-1 ENOENT (No such file or directory)';
const end = (pid: number, code: number): readonly string[] => [
  `${pid} exit_group(${code}) = ?`,
  `${pid} +++ exited with ${code} +++`,
];

it.each<[string, readonly string[], number | undefined]>([
  [
    'a call that the message names',
    [
      `5 openat(AT_FDCWD, "/etc/app.conf", O_RDONLY) = ${enoent}`,
      `5 openat(AT_FDCWD, "/etc/other", O_RDONLY) = ${enoent}`,
      '5 write(2, "app: /etc/app.conf: No such file"..., 52) = 52',
      ...end(5, 1),
    ],
    1,
  ],
  [
    'a message in pieces',
    [
      `5 openat(AT_FDCWD, "nothing", O_RDONLY) = ${enoent}`,
      '5 write(2, "cat: ", 5) = 5',
      '5 write(2, "nothing", 7) = 7',
      `5 openat(AT_FDCWD, "/usr/share/locale/C/LC_MESSAGES/libc.mo", O_RDONLY) = ${enoent}`,
      '5 write(2, ": No such file or directory", 27) = 27',
      ...end(5, 1),
    ],
    1,
  ],
  [
    'a harmless failure after it',
    [
      '5 openat(AT_FDCWD, "secret", O_RDONLY) = -1 EACCES (Permission denied)',
      '5 write(2, "secret: Permission denied", 25) = 25',
      '5 lseek(0, 0, SEEK_CUR) = -1 ESPIPE (Illegal seek)',
      ...end(5, 1),
    ],
    1,
  ],
  [
    'no search that found what it sought',
    [
      '5 openat(AT_FDCWD, "secret", O_RDONLY) = -1 EACCES (Permission denied)',
      `5 newfstatat(AT_FDCWD, "/usr/local/bin/cat", 0x7ffd, 0) = ${enoent}`,
      '5 newfstatat(AT_FDCWD, "/usr/bin/cat", {st_mode=S_IFREG|0755, ...}, 0) = 0',
      ...end(5, 1),
    ],
    1,
  ],
  [
    'a call that failed for the second path that it names',
    [
      `5 linkat(AT_FDCWD, "ok.c", AT_FDCWD, "nothing/x", 0) = ${enoent}`,
      '5 newfstatat(AT_FDCWD, "ok.c", {st_mode=S_IFREG|0644, ...}, 0) = 0',
      '5 write(2, "failed to create hard link \'nothi"..., 40) = 40',
      ...end(5, 1),
    ],
    1,
  ],
  [
    'nothing, if all that was sought was found',
    [
      `5 newfstatat(AT_FDCWD, "/usr/local/bin/cat", 0x7ffd, 0) = ${enoent}`,
      '5 newfstatat(AT_FDCWD, "/usr/bin/cat", {st_mode=S_IFREG|0755, ...}, 0) = 0',
      ...end(5, 3),
    ],
    undefined,
  ],
  [
    'the last of a search',
    [
      `5 openat(AT_FDCWD, "/a/libx.so", O_RDONLY) = ${enoent}`,
      `5 openat(AT_FDCWD, "/b/libx.so", O_RDONLY) = ${enoent}`,
      '5 write(2, "cannot find libx.so", 19) = 19',
      ...end(5, 1),
    ],
    2,
  ],
  [
    'a child of a shell',
    [
      '5 vfork( <unfinished ...>',
      `6 openat(AT_FDCWD, "nothing", O_RDONLY) = ${enoent}`,
      '6 write(2, "cat: nothing: No such file or di"..., 40) = 40',
      ...end(6, 1),
      '5 <... vfork resumed>) = 6',
      ...end(5, 1),
    ],
    2,
  ],
  [
    'a silent program',
    ['5 openat(AT_FDCWD, "/etc/shadow", O_RDONLY) = -1 EACCES (Permission denied)', ...end(5, 1)],
    1,
  ],
  [
    'a message that another thread prints',
    [
      '5 clone(child_stack=0x7f, flags=CLONE_VM|CLONE_THREAD) = 6',
      `6 openat(AT_FDCWD, "nothing", O_RDONLY) = ${enoent}`,
      '5 write(2, "ENOENT: nothing", 15) = 15',
      ...end(6, 1),
      ...end(5, 1),
    ],
    2,
  ],
  [
    'a connection that failed later',
    [
      '5 connect(3, {sa_family=AF_INET, sin_port=htons(9), sin_addr=inet_addr("127.0.0.1")}, 16) = -1 EINPROGRESS (Operation now in progress)',
      '5 getsockopt(3, SOL_SOCKET, SO_ERROR, [ECONNREFUSED], [4]) = 0',
      '5 write(2, "failed", 6) = 6',
      ...end(5, 1),
    ],
    2,
  ],
  [
    'a signal',
    [
      '5 --- SIGSEGV {si_signo=SIGSEGV, si_code=SEGV_MAPERR, si_addr=0x10} ---',
      '5 +++ killed by SIGSEGV +++',
    ],
    1,
  ],
  [
    'a kill',
    ['5 fork() = 6', '5 kill(6, SIGKILL) = 0', '6 +++ killed by SIGKILL +++', ...end(5, 137)],
    2,
  ],
  [
    'a program that succeeds',
    [
      `5 openat(AT_FDCWD, "nothing", O_RDONLY) = ${enoent}`,
      '5 write(2, "nothing: No such file or directory", 34) = 34',
      ...end(5, 0),
    ],
    undefined,
  ],
  [
    'a failure long before',
    [
      `5 openat(AT_FDCWD, "nothing", O_RDONLY) = ${enoent}`,
      ...Array.from({ length: 200 }, () => '5 read(3, "x", 1) = 1'),
      '5 write(2, "wrong answer", 12) = 12',
      ...end(5, 1),
    ],
    undefined,
  ],
  [
    'a launcher that executes another program',
    [
      `5 openat(AT_FDCWD, "nothing", O_RDONLY) = ${enoent}`,
      '5 execve("/bin/false", ["false"], 0x7f /* 1 var */) = 0',
      ...end(5, 1),
    ],
    undefined,
  ],
])('%s', (_, lines, line) => expect(rowsOf(new Cause(), ...lines)[0]?.line).toBe(line));

it('says what was printed, how the run ended, and how sure it is', () =>
  expect(
    rowsOf(
      new Cause(),
      `5 openat(AT_FDCWD, "/etc/app.conf", O_RDONLY) = ${enoent}`,
      '5 write(2, "/etc/app.conf: No such file or directory\\n", 41) = 41',
      ...end(5, 3),
    ),
  ).toEqual([
    {
      line: 1,
      pid: 5,
      call: 'openat',
      args: 'AT_FDCWD, "/etc/app.conf", O_RDONLY',
      errno: 'ENOENT',
      signal: '',
      object: '/etc/app.conf',
      message: '/etc/app.conf: No such file or directory',
      status: { by: 'exit', code: 3 },
      confidence: 'high',
    },
  ]));
