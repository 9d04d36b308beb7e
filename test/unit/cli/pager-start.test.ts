/** programOf and startOf: what a pager's command runs, and how it is shown the trace. */
import { describe, expect, it } from 'vitest';
import { programOf, startOf } from '../../../src/cli/pagers.ts';

describe('programOf', () => {
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['vim', 'vim'],
    ['  vim  ', 'vim'],
    ['less -R', 'less'],
    ['/usr/bin/vim -u NONE', '/usr/bin/vim'],
    ['vim -R -', 'vim'],
    ['FOO=1 less', 'less'],
    ['FOO=1 BAR=a/b less -R', 'less'],
    ['FOO= less', 'less'],
    ['a | b', 'a'],
    ['', undefined],
    ['FOO=1', undefined],
    ['FOO=$HOME less', undefined],
    ['FOO="a b" less', undefined],
    ["'my pager' -x", undefined],
    ['"vim" -R', undefined],
    ['my\\ pager', undefined],
    ['$EDITOR -R', undefined],
    ['~/bin/page', undefined],
    ['(vim)', undefined],
    ['vim; less', undefined],
    ['`which vim`', undefined],
  ];
  it.each(rows)('of %j is %j', (command, program) => {
    expect(programOf(command)).toBe(program);
  });

  it.each([
    'exec less',
    'export LESS=R; less',
    'cd /tmp && less',
    '{ less; }',
    'if true; then less; fi',
    '! less',
  ])('of %j is for a shell to tell: it starts with a word of the shell’s own', (command) => {
    expect(programOf(command)).toBeUndefined();
  });
});

describe('startOf', () => {
  const vims = ['vim', 'vim -u NONE', '/usr/bin/vim -u NONE', 'nvim', 'vi', 'view -n'];
  it.each(vims)('%s opens the file, read-only and by the terminal', (command) => {
    const start = startOf(command, '/tmp/t', 'strace');
    expect(start).toMatchObject({ command: `exec ${command}`, stdin: 'terminal' });
    expect(start.args.slice(-2)).toEqual(['--', '/tmp/t']);
    expect(start.args).toContain('-R');
    expect(start.args.join(' ')).toContain('filetype=strace');
    expect(start.args.join(' ')).toContain('nomodeline');
  });

  it('sets no filetype where there is none', () => {
    expect(startOf('vim', '/tmp/t', '').args.join(' ')).not.toContain('filetype');
  });

  it.each(['less', 'less -R', '/usr/bin/less', 'more'])('%s opens the file', (command) => {
    expect(startOf(command, '/tmp/t', 'strace')).toEqual({
      command: `exec ${command}`,
      args: ['/tmp/t'],
      stdin: 'terminal',
      onStop: 'orderly',
    });
  });

  it.each([
    'vim -R -',
    'less -',
    'nvim - ',
    'most',
    'cat -n',
    'myless',
    'toString',
  ])('%s reads standard input, and is the process that is waited for', (command) => {
    expect(startOf(command, '/tmp/t', 'strace')).toMatchObject({
      command: `exec ${command}`,
      args: [],
      stdin: 'trace',
    });
  });

  const shells = [
    'a | b',
    'vim | less',
    'less; true',
    "'my pager' -x",
    '$EDITOR -R',
    '(less)',
    'less & wait',
    'less >x',
  ];
  it.each(shells)('%s is left to the shell', (command) => {
    expect(startOf(command, '/tmp/t', 'strace')).toEqual({
      command,
      args: [],
      stdin: 'trace',
      onStop: 'abrupt',
    });
  });

  it.each([
    [
      'orderly',
      ['vim', '/usr/bin/vim -u NONE', 'view', 'vim -R -', 'less', 'less -', 'FOO=1 more'],
    ],
    ['abrupt', ['nvim', 'nvim -', 'most', 'cat -n', 'myless', 'toString', 'vim | less', '$EDITOR']],
  ] as const)('takes for %s on SIGTSTP: %j', (onStop, commands) => {
    for (const command of commands)
      expect(startOf(command, '/tmp/t', '')).toMatchObject({ onStop });
  });

  it.each([
    ['FOO=1 less', 'export FOO=1; exec less', 'terminal'],
    ['A=1 B=2 most -s', 'export A=1 B=2; exec most -s', 'trace'],
  ] as const)('%s: exec in POSIX’s sh takes no assignments, so they are exported', (command, shell, stdin) => {
    expect(startOf(command, '/tmp/t', '')).toMatchObject({ command: shell, stdin });
  });
});
