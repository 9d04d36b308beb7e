/** The line at which a pager opens: the cause as far as the telling parts of a trace decide it, in milliseconds. */
import { excerptOf, type Range } from '../cause/excerpt.ts';
import type { Guess } from '../cause/guess.ts';
import { Reader } from '../reader.ts';
import { Cause } from './cause.ts';

/** The best guess for `text`, a whole trace in latin1; undefined if nothing explains a failure, or nothing failed. */
export function firstCause(text: string): Guess | undefined {
  const parts = excerptOf(text);
  const cause = new Cause();
  const reader = new Reader((fact) => cause.see(fact));
  for (const { from, to } of parts) reader.feed(text.slice(from, to));
  reader.end();
  const [guess] = cause.rows();
  return guess && { ...guess, line: lineIn(text, parts, guess.line) };
}

/** How many lines `text` has; a last line needs no newline. */
export const linesIn = (text: string): number =>
  newlines(text) + (text === '' || text.endsWith('\n') ? 0 : 1);

/** The line of `text` that is the line `line` of its parts. */
function lineIn(text: string, parts: readonly Range[], line: number): number {
  let before = 0;
  for (const { from, to } of parts) {
    const here = newlines(text.slice(from, to));
    if (before + here >= line) return newlines(text.slice(0, from)) + line - before;
    before += here;
  }
  // A last line without a newline.
  return linesIn(text);
}

function newlines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
