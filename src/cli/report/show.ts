/** How the rows of an answer look: in columns for people, on one line with a place for editors, as JSON for programs. */
import type { Ending } from '../../trace/processes.ts';
import type { Layout, Style } from '../layout.ts';
import { visible } from '../messages.ts';
import { shortened, widthOf } from '../width.ts';

export type Cell = { readonly text: string; readonly style?: Style; readonly isNumber?: true };

/** How the rows of one answer look. */
export type Show<Row> = {
  readonly heads: readonly string[];
  readonly cells: (row: Row) => readonly Cell[];
  /** The line that the row is about. */
  readonly line: (row: Row) => number;
  readonly json: (row: Row) => object;
  /** What is printed where there are no rows. */
  readonly none: string;
};

/** A row as PATH:LINE: TEXT, which Vim's quickfix list and the readers of grep -n understand. */
export function placed<Row>(show: Show<Row>, row: Row, path: string): string {
  const text = show
    .cells(row)
    .map((cell) => cell.text)
    .filter((cell, index) => cell !== '' && show.heads[index] !== LINE)
    .join('  ');
  return `${path}:${show.line(row)}: ${visible(text)}\n`;
}

/** The head of the column that has the line. */
export const LINE = 'LINE';

/** The cells of rows in aligned columns, under their heads; as wide as the terminal at most. */
export function table(
  show: Pick<Show<never>, 'heads' | 'none'>,
  rows: readonly (readonly Cell[])[],
  layout: Layout,
): string {
  if (rows.length === 0) return `${show.none}\n`;
  const all = rows.map((cells) => cells.map((cell) => ({ ...cell, text: visible(cell.text) })));
  const widths = show.heads.map((head, index) =>
    Math.max(head.length, ...all.map((cells) => widthOf(cells[index]?.text ?? ''))),
  );
  const heads = show.heads.map((text): Cell => ({ text, style: 'title' }));
  return [heads, ...all].map((cells) => `${lineOf(cells, widths, layout)}\n`).join('');
}

function lineOf(
  cells: readonly Cell[],
  widths: readonly number[],
  { columns = Number.POSITIVE_INFINITY, paint }: Layout,
): string {
  let left = columns;
  let line = '';
  for (const [index, { text, style, isNumber }] of cells.entries()) {
    const isLast = index === cells.length - 1;
    const width = widths[index] ?? 0;
    const fitted = left > 0 && widthOf(text) > left ? shortened(text, left) : text;
    const space =
      isLast && isNumber !== true ? '' : ' '.repeat(Math.max(0, width - widthOf(fitted)));
    const painted = style === undefined || fitted === '' ? fitted : paint(style, fitted);
    line += (isNumber === true ? space + painted : painted + space) + (isLast ? '' : '  ');
    left -= width + 2;
    if (left <= 0) break;
  }
  return line.trimEnd();
}

/** The end of a process, for people. */
export const endingText = (ending: Ending | undefined): string =>
  ending === undefined ? '' : ending.by === 'exit' ? `exit ${ending.code}` : ending.signal;

/** The end of a process, in JSON. */
export const endingJson = (ending: Ending | undefined): object | null =>
  ending === undefined
    ? null
    : ending.by === 'exit'
      ? { code: ending.code }
      : { signal: ending.signal };

export const numeric = (value: number | undefined, digits = 0): Cell => ({
  text: value === undefined ? '' : value.toFixed(digits),
  isNumber: true,
});

/** Counts, as `ENOENT 3, EACCES`. */
export const countsText = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([name, count]) => (count === 1 ? name : `${name} ${count}`))
    .join(', ');
