/** How a pager is started: its command, its arguments, and the place of the trace among them. */

import type { Stop } from '../../core/types.ts';
import { entry } from '../table.ts';
import { type Pager, programOf } from './choose.ts';
import type { PagerProfile } from './profile.ts';
import { type PagerTable, pagers } from './table.ts';

/**
 * less in place of `pager`, where that reads all of a file before it shows any and nobody has
 * asked vimtrace for it; for a trace of `bytes`, of which `limit` are many.
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

/** How to start a pager: shell text, arguments for it, and what its standard input is. */
export type Start = {
  readonly command: string;
  readonly args: readonly string[];
  readonly stdin: 'terminal' | 'trace';
  readonly onStop: Stop;
};

export type Trace = {
  readonly file: string;
  /** vim's name for what it is; '' where there is none. */
  readonly filetype: string;
  /** Whether there is to be colour: not where NO_COLOR is set (no-color.org). */
  readonly isColoured: boolean;
};

/** How `command`, a shell command as in $PAGER, is to show the trace. */
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
