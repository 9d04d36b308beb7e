/** What two runs have in common: masks, names of processes, pairs, and the first difference. */
import { describe, expect, it, test } from 'vitest';
import { Differences, type Normal, Normalizer, paired } from '../../../src/trace/diff/index.ts';
import { factsOf } from './lines-in.ts';

function normalOf(lines: readonly string[]): Normal {
  const { facts, summary } = factsOf(lines.map((line) => `${line}\n`).join(''));
  const normalizer = new Normalizer();
  for (const fact of facts) normalizer.see(fact);
  return normalizer.end(summary);
}

const both = (first: readonly string[], second: readonly string[]) =>
  paired(normalOf(first), normalOf(second)).map(({ texts }) => texts);

/** The text of one run of process 4000, from lines without their pid. */
const textOf = (...lines: readonly string[]): readonly string[] =>
  both(
    lines.map((line) => `4000 ${line}`),
    [],
  )[0] ?? [];

describe('what differs between two runs that do the same is masked', () => {
  test.for([
    [
      'an address',
      'mmap(NULL, 8192, 0x3, -1) = 0x7f1234567000',
      'mmap(NULL, 8192, 0x3, -1) = ADDR',
    ],
    [
      'a time',
      'clock_gettime(CLOCK_REALTIME, {tv_sec=17, tv_nsec=5}) = 0',
      'clock_gettime(CLOCK_REALTIME, {ANY}) = 0',
    ],
    [
      'an absolute time',
      'futex(0x7f1234567000, FUTEX_WAIT_BITSET_PRIVATE, 0, {tv_sec=168, tv_nsec=0}, X) = 0',
      'futex(ADDR, FUTEX_WAIT_BITSET_PRIVATE, 0, {TIME}, X) = 0',
    ],
    ['the time of -T', 'close(3) = 0 <0.000012>', 'close(3) = 0'],
    [
      'the time that a file was read',
      'fstat(3, {st_ino=77, st_size=4, st_atime=1795880113 /* 2026 */}) = 0',
      'fstat(3, {st_ino=INODE, st_size=4, st_atime=TIME}) = 0',
    ],
    [
      'what grows with the files in a directory',
      'fstat(3, {st_mode=S_IFDIR|0755, st_nlink=6, st_uid=0, st_blocks=8, st_size=4096}) = 0',
      'fstat(3, {st_mode=S_IFDIR|0755, st_nlink=ANY, st_uid=0, st_blocks=ANY, st_size=ANY}) = 0',
    ],
    [
      'the same, of statx',
      'statx(3, "d", 0, 0, {stx_nlink=6, stx_mode=S_IFDIR|0755, stx_size=4096}) = 0',
      'statx(3, "d", 0, 0, {stx_nlink=ANY, stx_mode=S_IFDIR|0755, stx_size=ANY}) = 0',
    ],
    [
      'not the links and the size of a file',
      'fstat(3, {st_mode=S_IFREG|0644, st_nlink=1, st_size=4}) = 0',
      'fstat(3, {st_mode=S_IFREG|0644, st_nlink=1, st_size=4}) = 0',
    ],
    [
      'the name of a pipe',
      'readlink("/proc/self/fd/1", "pipe:[4711]", 64) = 11',
      'readlink("/proc/self/fd/1", "pipe:[INODE]", 64) = 11',
    ],
    [
      'random bytes',
      'getrandom("\\x12\\"", 2, GRND_NONBLOCK) = 2',
      'getrandom(BYTES, 2, GRND_NONBLOCK) = 2',
    ],
    [
      'free blocks',
      'fstatfs(3, {f_blocks=9, f_bfree=8, f_bavail=7}) = 0',
      'fstatfs(3, {f_blocks=9, f_bfree=FREE, f_bavail=FREE}) = 0',
    ],
    ['the load', 'sysinfo({uptime=5, loads=[1, 2, 3]}) = 0', 'sysinfo({ANY}) = 0'],
    [
      'what a child used',
      'wait4(-1, NULL, 0, {ru_utime={tv_sec=0, tv_usec=3000}, ru_maxrss=9}) = 4000',
      'wait4(-1, NULL, 0, {USAGE}) = P1',
    ],
    ['its own pid', 'getpid() = 4000', 'getpid() = P1'],
    ['the pid of a process outside', 'getppid() = 3999', 'getppid() = OUTSIDE'],
    [
      'its own pid, but no factor of a limit',
      'prlimit64(4000, RLIMIT_STACK, NULL, {rlim_cur=8192*1024, rlim_max=8192*4000}) = 0',
      'prlimit64(P1, RLIMIT_STACK, NULL, {rlim_cur=8192*1024, rlim_max=8192*4000}) = 0',
    ],
    ['its own pid in a string', 'write(1, "pid 4000\\n", 9) = 9', 'write(1, "pid P1\\n", 9) = 9'],
    [
      'a path in /proc',
      'openat(AT_FDCWD, "/proc/4000/fd", O_RDONLY) = 3</proc/4000/fd>',
      'openat(AT_FDCWD, "/proc/P1/fd", O_RDONLY) = 3</proc/P1/fd>',
    ],
    [
      'the processor time of a child',
      '--- SIGCHLD {si_pid=4000, si_status=0, si_utime=1 /* 0.01 s */, si_stime=0} ---',
      '--- SIGCHLD {si_pid=P1, si_status=0, si_utime=TIME, si_stime=TIME} ---',
    ],
  ] as const)('%s', ([, line, text]) => {
    expect(textOf(line)).toEqual([`P1 ${text}`]);
  });

  test.for([
    [
      'the bytes of /dev/urandom',
      'openat(AT_FDCWD, "/dev/urandom", O_RDONLY) = 3',
      'read(3, "\\1\\2", 2) = 2',
      'read(3, BYTES, 2) = ANY',
    ],
    [
      'a temporary name',
      'openat(AT_FDCWD, "/tmp/ccaXb1.s", O_RDWR|O_CREAT|O_EXCL) = 3',
      'unlink("/tmp/ccaXb1.s") = 0',
      'unlink("/tmp/TEMP.s") = 0',
    ],
    [
      'a temporary name that is cut',
      'openat(AT_FDCWD, "/tmp/ccaXb1.s", O_RDWR|O_CREAT|O_EXCL) = 3',
      'write(2, "to /tmp/ccaX"..., 99) = 99',
      'write(2, "to /tmp/TEMP"..., 99) = 99',
    ],
    [
      'a port that the kernel chose',
      'getsockname(3, {sa_family=AF_INET, sin_port=htons(40123)}) = 0',
      'connect(4, {sa_family=AF_INET, sin_port=htons(40123)}) = 0',
      'connect(4, {sa_family=AF_INET, sin_port=htons(PORT)}) = 0',
    ],
  ] as const)('%s', ([, before, line, text]) => {
    expect(textOf(before, line).at(-1)).toBe(`P1 ${text}`);
  });

  it('takes the pieces in which a pipe is read for one read', () => {
    const made = 'pipe([3, 4]) = 0';
    const [pieces, whole] = both(
      [made, 'read(3, "ab", 8) = 2', 'read(3, "cdefgh", 6) = 6', 'read(3, "", 8) = 0'].map(
        (line) => `7 ${line}`,
      ),
      [made, 'read(3, "ab", 8) = 8', 'read(3, "", 8) = 0'].map((line) => `9 ${line}`),
    );
    expect(pieces).toEqual(whole);
  });
});

it('takes the pieces of a long stream for one read, whatever the program does between them', () => {
  const [one, other] = both(
    [
      'pipe([3, 4]) = 0',
      'read(3, "a"..., 9000) = 9000',
      'write(1, "b"..., 9) = 9',
      'read(3, "", 9000) = 0',
    ].map((line) => `7 ${line}`),
    [
      'pipe([3, 4]) = 0',
      'read(3, "a"..., 9000) = 8000',
      'write(1, "b"..., 9) = 9',
      'read(3, "c"..., 9000) = 1000',
      'read(3, "", 9000) = 0',
    ].map((line) => `9 ${line}`),
  );
  expect(other).toEqual(one);
});

it('shows each message of a pipe', () => {
  expect(
    textOf(
      'pipe([3, 4]) = 0',
      'read(3, "ok", 99) = 2',
      'write(1, "x", 1) = 1',
      'read(3, "no", 99) = 2',
    ).slice(1),
  ).toEqual(['P1 read(3, "ok", 99) = 2', 'P1 write(1, "x", 1) = 1', 'P1 read(3, "no", 99) = 2']);
});

describe('what a program chose itself is not masked', () => {
  test.for([
    'nanosleep({tv_sec=0, tv_nsec=500000000}, NULL) = 0',
    'openat(AT_FDCWD, "/etc/app.conf", O_RDONLY) = -1 ENOENT (No such file or directory)',
    'bind(3, {sa_family=AF_INET, sin_port=htons(8080)}, 16) = 0',
    'mkdir("/srv/library", 0755) = 0',
    'munmap(NULL, 40960) = 0',
    '--- SIGSEGV {si_signo=SIGSEGV, si_code=SEGV_MAPERR, si_addr=NULL} ---',
    '+++ killed by SIGSEGV +++',
  ])('%s', (line) => {
    expect(textOf(line)).toEqual([`P1 ${line}`]);
  });
});

describe('processes', () => {
  const child = (pid: number, program: string): readonly string[] => [
    `${pid} execve("/bin/${program}", ["${program}"], 0x7ffc00112233 /* 9 vars */) = 0`,
    `${pid} +++ exited with 0 +++`,
  ];

  it('have the same names, whatever order chance ran them in', () => {
    const births = (one: number, other: number): readonly string[] => [
      `5 fork() = ${one}`,
      `5 fork() = ${other}`,
    ];
    const [first, second] = both(
      [...births(6, 7), ...child(6, 'ls'), ...child(7, 'wc'), '5 wait4(-1, NULL, 0, NULL) = 7'],
      [
        ...births(90, 80),
        ...child(80, 'wc'),
        ...child(90, 'ls'),
        '5 wait4(-1, NULL, 0, NULL) = 80',
      ],
    );
    expect(first).toEqual(second);
    expect(first).toContain('P1 wait4(-1, NULL, 0, NULL) = P3');
  });

  it('that are missing in one run do not rename the others', () => {
    const [first, second] = both(
      ['5 fork() = 6', ...child(6, 'ls'), '5 fork() = 7', ...child(7, 'wc')],
      ['5 fork() = 7', ...child(7, 'wc')],
    );
    expect(first).toContain('P3 execve("/bin/wc", ["wc"], ADDR /* 9 vars */) = 0');
    expect(second).toContain('P3 execve("/bin/wc", ["wc"], ADDR /* 9 vars */) = 0');
  });

  it('with a pid that comes again are two', () => {
    const [first] = both(
      [
        '5 fork() = 6',
        '6 getpid() = 6',
        '6 +++ exited with 0 +++',
        '5 fork() = 6',
        '6 getpid() = 6',
      ],
      [],
    );
    expect(first).toEqual(expect.arrayContaining(['P2 getpid() = P2', 'P3 getpid() = P3']));
  });

  it('are known before the call that made them returns', () => {
    const [first] = both(
      ['5 clone(flags=SIGCHLD <unfinished ...>', ...child(6, 'ls'), '5 <... clone resumed>) = 6'],
      [],
    );
    expect(first?.[0]).toBe('P1 clone(flags=SIGCHLD) = P2');
  });

  it('each text has its line', () => {
    const [first] = paired(
      normalOf(['5 fork() = 6', '6 getpid() = 6', '5 close(3) = 0']),
      normalOf([]),
    );
    expect(first.lines).toEqual([1, 3, 2]);
  });
});

describe('a child that ends before its parent waits', () => {
  const signal = '5 --- SIGCHLD {si_signo=SIGCHLD, si_pid=6, si_uid=0} ---';
  const handlerReturn = '5 rt_sigreturn({mask=[]}) = 0';
  const wait = '5 wait4(-1, NULL, 0, NULL) = 6';
  const birth = ['5 fork() = 6', '6 getpid() = 6', '6 +++ exited with 0 +++'];

  it('looks like one that ends while its parent waits', () => {
    const [early, late] = paired(
      normalOf([...birth, signal, handlerReturn, wait]),
      normalOf([...birth, wait, signal, handlerReturn]),
    );
    expect(early.texts).toEqual(late.texts);
    expect(early.lines.slice(1, 4)).toEqual([6, 4, 5]);
  });

  test.for([
    ['whose handler makes a call', [signal, '5 getpid() = 5', handlerReturn, wait]],
    ['that is another', [signal.replace('=6', '=7'), handlerReturn, wait]],
    [
      'of a handler for another signal',
      [signal.replace('SIGCHLD', 'SIGUSR1'), handlerReturn, wait],
    ],
  ] as const)('%s stays where it came', ([, lines]) => {
    const [first] = paired(normalOf([...birth, ...lines]), normalOf([]));
    expect(first.lines.slice(1, 1 + lines.length)).toEqual(lines.map((_, index) => 4 + index));
  });
});

it('shows a call that never returned', () => {
  expect(textOf('read(0,  <unfinished ...>')).toEqual(['P1 read(0,  <unfinished ...>']);
});

describe('the first difference', () => {
  const spotOf = (...hunks: readonly string[]) => {
    const differences = new Differences();
    for (const line of hunks) differences.see(line);
    return differences.end();
  };

  it('is the first call whose result differs', () => {
    expect(
      spotOf(
        '@@ -2,3 +2,2 @@',
        ' P1 a() = 0',
        '-P1 b() = 0',
        ' P1 c() = 0',
        '@@ -8,3 +7,3 @@',
        ' P1 d() = 0',
        '-P1 open("x") = 3',
        '-P1 read(3) = 5',
        '+P1 open("x") = -1 ENOENT (x)',
        '+P1 write(2) = 1',
      ),
    ).toEqual({ first: 9, second: 8 });
  });

  it('is no call whose result tells when, if another result differs', () => {
    expect(
      spotOf(
        '@@ -1 +1 @@',
        '-P1 wait4(-1) = P2',
        '+P1 wait4(-1) = P3',
        '@@ -5 +5 @@',
        '-P1 open("x") = 3',
        '+P1 open("x") = 4',
      ),
    ).toEqual({ first: 5, second: 5 });
  });

  it('is the first line that only one run has, if no result differs', () => {
    expect(spotOf('@@ -4,0 +5 @@', '+P1 close(3) = 0')).toEqual({ first: 5, second: 5 });
  });

  it('is nothing where nothing differs', () => {
    expect(spotOf()).toBeUndefined();
  });
});
