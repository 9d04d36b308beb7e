/** The words of --diff: what it cannot do, and the lines that name the traces. */
import type { Layout } from '../layout.ts';
import { quoted, visible } from '../messages.ts';

export const uncomparable = (first: string, second: string, reason: string): string =>
  visible(`vimtrace: cannot compare ${first} with ${second}: ${reason}`);

/** diff(1) does not run, for this reason. */
export const noDiff = (reason: string): string =>
  reason === 'not found' ? 'diff is not found; install diffutils' : `diff failed: ${reason}`;

export const same = (first: string, second: string): string =>
  visible(`vimtrace: ${first} and ${second} do not differ`);

/** The name of a trace, and what was run, where that is known. */
export const titled = (name: string, command: readonly string[] | undefined): string =>
  command === undefined || command.length === 0 ? name : `${name} ${quoted(command)}`;

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
