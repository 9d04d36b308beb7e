/** Builds the command line of a pager: shell text, and arguments that contain the trace file. */

import type { Stop } from '../../core/types.ts';
import type { Own } from '../settings.ts';
import { entry, nameOf, withOwn } from '../table.ts';
import { type Pager, programOf } from './choose.ts';
import type { PagerProfile } from './profile.ts';
import { type PagerTable, pagers } from './table.ts';

/**
 * The profiles for `command`. Its program has the profile of the file that runs, whose name `realName`
 * tells: vim may be a link to nvim. A profile of the user's own goes by the program's name.
 */
export function tableFor(
  command: string,
  own: Own<PagerProfile> | undefined,
  realName: (program: string) => string | undefined,
): PagerTable {
  const table = withOwn(pagers, own);
  const program = programOf(command);
  if (program === undefined || entry(own ?? {}, program) !== undefined) return table;
  const profile = entry(table, realName(program) ?? '');
  return profile === undefined ? table : { ...table, [nameOf(program)]: profile };
}

/**
 * The pager for a trace of `bytes`: from `limit` on, less replaces an editor, which reads the whole
 * file before it shows the start. A pager set by --pager or VIMTRACE_PAGER is never replaced.
 */
export function pagerOf(
  pager: Pager,
  bytes: number,
  limit: number,
  hasLess: () => boolean,
  table: PagerTable = pagers,
): Pager {
  const isAsked = pager.origin === '--pager' || pager.origin === '$VIMTRACE_PAGER';
  if (isAsked || bytes < limit || !hasLess()) return pager;
  const program = programOf(pager.command);
  const isEditor = program !== undefined && entry(table, program)?.isEditor === true;
  return isEditor ? { command: 'less', origin: 'the default' } : pager;
}

/** How to start a pager: shell text, its arguments, and its standard input. */
export type Start = {
  readonly command: string;
  readonly args: readonly string[];
  readonly stdin: 'terminal' | 'trace';
  readonly stop: Stop;
};

export type Trace = {
  readonly file: string;
  /** The filetype that vim uses for the trace; '' if vim has none. */
  readonly filetype: string;
  /** The directory of vimtrace's Vim package. */
  readonly vim: string;
  /** False if NO_COLOR is set (no-color.org). */
  readonly isColoured: boolean;
};

/** How to show the trace with `command`, a shell command as in $PAGER. */
export function startOf(command: string, trace: Trace, table: PagerTable = pagers): Start {
  const program = programOf(command);
  const isOne = program !== undefined && !/[;&|<>()`\n]/.test(command);
  const profile = isOne ? entry(table, program) : undefined;
  const readsStdin = /\s-\s*$/.test(command);
  if (profile === undefined || readsStdin)
    return {
      command: isOne ? withExec(command) : command,
      args: [],
      stdin: 'trace',
      stop: profile?.stop ?? 'abrupt',
    };
  return {
    command: withExec(command),
    args: argsOf(profile, trace),
    stdin: 'terminal',
    stop: profile.stop,
  };
}

function argsOf(
  { args, coloured = [], languages, plain = [] }: PagerProfile,
  { file, filetype, vim, isColoured }: Trace,
): readonly string[] {
  const isKnown = filetype !== '' && languages?.includes(filetype) !== false;
  const colours = isColoured ? (isKnown ? coloured : []) : plain;
  const values: Readonly<Record<string, string>> = {
    '{file}': file,
    '{filetype}': filetype,
    '{vim}': exPath(vim),
  };
  return [...colours, ...args].map((word) =>
    word.replace(/\{(?:file|filetype|vim)\}/g, (name) => values[name] ?? name),
  );
}

/** `path` in an Ex command, where these characters would be expanded or end the path (fnameescape() in Vim). */
const exPath = (path: string): string => path.replace(/[\s\\*?[{`$%#'"|!<]/g, '\\$&');

/** With exec the pager is the process that the monitor waits for, not a child of that process. */
function withExec(command: string): string {
  const assignments = /^\s*(?:[A-Za-z_]\w*=\S*\s+)*/.exec(command)?.[0] ?? '';
  const program = command.slice(assignments.length);
  return assignments.trim() === ''
    ? `exec ${program}`
    : `export ${assignments.trim()}; exec ${program}`;
}
