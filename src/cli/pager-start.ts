/** The pagers vimtrace knows: how each is given a trace. */
import { type Pager, programOf } from './pagers.ts';
import { entry, type Manners, type PagerProfile } from './profile.ts';

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

type Table = Readonly<Record<string, PagerProfile>>;

export const pagers: Table = {
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

/**
 * less in place of `pager`, where that reads all of a file before it shows any and nobody has
 * asked vimtrace for it; for a trace of `bytes`, of which `limit` are many.
 */
export function pagerOf(
  pager: Pager,
  bytes: number,
  limit: number,
  hasLess: () => boolean,
  table: Table = pagers,
): Pager {
  const isAsked = pager.origin === '--pager' || pager.origin === '$VIMTRACE_PAGER';
  if (isAsked || bytes < limit || !hasLess()) return pager;
  const program = programOf(pager.command);
  const isEditor = program !== undefined && entry(table, program)?.isEditor === true;
  return isEditor ? { command: 'less', origin: 'the default' } : pager;
}

/** How to start a pager: shell text, arguments for it, and what its standard input is. */
export type Start = {
  readonly command: string;
  readonly args: readonly string[];
  readonly stdin: 'terminal' | 'trace';
  readonly onStop: Manners;
};

export type Trace = {
  readonly file: string;
  /** vim's name for what it is; '' where there is none. */
  readonly filetype: string;
  /** Whether there is to be colour: not where NO_COLOR is set (no-color.org). */
  readonly isColoured: boolean;
};

/** How `command`, a shell command as in $PAGER, is to show the trace. */
export function startOf(command: string, trace: Trace, table: Table = pagers): Start {
  const program = programOf(command);
  const isOne = program !== undefined && !/[;&|<>()`\n]/.test(command);
  const profile = isOne ? entry(table, program) : undefined;
  const readsStdin = /\s-\s*$/.test(command);
  if (profile === undefined || readsStdin)
    return {
      command: isOne ? withExec(command) : command,
      args: [],
      stdin: 'trace',
      onStop: profile?.stop ?? 'abrupt',
    };
  return {
    command: withExec(command),
    args: argsOf(profile, trace),
    stdin: 'terminal',
    onStop: profile.stop,
  };
}

function argsOf(
  { args, coloured = [], languages, plain = [] }: PagerProfile,
  { file, filetype, isColoured }: Trace,
): readonly string[] {
  const isKnown = filetype !== '' && languages?.includes(filetype) !== false;
  const colours = isColoured ? (isKnown ? coloured : []) : plain;
  const values: Readonly<Record<string, string>> = { '{file}': file, '{filetype}': filetype };
  return [...colours, ...args].map((word) =>
    word.replace(/\{(?:file|filetype)\}/g, (name) => values[name] ?? name),
  );
}

/** exec, so that the pager is the very process that its monitor waits for. */
function withExec(command: string): string {
  const assignments = /^\s*(?:[A-Za-z_]\w*=\S*\s+)*/.exec(command)?.[0] ?? '';
  const program = command.slice(assignments.length);
  return assignments.trim() === ''
    ? `exec ${program}`
    : `export ${assignments.trim()}; exec ${program}`;
}
