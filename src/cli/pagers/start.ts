/** Builds the command line of a pager: shell text, and arguments that contain the trace file. */

import type { Stop } from '../../core/types.ts';
import { posixWord } from '../quote.ts';
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
  table: () => PagerTable = () => pagers,
): Pager {
  const isAsked = pager.origin === '--pager' || pager.origin === '$VIMTRACE_PAGER';
  if (isAsked || bytes < limit || !hasLess()) return pager;
  const program = programOf(pager.command);
  const isEditor = program !== undefined && entry(table(), program)?.isEditor === true;
  return isEditor ? { command: 'less', origin: 'the default' } : pager;
}

/** Where a pager opens a trace. */
export type Where =
  | { readonly is: 'start' | 'end' }
  /** `why`: what is at the line, in words. */
  | { readonly is: 'line'; readonly line: number; readonly why: string };

/** How to start a pager: shell text, its arguments, and its standard input. */
export type Start = {
  readonly command: string;
  readonly args: readonly string[];
  readonly stdin: 'terminal' | 'trace';
  /** The file that the pager shows, or gets as its standard input. */
  readonly file: string;
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
  /** The files of the processes; `file` is a list of these files then. Empty for a trace in one file. */
  readonly files?: readonly string[];
  /** Another text, with which `file` is compared; undefined if `file` is shown alone. */
  readonly pair?: Pair | undefined;
};

type Pair = {
  readonly first: string;
  /** The line of `first` where the reader begins. */
  readonly line: number;
  /** What diff -u says, for a pager that cannot show two files. */
  readonly unified: string;
};

/** The words of a shell before all other arguments with which the pager of `command` opens the trace at `where`. */
export function openingWords(command: string, where: Where, table: PagerTable = pagers): string {
  const { atStart = [], atLine = [], atEnd = [] } = profileOf(command, table) ?? {};
  switch (where.is) {
    case 'start':
      return atStart.map(posixWord).join(' ');
    case 'end':
      return atEnd.map(posixWord).join(' ');
    case 'line': {
      const values = { '{line}': String(where.line), '{why}': where.why.replaceAll("'", "''") };
      const words = atLine.length === 0 ? atStart : filled(atLine, values);
      return words.map(posixWord).join(' ');
    }
  }
}

/** The profile for `command`; undefined if the pager gets the trace as its standard input. */
function profileOf(command: string, table: PagerTable): PagerProfile | undefined {
  return isOne(command) && !/\s-\s*$/.test(command)
    ? entry(table, programOf(command) ?? '')
    : undefined;
}

/** Whether `command` runs one program, and nothing else. */
const isOne = (command: string): boolean =>
  programOf(command) !== undefined && !/[;&|<>()`\n]/.test(command);

/** Whether the pager of `command` can show the files of the processes one by one. */
export const showsMany = (command: string, table: PagerTable = pagers): boolean =>
  profileOf(command, table)?.many !== undefined;

/** How to show the trace with `command`, a shell command as in $PAGER. */
export function startOf(command: string, trace: Trace, table: PagerTable = pagers): Start {
  const profile = profileOf(command, table);
  const { pair, files = [] } = trace;
  const single = files.length === 0 ? profile?.args : profile?.many;
  const words = pair === undefined ? single : profile?.pair;
  const isWhole = pair === undefined || words !== undefined;
  const shown = isWhole ? trace : { ...trace, file: pair.unified, filetype: 'diff' };
  const { file } = shown;
  if (profile === undefined) {
    const isAlone = isOne(command);
    const own = isAlone ? entry(table, programOf(command) ?? '') : undefined;
    return {
      file,
      command: isAlone ? withExec(command) : command,
      args: [],
      stdin: 'trace',
      stop: own?.stop ?? 'abrupt',
    };
  }
  return {
    command: withExec(command),
    file,
    args: argsOf({ ...profile, args: words ?? profile.args }, shown),
    stdin: 'terminal',
    stop: profile.stop,
  };
}

function argsOf(
  { args, coloured = [], languages, plain = [] }: PagerProfile,
  { file, filetype, vim, isColoured, pair, files = [] }: Trace,
): readonly string[] {
  const isKnown = filetype !== '' && languages?.includes(filetype) !== false;
  const colours = isColoured ? (isKnown ? coloured : []) : plain;
  const values: Readonly<Record<string, string>> = {
    '{file}': file,
    '{filetype}': filetype,
    '{vim}': exPath(vim),
    '{first}': pair?.first ?? '',
    '{line}': `${pair?.line ?? 1}`,
  };
  return [...colours, ...args].flatMap((word) =>
    word === '{files}' ? fitting(files) : filled([word], values),
  );
}

/** A quarter of the least that execve(2) takes with the usual limit for the stack, which the environment shares (bytes). */
const ROOM = 512 * 1024;

/** As many of `files` as one command line takes. */
function fitting(files: readonly string[]): readonly string[] {
  let left = ROOM;
  return files.filter((file) => {
    left -= Buffer.byteLength(file) + 1;
    return left > 0;
  });
}

/** `words` with the names in `values`, as {file}, replaced. */
const filled = (
  words: readonly string[],
  values: Readonly<Record<string, string>>,
): readonly string[] =>
  words.map((word) => word.replace(/\{\w+\}/g, (name) => values[name] ?? name));

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
