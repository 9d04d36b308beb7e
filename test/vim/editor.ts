/** A Vim or Neovim without a terminal, with the package on its runtimepath, that answers questions about a file. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execaSync } from 'execa';
import { expect } from 'vitest';

export const pack = join(import.meta.dirname, '../../vim');

/** Both editors, without the user's own files. */
export const editors = [
  {
    editor: 'vim',
    command: ['vim', '-u', 'NONE', '-i', 'NONE', '-n', '-T', 'ansi', '--not-a-term'],
  },
  { editor: 'nvim', command: ['nvim', '--headless', '-u', 'NONE', '-i', 'NONE', '-n'] },
] as const;

export type Editor = (typeof editors)[number];

/** What an editor is told: lines of Vim script before the package is loaded, and after the file is shown. */
export type Task = {
  readonly file: string;
  readonly before?: readonly string[];
  readonly script: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** The directory of the package. */
  readonly from?: string;
};

/** The value that the script leaves in `g:answer`. A script that fails, or prints an error, fails the test. */
export function ask<T>(
  { command }: Editor,
  { file, before = [], script, env = {}, from = pack }: Task,
): T {
  const directory = mkdtempSync(join(tmpdir(), 'vimtrace-vim-'));
  const at = (name: string): string => join(directory, name);
  const source = [
    'set nocompatible',
    `cd ${directory}`,
    ...before,
    `source ${from}/vimtrace.vim`,
    'filetype plugin on',
    'syntax on',
    'setlocal filetype=strace',
    'function! Feed(keys) abort',
    '  call feedkeys(a:keys, "xt")',
    '  return line(".")',
    'endfunction',
    'try',
    ...script,
    'catch',
    '  let g:answer = "failed: " . v:exception . " in " . v:throwpoint',
    'endtry',
    `call writefile([json_encode(g:answer)], ${quoted(at('answer'))})`,
    'qall!',
  ];
  try {
    writeFileSync(at('script.vim'), `${source.join('\n')}\n`);
    const [program, ...args] = command;
    execaSync(program, [...args, '-c', `source ${at('script.vim')}`, '--', file], {
      env: { HOME: directory, XDG_CONFIG_HOME: directory, TERM: 'xterm-256color', ...env },
      reject: false,

      input: '',
      timeout: 60_000,
    });
    const answer: unknown = JSON.parse(readFileSync(at('answer'), 'utf8'));
    if (typeof answer === 'string') expect(answer).not.toMatch(/^failed: /);
    return answer as T;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** A Vim string that stands for `text`. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Lines of Vim script that wait until `condition` is true. */
export const wait = (condition: string): readonly string[] => [
  'let tries = 0',
  `while !(${condition}) && tries < 3000`,
  '  sleep 10m',
  '  let tries += 1',
  'endwhile',
];
