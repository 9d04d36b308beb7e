/** The list of the processes of a trace with a file for each, which a reader sees first. */
import type { TreeRow } from '../../trace/answers/index.ts';
import { visible } from '../messages.ts';
import { sizeText } from '../size.ts';
import { type Cell, endingText, numeric, table } from './show.ts';
import { commandText } from './shows.ts';

/** A process or thread, with what its file says. Lines are those of the files, counted from 1. */
export type Listed = TreeRow & {
  /** The size of its file; undefined if it has none. */
  readonly bytes: number | undefined;
  /** How many of its calls failed. */
  readonly failed: number;
};

/** The failed call that a failure may come from: the line `line` of the file of `pid`. */
export type Cause = { readonly pid: number; readonly line: number; readonly why: string };

const plain = (text: string): Cell => ({ text });
const number = (text: string): Cell => ({ text, isNumber: true });

/** BORN is PID:LINE of the call that made the process. END is the line of its end. */
const list = {
  heads: ['PID', 'BORN', 'END', 'ENDED', 'SIZE', 'FAILED', 'COMMAND'],
  cells: (row: Listed): readonly Cell[] => [
    // At the beginning of the line, where the Vim package finds it.
    plain(`${row.pid}`),
    number(row.parent === 0 ? '' : `${row.parent}:${row.born}`),
    numeric(row.end),
    plain(endingText(row.ended)),
    number(row.bytes === undefined ? '' : sizeText(row.bytes)),
    numeric(row.failed === 0 ? undefined : row.failed),
    plain(commandText(row)),
  ],
  none: 'No process is in the trace.',
};

/** The line of the list that tells of the cause, counted from 1. */
export const CAUSE_LINE = 1;

/** The list, under the line of the cause if there is one, and `title`, which says what was run and how the run ended. */
export function treeText(title: string, cause: Cause | undefined, rows: readonly Listed[]): string {
  const why = cause && `${cause.pid}:${cause.line}  ${cause.why}`;
  const heads = why === undefined ? [title] : [why, title];
  return `${heads.map(visible).join('\n')}\n\n${table(list, rows.map(list.cells), { columns: undefined, paint: (_, text) => text })}`;
}
