/** The words of --diff: what it cannot do, and the lines that name the traces. */
import { fromBytes } from '../../trace/text.ts';
import type { Layout } from '../layout.ts';
import { quoted, visible } from '../messages.ts';

const cannot = (first: string, second: string, reason: string): string =>
  visible(`vimtrace: cannot compare ${first} with ${second}: ${reason}`);

export const noDiff = (first: string, second: string): string =>
  cannot(first, second, 'diff is not found; install diffutils');

export const failedDiff = (first: string, second: string, reason: string): string =>
  cannot(first, second, `diff failed: ${reason}; try diff alone on two small files`);

/** The texts that are compared cannot be written to `directory`. */
export const unwritable = (directory: string, reason: string): string =>
  visible(
    `vimtrace: cannot write to ${directory}: ${reason}; set TMPDIR to a directory with room that you can write to`,
  );

export const same = (first: string, second: string): string =>
  visible(`vimtrace: ${first} and ${second} do not differ`);

/** The name of a trace, and what was run, where that is known. */
export const titled = (name: string, command: readonly string[] | undefined): string =>
  command === undefined || command.length === 0 ? name : `${name} ${quoted(command)}`;

/** One side in JSON, on one line. `at`: the entry of its text where a reader begins, from 1; undefined if nothing differs. */
export const json = (
  { name, command }: { readonly name: string; readonly command: readonly string[] },
  { texts, lines }: { readonly texts: readonly string[]; readonly lines: readonly number[] },
  at: number | undefined,
): string =>
  `${JSON.stringify({ name, command, at: at ?? null, text: texts.map(fromBytes), lines })}\n`;

/** Where a hunk begins, in the form of grep -n: `head` is its line in diff -u. */
export const placed = (head: string, places: readonly (readonly [string, number])[]): string =>
  `${head} ${places.map(([name, line]) => `${name}:${line}`).join(' ')}`;

/** A line of diff -u for people on a terminal. */
export function painted(line: string, { paint }: Layout): string {
  const text = visible(line);
  switch (line.charAt(0)) {
    case '-':
      return paint('bad', text);
    case '+':
      return paint('good', text);
    case '@':
      return paint('title', text);
    default:
      return text;
  }
}
