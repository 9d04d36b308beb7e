/** Lines as no tracer wrote them, for tests of src/trace. */
import fc from 'fast-check';

const lines = [
  '12 openat(AT_FDCWD</tmp>, "a) = 3", O_RDONLY) = 3</tmp/a) = 3> <0.000007>',
  '12 15:35:12.775680 (+     0.000062) [ 257] [00007f371964c011] read(3<TCP:[1:1->2:2]>, "x"..., 1) = -1 EIO (x)',
  '[pid 12<a b>] clone(child_stack=NULL, flags=CLONE_VM|SIGCHLD <unfinished ...>',
  '12 <... clone resumed>, child_tidptr=0x7f) = 13',
  '13 execve("/bin/ls", ["ls", "\\303\\244"...], 0x7ffc /* 38 vars */) = 0',
  '13 connect(3, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("127.0.0.1")}, 16) = -1 ECONNREFUSED (x)',
  '13 +++ superseded by execve in pid 12 +++',
  '--- SIGSEGV {si_signo=SIGSEGV, si_addr=NULL} ---',
  '13 +++ killed by SIGSEGV (core dumped) +++',
  '100.00    0.487467          53      9120      1379 total',
];
const pieces = [
  '(',
  ')',
  '"',
  '\\',
  '<',
  '>',
  '...',
  ' = ',
  '[',
  ']',
  '{',
  '/*',
  '12',
  ' ',
  '\n',
  '-1 E',
  '?',
  'é',
];

/** Lines of strace, cut and glued anywhere, with bytes between them. */
export const mutated = fc
  .array(
    fc.oneof(
      fc.constantFrom(...lines, ...pieces),
      fc
        .tuple(fc.constantFrom(...lines), fc.nat(120), fc.nat(120))
        .map(([line, from, to]) => line.slice(from, to)),
      fc.uint8Array({ maxLength: 8 }).map((bytes) => String.fromCharCode(...bytes)),
    ),
    { maxLength: 24 },
  )
  .chain((all) => fc.constantFrom('', '\n').map((glue) => all.join(glue)));
