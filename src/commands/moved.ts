/** The rows of an answer about a trace with a file for each process: their lines become those of the files. */
import type { Whole } from './whole.ts';

/** The fields of a row that are lines of the trace. */
const LINES = new Set(['line', 'first', 'last', 'born', 'end']);

/** `row`, whose lines are those of `whole`, with the lines of its files. */
export function moved<Row extends object>(row: Row, whole: Whole): Row {
  const entries = Object.entries(row).map(([name, value]: [string, unknown]) => [
    name,
    LINES.has(name) && typeof value === 'number' ? (whole.at(value)?.line ?? value) : value,
  ]);
  return Object.fromEntries(entries) as Row;
}
