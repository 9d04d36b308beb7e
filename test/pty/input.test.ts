/** Arguments and environment reach the program unchanged, byte for byte. */
import { describe, expect, test } from 'vitest';
import { place } from '../harness/place.ts';
import { type ShellName, shell } from '../harness/shells.ts';
import { quit, run, status } from './typing.ts';

const users: readonly ShellName[] = ['bash', 'zsh', 'dash'];
const words = [
  'two words',
  ' ',
  '',
  "it's",
  '"quoted"',
  'back\\slash',
  '$HOME',
  '`id`',
  'a\nb\n',
  'ü€😀',
  '--',
  '-p',
  '--pager=x',
  '--help',
  '-',
  '*',
  '?[a]',
  '~',
  ';',
  '&&',
  '|',
  '#',
  '!',
  '\t',
  '',
  'NAME=value',
  '%s\\n',
  '\u0001\u007f',
];
const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

/** A Perl script that writes its arguments to a file, each followed by a NUL. */
const echo = 'open F, ">", shift; print F map { "$_\\0" } @ARGV;';

describe.for(users)('arguments, in %s', (user) => {
  test.for([
    { how: 'paged', line: 'vimtrace strace -e trace=none', isPaged: true },
    { how: 'after --', line: 'vimtrace -- strace -e trace=none', isPaged: true },
    { how: 'with -ff', line: 'vimtrace strace -f -ff -e trace=none', isPaged: true },
    { how: 'not paged', line: 'vimtrace --no-pager strace -e trace=none', isPaged: false },
    {
      how: 'with stderr in a file',
      line: 'vimtrace strace -e trace=none',
      isPaged: false,
      redirected: ' 2>err',
    },
    { how: 'of a command that is no tracer', line: 'vimtrace env', isPaged: false },
  ])('reach the program unchanged, $how', async ({ line, isPaged, redirected }) => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    where.write('work/echo.pl', echo);
    where.write(
      'work/go',
      `${line} perl echo.pl got ${words.map(quoted).join(' ')}${redirected ?? ''}\n`,
    );
    const session = await shell(user, where);
    session.line('. ./go');
    if (isPaged) {
      await session.pager('exited with 0');
      await quit(session);
    }
    expect(await status(session)).toBe(0);
    expect(where.read('work/got')).toBe(words.map((word) => `${word}\0`).join(''));
  });
});

describe.for(users)('words and variables that are not UTF-8, in %s', (user) => {
  test.for([
    { how: 'with no signal ignored', before: ':' },
    { how: 'with a signal ignored', before: 'trap "" USR1' },
  ])('reach the program unchanged, $how', async ({ before }) => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    // The first two look the same if they are decoded as UTF-8; printf or sh could change the others.
    const names = ['\\351', '\\350', '\\300 \\0351%s\\377\\012', '\\\\\\202'];
    where.write('work/echo.pl', echo);
    where.write(
      'work/go',
      `${before}\nODD=$(printf 'x\\351'); export ODD\nset --\n` +
        `for each in ${names.map((name) => `'${name}'`).join(' ')}; do\n` +
        `  word=$(printf "$each.\\n" x) && set -- "$@" "\${word%.}"\ndone\n` +
        'perl echo.pl bare "$@" "" é "$ODD"; vimtrace strace perl echo.pl got "$@" "" é "$ODD"\n',
    );
    const session = await shell(user, where);
    session.line('sh ./go');
    const job = await session.job();
    await session.pager(/./, job.pid);
    await quit(session);
    // Without a byte that is not UTF-8 the comparison would prove nothing.
    await run(session, `cmp bare got && grep -q "$(printf '\\351')" got; echo $? >code`);
    expect(where.read('work/code')).toBe('0\n');
  });
});

describe('NODE_OPTIONS', () => {
  test.for([
    '--no-such-option',
    '--inspect-brk=0',
    '-r /nonexistent.js',
    '  two  spaces ',
    "quo'te",
  ])('reaches the program, and has no effect on vimtrace: %s', async (options) => {
    const where = place({ VIMTRACE_PAGER: 'less', NODE_OPTIONS: options });
    const session = await shell('bash', where);
    session.line(`vimtrace strace -e trace=none sh -c 'printf %s "$NODE_OPTIONS" >got'`);
    await session.pager('exited with 0');
    await quit(session);
    expect(await status(session)).toBe(0);
    expect(where.read('work/got')).toBe(options);
  });

  test('stays unset if it was unset', async () => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    const session = await shell('bash', where);
    session.line(`vimtrace strace -e trace=none sh -c 'echo "\${NODE_OPTIONS-unset}" >got'`);
    await session.pager('exited with 0');
    await quit(session);
    expect(where.read('work/got')).toBe('unset\n');
  });
});

describe('NODE_EXTRA_CA_CERTS, which vimtrace hides from Node for a faster start,', () => {
  test.for([
    { how: 'naming a missing file', value: '/nonexistent.pem' },
    { how: 'set to nothing', value: '' },
  ])('reaches the program, $how', async ({ value }) => {
    const where = place({ VIMTRACE_PAGER: 'less', NODE_EXTRA_CA_CERTS: value });
    const session = await shell('bash', where);
    session.line(
      `vimtrace strace -e trace=none sh -c 'printf %s "\${NODE_EXTRA_CA_CERTS-unset}" >got'`,
    );
    await session.pager('exited with 0');
    await quit(session);
    expect(where.read('work/got')).toBe(value);
  });
});

describe('the whole environment', () => {
  test('reaches the program unchanged', async () => {
    const where = place({ VIMTRACE_PAGER: 'less', ODD: ' a\nb=c "ü" ' });
    const session = await shell('bash', where);
    await run(
      session,
      'env -u _ cat /proc/self/environ | tr "\\0" "\\n" | grep -v ^_= | sort >before',
    );
    session.line('vimtrace strace -e trace=none cat /proc/self/environ >raw');
    await session.pager('exited with 0');
    await quit(session);
    await run(session, 'tr "\\0" "\\n" <raw | grep -v ^_= | sort >after');
    expect(where.read('work/after')).toBe(where.read('work/before'));
  });
});

test.for([
  { what: 'of the shell', set: ':' },
  { what: 'on open files', set: 'ulimit -S -n 500' },
  { what: 'on core files', set: 'ulimit -S -c unlimited' },
  { what: 'on both', set: 'ulimit -S -n 500 -c unlimited' },
])('the limits $what reach the program and the pager', async ({ set }) => {
  const where = place({ VIMTRACE_PAGER: 'cp /proc/self/limits pager; less' });
  const session = await shell('bash', where);
  await run(session, `${set}; cp /proc/self/limits bare`);
  session.line('vimtrace strace -e trace=none cp /proc/self/limits program');
  await session.pager('exited with 0');
  await quit(session);
  expect(where.read('work/program')).toBe(where.read('work/bare'));
  expect(where.read('work/pager')).toBe(where.read('work/bare'));
});

describe('vimtrace’s options end at the first operand:', () => {
  const wide = { columns: 200, rows: 40 };

  test('strace itself reads strace -p', async () => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    const session = await shell('bash', where, wide);
    session.line('vimtrace strace -p');
    await session.sees(/^strace: option requires an argument/);
    expect(await status(session)).toBe(1);
  });

  test.for(['--help', '-h', '-V', '--version'])('strace itself reads strace %s', async (option) => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    const session = await shell('bash', where, wide);
    await run(session, `strace ${option} >bare`);
    await run(session, `vimtrace strace ${option} >ours`);
    expect(where.read('work/ours')).toBe(where.read('work/bare'));
    expect(where.read('work/ours')).toContain('strace');
  });
});
