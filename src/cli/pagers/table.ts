/** The pagers that vimtrace knows. A new pager is a new entry of plain data. */
import type { PagerProfile } from './profile.ts';

/**
 * Reads the bytes of the trace unchanged (-b): this is a fifth faster (P10), and one byte that is not UTF-8 does not
 * turn all others into latin1. The script reads and names the buffer, and turns -b off again. It is sourced before the
 * user's vimrc, so a vimrc that fails does no harm. A Vim without +eval skips what stands between `if` and `endif`.
 */
const vim: PagerProfile = {
  args: ['--cmd', 'source {vim}/autoload/vimtrace/buffer.vim', '-b', '-n', '-R', '--', '{file}'],
  coloured: ['--cmd', "if 1 | let g:vimtrace_filetype = '{filetype}' | endif"],
  plain: ['-c', 'silent! syntax off', '-c', 'set t_Co=0'],
  stop: 'orderly',
  isEditor: true,
};
/** nvim restores the terminal at ^Z, but has no handler for SIGTSTP. */
const nvim: PagerProfile = { ...vim, plain: ['-c', 'silent! syntax off'], stop: 'abrupt' };
/** bat and its own pager stop together; bat's stop is seen before that pager has restored the terminal. */
const bat: PagerProfile = {
  args: ['--paging=always', '--', '{file}'],
  coloured: ['--language={filetype}'],
  languages: ['strace'],
  plain: ['--color=never'],
  stop: 'abrupt',
};
const file: PagerProfile = { args: ['{file}'], stop: 'abrupt' };

/** Profiles of pagers, by the name of the command. */
export type PagerTable = Readonly<Record<string, PagerProfile>>;

export const pagers: PagerTable = {
  vim,
  vi: vim,
  view: vim,
  nvim,
  // -R shows colours that are in the trace, for example those of a command that prints colours.
  less: { args: ['-R', '{file}'], stop: 'orderly' },
  // more restores the modes at SIGTSTP, but then stops itself by SIGSTOP: seen from outside, abrupt.
  more: file,
  most: { ...file, plain: ['-C'] },
  bat,
  batcat: bat,
  // Without :goto 0, lnav begins at the end of the file.
  lnav: { ...file, args: ['-c', ':goto 0', '{file}'] },
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
    stop: 'abrupt',
    isEditor: true,
  },
  moor: file,
  moar: file,
  ov: file,
};
