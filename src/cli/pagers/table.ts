/** The pagers that vimtrace knows. A new pager is a new entry of plain data. */
import type { PagerProfile } from './profile.ts';

/**
 * Reads the bytes of the trace unchanged (-b): this is a fifth faster (P10), and one byte that is not UTF-8 does not
 * turn all others into latin1. Traced data may contain modelines, so they are off; the autocmd turns them off again
 * after the user's .vimrc, which vim reads after -b.
 */
const vim: PagerProfile = {
  args: [
    '--cmd',
    'autocmd BufReadPre * setlocal nomodeline',
    '-b',
    '-n',
    '-R',
    '-c',
    'set nobinary | setlocal buftype=nofile',
    '--',
    '{file}',
  ],
  coloured: ['-c', 'setlocal filetype={filetype}'],
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
