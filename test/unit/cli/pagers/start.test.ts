/** programOf and startOf: which program a pager's command runs, and how the program gets the trace. */
import { describe, expect, it } from 'vitest';
import { programOf } from '../../../../src/cli/pagers/choose.ts';
import { showsMany, startOf as start, tableFor } from '../../../../src/cli/pagers/start.ts';
import { pagers } from '../../../../src/cli/pagers/table.ts';

const startOf = (command: string, file: string, filetype: string, isColoured = true) =>
  start(command, { file, filetype, vim: '/a b/vim', isColoured });

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
  ])('of %j is unknown, because the command starts with a word of the shell', (command) => {
    expect(programOf(command)).toBeUndefined();
  });
});

describe('startOf', () => {
  const vims = ['vim', 'vim -u NONE', '/usr/bin/vim -u NONE', 'nvim', 'vi', 'view -n'];
  it.each(vims)('opens the file read-only, with the terminal as stdin, for %s', (command) => {
    const start = startOf(command, '/tmp/t', 'strace');
    expect(start).toMatchObject({ command: `exec ${command}`, stdin: 'terminal' });
    expect(start.args.slice(-2)).toEqual(['--', '/tmp/t']);
    expect(start.args).toContain('-R');
    expect(start.args.join(' ')).toContain("filetype = 'strace'");
  });

  it('escapes the path of vim’s script, which vim would expand', () => {
    const path = '/a b/%#|\'"\\*?[{`$!<';
    const trace = { file: '/tmp/t', filetype: '', vim: path, isColoured: true };
    expect(start('vim', trace).args).toContain(
      'source /a\\ b/\\%\\#\\|\\\'\\"\\\\\\*\\?\\[\\{\\`\\$\\!\\</autoload/vimtrace/buffer.vim',
    );
  });

  describe('two traces that are compared', () => {
    const pair = { first: '/tmp/a', line: 12, unified: '/tmp/u' };
    const trace = { file: '/tmp/b', filetype: 'strace', vim: '/v', isColoured: true, pair };

    it.each(['vim', 'nvim -u NONE', 'view'])('are shown side by side by %s', (command) => {
      const { args } = start(command, trace);
      expect(args.slice(-4)).toEqual(['normal! 12Gzvzz', '--', '/tmp/a', '/tmp/b']);
      expect(args).toContain('-d');
      expect(args.join(' ')).toContain("filetype = 'strace'");
    });

    it.each([
      ['less', { args: ['-R', '/tmp/u'], stdin: 'terminal' }],
      ['bat', { args: ['--language=diff', '--paging=always', '--', '/tmp/u'] }],
      ['most', { args: ['/tmp/u'] }],
      ['vim -', { args: [], file: '/tmp/u', stdin: 'trace' }],
      ['mine', { args: [], file: '/tmp/u', stdin: 'trace' }],
    ])('are one text for %s', (command, expected) => {
      expect(start(command, trace)).toMatchObject(expected);
    });
  });

  it('sets no filetype if there is none', () => {
    expect(startOf('vim', '/tmp/t', '').args.join(' ')).not.toContain('filetype');
  });

  const files: readonly (readonly [string, readonly string[]])[] = [
    ['less', ['-R', '/tmp/t']],
    ['less -S', ['-R', '/tmp/t']],
    ['/usr/bin/less', ['-R', '/tmp/t']],
    ['more', ['/tmp/t']],
    ['most -s', ['/tmp/t']],
    ['lnav', ['/tmp/t']],
    ['moor', ['/tmp/t']],
    ['moar', ['/tmp/t']],
    ['ov', ['/tmp/t']],
    ['bat', ['--language=strace', '--paging=always', '--', '/tmp/t']],
    ['batcat -n', ['--language=strace', '--paging=always', '--', '/tmp/t']],
  ];
  it.each(files)('opens the file, for %s, by %j', (command, args) => {
    expect(startOf(command, '/tmp/t', 'strace')).toMatchObject({
      command: `exec ${command}`,
      args,
      stdin: 'terminal',
    });
  });

  it('gives bat a language that bat knows, or none', () => {
    expect(startOf('bat', '/tmp/t', 'valgrind').args).toEqual(['--paging=always', '--', '/tmp/t']);
    expect(startOf('bat', '/tmp/t', '').args).toEqual(['--paging=always', '--', '/tmp/t']);
  });

  it('starts emacs in the terminal, read-only, and without local variables from the trace', () => {
    const { args, stdin } = startOf('emacs', '/tmp/t', 'strace');
    expect(args[0]).toBe('-nw');
    expect(stdin).toBe('terminal');
    expect(args.indexOf('/tmp/t')).toBeGreaterThan(
      args.findIndex((word) => word.includes('enable-local-variables nil')),
    );
    expect(args.at(-1)).toBe('(view-mode)');
  });

  it('does not expand anything in the file’s name', () => {
    expect(startOf('less', '/a{filetype}$&', 'strace').args).toEqual(['-R', '/a{filetype}$&']);
  });

  it.each([
    ['vim', 'syntax off'],
    ['vim', 't_Co=0'],
    ['view', 'syntax off'],
    ['nvim', 'syntax off'],
    ['bat', '--color=never'],
    ['most', '-C'],
    ['emacs', '--color=never'],
  ])('gives %s, without colours, %s', (command, told) => {
    const { args } = startOf(command, '/tmp/t', 'strace', false);
    expect(args.join(' ')).toContain(told);
    expect(args.join(' ')).not.toMatch(/language/);
    expect(startOf(command, '/tmp/t', 'strace').args.join(' ')).not.toContain(told);
  });

  it.each(['vim', 'view', 'nvim'])('gives %s the filetype without colours too', (command) => {
    const { args } = startOf(command, '/tmp/t', 'strace', false);
    expect(args.join(' ')).toContain("vimtrace_filetype = 'strace'");
  });

  it.each([
    'vim -R -',
    'less -',
    'nvim - ',
    'cat -n',
    'myless',
    'toString',
  ])('starts %s by exec, with the trace as stdin', (command) => {
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
  it.each(shells)('leaves %s to the shell', (command) => {
    expect(startOf(command, '/tmp/t', 'strace')).toEqual({
      command,
      args: [],
      file: '/tmp/t',
      stdin: 'trace',
      stop: 'abrupt',
    });
  });

  it.each([
    [
      'orderly',
      ['vim', '/usr/bin/vim -u NONE', 'view', 'vim -R -', 'less', 'less -', 'FOO=1 less'],
    ],
    [
      'abrupt',
      [
        'nvim',
        'nvim -',
        'most',
        'bat',
        'emacs -nw',
        'cat -n',
        'myless',
        'toString',
        'vim | less',
        '$EDITOR',
      ],
    ],
  ] as const)('expects an %s stop on SIGTSTP from %j', (stop, commands) => {
    for (const command of commands) expect(startOf(command, '/tmp/t', '')).toMatchObject({ stop });
  });

  it.each([
    ['FOO=1 less', 'export FOO=1; exec less', 'terminal'],
    ['A=1 B=2 tee -i', 'export A=1 B=2; exec tee -i', 'trace'],
  ] as const)('exports the assignments of %s, because exec in POSIX’s sh takes none', (command, shell, stdin) => {
    expect(startOf(command, '/tmp/t', '')).toMatchObject({ command: shell, stdin });
  });
});

describe('tableFor', () => {
  const real = (names: Readonly<Record<string, string>>) => (program: string) => names[program];

  it('has the profile of the file that runs', () => {
    const nvim = real({ vim: 'nvim', '/opt/vim': 'nvim', pager: 'less' });
    expect(tableFor('vim', undefined, nvim)['vim']).toBe(pagers['nvim']);
    expect(tableFor('A=1 /opt/vim -u NONE', undefined, nvim)['vim']).toBe(pagers['nvim']);
    expect(tableFor('pager', undefined, nvim)['pager']).toBe(pagers['less']);
  });

  it('has the profile of the name where nobody knows the file', () => {
    expect(tableFor('vim', undefined, real({ vim: 'vim.basic' }))).toEqual(pagers);
    expect(tableFor('vim', undefined, real({}))).toEqual(pagers);
    expect(tableFor('a=$(b) "$c"', undefined, real({}))).toEqual(pagers);
  });

  it('has the user’s own profile, by its name', () => {
    const own = { args: ['{file}'], stop: 'abrupt' } as const;
    const table = tableFor(
      'vim',
      { vim: { value: own, origin: '--pager' } },
      real({ vim: 'nvim' }),
    );
    expect(table['vim']).toBe(own);
  });
});

describe('a trace with a file for each process', () => {
  const many = (command: string, files: readonly string[]) =>
    start(command, { file: 'list', files, filetype: 'strace', vim: '/vim', isColoured: false });

  it.each(['less', 'more', 'most', 'batcat'])('is shown by %s with all its files', (command) => {
    expect(many(command, ['t.1', 't.2']).args.slice(-3)).toEqual(['list', 't.1', 't.2']);
    expect(showsMany(command)).toBe(true);
  });

  it.each([
    'vim',
    'nvim',
    'view',
  ])('is shown by %s, which finds the files by the list', (command) => {
    expect(many(command, ['t.1', 't.2']).args.slice(-2)).toEqual(['--', 'list']);
    expect(showsMany(command)).toBe(true);
  });

  it.each(['emacs', 'lnav', 'cat -n | less', 'mine', 'less -'])('is one text for %s', (command) => {
    expect(showsMany(command)).toBe(false);
  });

  it('gives no more files than a command line takes', () => {
    const files = Array.from({ length: 100_000 }, (_, index) => `/state/vimtrace/trace.${index}`);
    const { args } = many('less', files);
    const bytes = args.reduce((sum, arg) => sum + arg.length + 1, 0);
    expect(bytes).toBeLessThan(1024 * 1024);
    expect(args.slice(1, 4)).toEqual(['list', ...files.slice(0, 2)]);
    expect(args.length).toBeGreaterThan(10_000);
  });
});
