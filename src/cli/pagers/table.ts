/** The pagers that vimtrace knows: plain data, an entry for each. */
import type { PagerProfile } from './profile.ts';

/**
 * Reads the trace's bytes as they are: that is a fifth faster (FACTS.md P10), and a byte that is no UTF-8 does not
 * make latin1 of all others. A modeline in traced data is not to be obeyed, and a .vimrc comes after -b.
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
/** nvim's own ^Z is orderly, but it has no handler for SIGTSTP. */
const nvim: PagerProfile = { ...vim, plain: ['-c', 'silent! syntax off'], stop: 'abrupt' };
/** It stops with its own pager, and is seen to stop before that has put the terminal right. */
const bat: PagerProfile = {
  args: ['--paging=always', '--', '{file}'],
  coloured: ['--language={filetype}'],
  languages: ['strace'],
  plain: ['--color=never'],
  stop: 'abrupt',
};
const file: PagerProfile = { args: ['{file}'], stop: 'abrupt' };

/** Profiles of pagers, by the command's name. */
export type PagerTable = Readonly<Record<string, PagerProfile>>;

export const pagers: PagerTable = {
  vim,
  vi: vim,
  view: vim,
  nvim,
  // Colours that are in the trace, such as those of a command's own.
  less: { args: ['-R', '{file}'], stop: 'orderly' },
  // On SIGTSTP it puts the modes right, and stops itself by SIGSTOP.
  more: file,
  most: { ...file, plain: ['-C'] },
  bat,
  batcat: bat,
  // It would begin at the end.
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
