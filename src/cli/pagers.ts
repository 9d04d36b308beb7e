/** Which pager, where that was set, and how each one is given a trace. */

/** Where the pager's command comes from, so that a message can say it. */
export type Origin = '--pager' | '$VIMTRACE_PAGER' | '$PAGER' | 'the default';

export type Pager = { readonly command: string; readonly origin: Origin };

export type Choice =
  | { readonly kind: 'pager'; readonly pager: Pager }
  | { readonly kind: 'none' }
  | { readonly kind: 'missing'; readonly pager: Pager; readonly program: string };

/** The one pager that was asked for, or else the first of the defaults that exists. */
export function choosePager(
  option: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
  exists: (program: string) => boolean,
): Choice {
  const asked: Pager | undefined =
    option !== undefined
      ? { command: option, origin: '--pager' }
      : env['VIMTRACE_PAGER'] !== undefined
        ? { command: env['VIMTRACE_PAGER'], origin: '$VIMTRACE_PAGER' }
        : undefined;
  if (asked !== undefined) {
    if (isNone(asked.command)) return { kind: 'none' };
    const program = programOf(asked.command);
    return program === undefined || exists(program)
      ? { kind: 'pager', pager: asked }
      : { kind: 'missing', pager: asked, program };
  }
  for (const pager of defaults(env['PAGER'])) {
    if (isNone(pager.command)) return { kind: 'none' };
    const program = programOf(pager.command);
    if (program === undefined || exists(program)) return { kind: 'pager', pager };
  }
  return { kind: 'none' };
}

function defaults(fromEnv: string | undefined): readonly Pager[] {
  const own = (command: string): Pager => ({ command, origin: 'the default' });
  const users: readonly Pager[] =
    fromEnv === undefined ? [] : [{ command: fromEnv, origin: '$PAGER' }];
  return [own('vim'), own('nvim'), ...users, own('less'), own('more')];
}

/** Whether a pager's command says not to page. */
export const isNone = (command: string): boolean => ['', 'cat'].includes(command.trim());

/** NAME=VALUE words, then the program; undefined where only a shell could tell. */
const simple =
  /^\s*(?:[A-Za-z_]\w*=[^\s'"\\$`;&|<>()*?[\]#~]*\s+)*([^\s'"\\$`;&|<>()*?[\]#~=]+)(?=\s|$)/;

/** First words that only a shell knows: no program of the name has to exist. */
const shellWords: ReadonlySet<string> = new Set([
  '!',
  '.',
  '{',
  'builtin',
  'case',
  'cd',
  'command',
  'eval',
  'exec',
  'export',
  'for',
  'if',
  'set',
  'trap',
  'ulimit',
  'umask',
  'unset',
  'until',
  'while',
]);

/** The program that a pager's command runs, where that can be told without a shell. */
export function programOf(command: string): string | undefined {
  // The usual case, without the expression's start-up.
  const first = /^[\w./-]+$/.test(command) ? command : simple.exec(command)?.[1];
  return first !== undefined && shellWords.has(first) ? undefined : first;
}

/**
 * What a pager does on SIGTSTP: put the terminal's modes right and, when continued, draw
 * its screen anew for the window as it is then; or simply stop, as any process does.
 */
export type Manners = 'orderly' | 'abrupt';

type Profile = {
  /** The arguments that show `file`, a trace of this filetype, read-only. */
  readonly args: (file: string, filetype: string) => readonly string[];
  readonly onStop: Manners;
};

/** Reads the trace's lines as text alone: a modeline in traced data is not to be obeyed. */
const vim: Profile = {
  args: (file, filetype) => [
    '--cmd',
    'autocmd BufReadPre * setlocal nomodeline',
    '-n',
    '-R',
    '-c',
    `setlocal buftype=nofile${filetype === '' ? '' : ` filetype=${filetype}`}`,
    '--',
    file,
  ],
  onStop: 'orderly',
};
/** nvim's own ^Z is orderly, but it has no handler for SIGTSTP. */
const nvim: Profile = { ...vim, onStop: 'abrupt' };
const less: Profile = { args: (file) => [file], onStop: 'orderly' };

const profiles: Readonly<Record<string, Profile>> = {
  vim,
  vi: vim,
  view: vim,
  nvim,
  less,
  more: less,
};

/** How to start a pager: shell text, arguments for it, and what its standard input is. */
export type Start = {
  readonly command: string;
  readonly args: readonly string[];
  readonly stdin: 'terminal' | 'trace';
  readonly onStop: Manners;
};

/** How `command`, a shell command as in $PAGER, is to show the trace in `file`. */
export function startOf(command: string, file: string, filetype: string): Start {
  const program = programOf(command);
  const isOne = program !== undefined && !/[;&|<>()`\n]/.test(command);
  const name = program?.slice(program.lastIndexOf('/') + 1) ?? '';
  const profile = isOne && Object.hasOwn(profiles, name) ? profiles[name] : undefined;
  const readsStdin = /\s-\s*$/.test(command);
  if (profile === undefined || readsStdin)
    return {
      command: isOne ? withExec(command) : command,
      args: [],
      stdin: 'trace',
      onStop: profile?.onStop ?? 'abrupt',
    };
  return {
    command: withExec(command),
    args: profile.args(file, filetype),
    stdin: 'terminal',
    onStop: profile.onStop,
  };
}

/** exec, so that the pager is the very process that its monitor waits for. */
function withExec(command: string): string {
  const assignments = /^\s*(?:[A-Za-z_]\w*=\S*\s+)*/.exec(command)?.[0] ?? '';
  const program = command.slice(assignments.length);
  return assignments.trim() === ''
    ? `exec ${program}`
    : `export ${assignments.trim()}; exec ${program}`;
}
