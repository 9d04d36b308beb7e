/** The pagers that vimtrace knows. A new pager is a new entry of plain data. */
import type { PagerProfile } from './profile.ts';

/** The filetype also brings the motions of a trace, which are there without colours too. */
const filetype = ['--cmd', "if 1 | let g:vimtrace_filetype = '{filetype}' | endif"];

/**
 * Reads the bytes of the trace unchanged (-b): this is a fifth faster (P10), and one byte that is not UTF-8 does not
 * turn all others into latin1. The script reads and names the buffer, and turns -b off again. It is sourced before the
 * user's vimrc, so a vimrc that fails does no harm. A Vim without +eval skips what stands between `if` and `endif`.
 */
const shown = [
  '--cmd',
  'source {vim}/autoload/vimtrace/buffer.vim',
  '-b',
  '-n',
  '-R',
  '--',
  '{file}',
];
const vim: PagerProfile = {
  pair: [
    ...['--cmd', 'if 1 | let g:vimtrace_pair = 1 | endif'],
    ...['--cmd', 'source {vim}/autoload/vimtrace/buffer.vim', '-b', '-n', '-R', '-d'],
    ...['-c', 'normal! {line}Gzvzz', '--', '{first}', '{file}'],
  ],
  args: shown,
  // The buffer of the list finds the others (vim/autoload/vimtrace/tree.vim).
  many: shown,
  coloured: filetype,
  plain: [...filetype, '-c', 'silent! syntax off', '-c', 'set t_Co=0'],
  atLine: ['--cmd', "if 1 | let g:vimtrace_cause = '{why}' | endif", '+{line}'],
  atEnd: ['+$'],
  stop: 'orderly',
  isEditor: true,
};
/** nvim restores the terminal at ^Z, but has no handler for SIGTSTP. */
const nvim: PagerProfile = {
  ...vim,
  plain: [...filetype, '-c', 'silent! syntax off'],
  stop: 'abrupt',
};
/**
 * bat and its own pager stop together; bat's stop is seen before that pager has restored the terminal. bat wraps long
 * lines itself, and then its pager counts other lines. bat's heading may move the line a few rows down, so bat marks it.
 */
const bat: PagerProfile = {
  args: ['--paging=always', '--', '{file}'],
  many: ['--paging=always', '--', '{file}', '{files}'],
  coloured: ['--language={filetype}'],
  languages: ['strace', 'diff'],
  plain: ['--color=never'],
  atLine: ['--wrap=never', '--highlight-line={line}', '--pager=less -R +{line}'],
  atEnd: ['--pager=less -R +G'],
  stop: 'abrupt',
};
const file: PagerProfile = { args: ['{file}'], stop: 'abrupt' };
const counting: PagerProfile = { ...file, atLine: ['+{line}'] };
const next: PagerProfile = { ...counting, many: ['{file}', '{files}'] };
/** A number of a line beyond the end of any trace; pagers take the last line for it. */
const beyond = '+999999999';

/** Profiles of pagers, by the name of the command. */
export type PagerTable = Readonly<Record<string, PagerProfile>>;

export const pagers: PagerTable = {
  vim,
  vi: vim,
  view: vim,
  nvim,
  // -R shows colours that are in the trace, for example those of a command that prints colours.
  less: {
    ...counting,
    args: ['-R', '{file}'],
    many: ['-R', '{file}', '{files}'],
    atEnd: ['+G'],
    stop: 'orderly',
  },
  // more restores the modes at SIGTSTP, but then stops itself by SIGSTOP: seen from outside, abrupt.
  more: next,
  most: { ...next, plain: ['-C'], atEnd: [beyond] },
  bat,
  batcat: bat,
  // lnav begins at the end of the file. It counts lines from 0.
  lnav: {
    ...file,
    atStart: ['-c', ':goto 0'],
    atLine: ['-c', ':goto {line}', '-c', ':relative-goto -1'],
  },
  emacs: {
    args: [
      '-nw',
      '--eval',
      '(setq enable-local-variables nil large-file-warning-threshold nil)',
      '{file}',
      '--eval',
      '(view-mode)',
    ],
    plain: ['--color=never'],
    atLine: ['+{line}'],
    atEnd: [beyond],
    stop: 'abrupt',
    isEditor: true,
  },
  moor: counting,
  moar: counting,
  ov: file,
};
