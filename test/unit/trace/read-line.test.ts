/** LineReader: every prefix and suffix that the options of strace put around a call. The lines are strace 6.1's. */
import { expect, it } from 'vitest';
import { lineOf } from './lines-in.ts';

const whole = {
  kind: 'call',
  pid: 0,
  stamp: '',
  name: 'openat',
  args: 'AT_FDCWD, "/etc/ld.so.cache", O_RDONLY|O_CLOEXEC',
  tail: '3',
  errno: '',
};
const call = 'openat(AT_FDCWD, "/etc/ld.so.cache", O_RDONLY|O_CLOEXEC) = 3';
const stamped = (stamp: string, pid = 0) => ({ ...whole, pid, stamp });

it.each([
  ['no option', call, whole],
  ['-f -o', `11887 ${call}`, { ...whole, pid: 11887 }],
  ['-f -o, a short pid', `12    ${call}`, { ...whole, pid: 12 }],
  ['-f on a terminal', `[pid  4592] ${call}`, { ...whole, pid: 4592 }],
  ['-f -Y', `12121<sh> ${call}`, { ...whole, pid: 12121 }],
  ['-f -Y, a name with a space', `12121<tmux: server> ${call}`, { ...whole, pid: 12121 }],
  ['-f -Y on a terminal', `[pid 12146<tmux: server>] ${call}`, { ...whole, pid: 12146 }],
  ['-t', `15:35:12 ${call}`, stamped('15:35:12')],
  ['-f -tt', `7 15:35:12.775680 ${call}`, stamped('15:35:12.775680', 7)],
  ['-ttt', `1795880113.009183 ${call}`, stamped('1795880113.009183')],
  ['seconds since 1970', `1795880113 ${call}`, stamped('1795880113')],
  ['-r', `     0.000085 ${call}`, stamped('0.000085')],
  ['-f -r', `11936      0.000085 ${call}`, stamped('0.000085', 11936)],
  [
    '-tt -r',
    `20:12:01.095242 (+     0.000062) ${call}`,
    stamped('20:12:01.095242 (+     0.000062)'),
  ],
  ['-n', `[ 257] ${call}`, whole],
  ['-i', `[00007f371964c011] ${call}`, whole],
  ['-n -i', `[ 257] [????????????????] ${call}`, whole],
  [
    'all',
    `5<sh> 20:12:01 (+     0.000070) [ 257] [00007f9e2e4bdb1d] ${call}</etc/ld.so.cache> <0.000015>`,
    { ...stamped('20:12:01 (+     0.000070)', 5), tail: '3</etc/ld.so.cache> <0.000015>' },
  ],
])('reads a call with %s', (_, text, line) => expect(lineOf(text)).toEqual(line));

it.each([
  ['close(3)                                = 0', 'close', '3', '0', ''],
  ['exit_group(0)                           = ?', 'exit_group', '0', '?', ''],
  [
    'access("/x", R_OK) = -1 ENOENT (No such file or directory)',
    'access',
    '"/x", R_OK',
    '-1 ENOENT (No such file or directory)',
    'ENOENT',
  ],
  [
    'pause() = ? ERESTARTNOHAND (To be restarted if no handler)',
    'pause',
    '',
    '? ERESTARTNOHAND (To be restarted if no handler)',
    'ERESTARTNOHAND',
  ],
  [
    'fcntl(3, F_GETFL) = 0x8002 (flags O_RDWR|O_LARGEFILE)',
    'fcntl',
    '3, F_GETFL',
    '0x8002 (flags O_RDWR|O_LARGEFILE)',
    '',
  ],
  [
    'sendto(4, "hi) = -1 ENOENT (x)", 19, 0, NULL, 0) = 19',
    'sendto',
    '4, "hi) = -1 ENOENT (x)", 19, 0, NULL, 0',
    '19',
    '',
  ],
  [
    'openat(AT_FDCWD</d>, "a) = 3", O_RDONLY) = 3</d/a) = 3>',
    'openat',
    'AT_FDCWD</d>, "a) = 3", O_RDONLY',
    '3</d/a) = 3>',
    '',
  ],
  [
    'openat(AT_FDCWD</d>, "a\\"b", O_RDONLY) = 3</d/a\\"b> <0.000007>',
    'openat',
    'AT_FDCWD</d>, "a\\"b", O_RDONLY',
    '3</d/a\\"b> <0.000007>',
    '',
  ],
  [
    'accept(3<UNIX-STREAM:[1,"/a) = 1"]>, NULL, NULL) = 4<UNIX-STREAM:[2,"/a) = 1"]>',
    'accept',
    '3<UNIX-STREAM:[1,"/a) = 1"]>, NULL, NULL',
    '4<UNIX-STREAM:[2,"/a) = 1"]>',
    '',
  ],
  [
    'write(4<TCP:[127.0.0.1:1->127.0.0.1:2]>, "x", 1) = 1',
    'write',
    '4<TCP:[127.0.0.1:1->127.0.0.1:2]>, "x", 1',
    '1',
    '',
  ],
  [
    'read(0</dev/pts/0<char 136:0>>, "", 1) = 0',
    'read',
    '0</dev/pts/0<char 136:0>>, "", 1',
    '0',
    '',
  ],
  [
    'capset({}, {effective=1<<CAP_KILL, permitted=0}) = 0',
    'capset',
    '{}, {effective=1<<CAP_KILL, permitted=0}',
    '0',
    '',
  ],
  [
    'read(3, "", 1) = -1 EIO (Input/output error) (INJECTED)',
    'read',
    '3, "", 1',
    '-1 EIO (Input/output error) (INJECTED)',
    'EIO',
  ],
])('reads the parts of %s', (text, name, args, tail, errno) =>
  expect(lineOf(text)).toEqual({ kind: 'call', pid: 0, stamp: '', name, args, tail, errno }));

it.each([
  [
    '5 futex(0x1, FUTEX_WAIT <unfinished ...>',
    { kind: 'open', line: 1, pid: 5, stamp: '', name: 'futex', args: '0x1, FUTEX_WAIT' },
  ],
  [
    'pselect6(1, [0] <detached ...>',
    { kind: 'open', line: 1, pid: 0, stamp: '', name: 'pselect6', args: '1, [0]' },
  ],
  [
    'vfork(strace: Process 11818 attached',
    { kind: 'open', line: 1, pid: 0, stamp: '', name: 'vfork', args: '' },
  ],
  [
    '[pid 5] <... futex resumed>) = 0',
    { kind: 'resumed', line: 1, pid: 5, stamp: '', name: 'futex', rest: ') = 0' },
  ],
  [
    '5 +++ exited with 3 +++',
    { kind: 'end', line: 1, pid: 5, stamp: '', end: { by: 'exit', code: 3 } },
  ],
  [
    '+++ exited (status 3) +++',
    { kind: 'end', line: 1, pid: 0, stamp: '', end: { by: 'exit', code: 3 } },
  ],
  [
    '5 +++ killed by SIGSEGV (core dumped) +++',
    { kind: 'end', line: 1, pid: 5, stamp: '', end: { by: 'signal', signal: 'SIGSEGV' } },
  ],
  [
    '5 +++ superseded by execve in pid 4 +++',
    { kind: 'end', line: 1, pid: 5, stamp: '', end: { by: 'execve', pid: 4 } },
  ],
  [
    '--- SIGUSR1 {si_signo=SIGUSR1, si_code=SI_USER, si_pid=4602, si_uid=0} ---',
    {
      kind: 'signal',
      line: 1,
      pid: 0,
      stamp: '',
      signal: 'SIGUSR1',
      info: '{si_signo=SIGUSR1, si_code=SI_USER, si_pid=4602, si_uid=0}',
    },
  ],
  [
    '--- SIGCHLD (Child exited) ---',
    { kind: 'signal', line: 1, pid: 0, stamp: '', signal: 'SIGCHLD', info: '(Child exited)' },
  ],
])('reads %s', (text, line) => expect(lineOf(text)).toEqual(line));

it.each([
  '--- stopped by SIGTSTP ---',
  'strace: Process 11841 attached',
  '% time     seconds  usecs/call     calls    errors syscall',
  '------ ----------- ----------- --------- --------- ----------------',
  ' 12.34    0.000123           5        71        12 openat',
  '100.00    0.487467          53      9120      1379 total',
  '',
])('takes %j for a note', (text) => expect(lineOf(text)).toEqual({ kind: 'note' }));

it('takes a frame of -k for a frame', () =>
  expect(lineOf(' > /usr/bin/python3.11(Py_RunMain+0x274) [0x2500e4]')).toEqual({ kind: 'stack' }));

it.each([
  'hello',
  'ls: cannot access x: y',
  'read(3, "abc',
  '[pid',
  '+++ x',
  '<... x',
  '= 3',
  '(',
])('does not understand %j', (text) => expect(lineOf(text)).toEqual({ kind: 'other' }));
