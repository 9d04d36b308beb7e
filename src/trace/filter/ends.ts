/** The end of a line, by its bytes: whether its call goes on, and where its result is. */
import type { Head } from './heads.ts';

const SPACE = 0x20;
const QUOTE = 0x22;
export const CLOSE = 0x29;
const COMMA = 0x2c;
const DOT = 0x2e;
const LESS = 0x3c;
const EQUALS = 0x3d;
const GREATER = 0x3e;
const E = 0x45;
const O = 0x4f;
const X = 0x58;

/** Whether the call returns in a later line. */
export const isUnfinished = ({ bytes, to }: Head): boolean =>
  bytes[to - 1] === GREATER && bytes[to - 2] === DOT && bytes[to - 3] === DOT;

/**
 * The place of the `=` before the result of a call. Negative if a string or a path could hold this `=`: then the line
 * has to be read as a whole. 0 if there is none. Looked for from the end, because results are short.
 */
export function equalsIn(head: Head): number {
  const { bytes, from } = head;
  const to = beforeSeconds(head);
  let isPlain = true;
  for (let at = to - 1; at > from; at -= 1) {
    const byte = bytes[at];
    if (byte === GREATER || byte === QUOTE) isPlain = false;
    else if (byte === EQUALS && bytes[at - 1] === SPACE && bytes[at + 1] === SPACE)
      return isPlain && isClosed(bytes, at) ? at : -at;
  }
  return 0;
}

/** The end of the line without the time of -T. */
export function beforeSeconds({ bytes, to }: Head): number {
  if (bytes[to - 1] !== GREATER) return to;
  let at = to - 2;
  while (isDigit(bytes[at]) || bytes[at] === DOT) at -= 1;
  return bytes[at] === LESS && bytes[at - 1] === SPACE ? at - 1 : to;
}

/** Whether a parenthesis stands before the `=` at `equals`, with spaces between. */
function isClosed(bytes: Buffer, equals: number): boolean {
  let at = equals - 1;
  while (bytes[at] === SPACE) at -= 1;
  return bytes[at] === CLOSE;
}

const isDigit = (byte = 0): boolean => byte >= 0x30 && byte <= 0x39;

/** The number that begins at `from`; -1 if none does, or if it is part of a word. */
export function numberAt(bytes: Buffer, from: number): number {
  let at = from;
  let number = 0;
  for (let byte = bytes[at] ?? 0; isDigit(byte); byte = bytes[at] ?? 0) {
    number = number * 10 + byte - 0x30;
    at += 1;
  }
  const next = bytes[at] ?? SPACE;
  // The `<` is that of -y; the end of the line is below a space.
  const isEnd = next === COMMA || next === CLOSE || next === LESS || next <= SPACE;
  return at > from && isEnd ? number : -1;
}

/** Whether the arguments that end at `to` have a flag as O_CLOEXEC, which stands behind all strings. */
export function hasCloseOnExec({ bytes, args }: Head, to: number): boolean {
  for (let at = to - 1; at > args && bytes[at] !== QUOTE; at -= 1)
    if (bytes[at] === X && bytes[at - 1] === E && bytes[at - 2] === O) return true;
  return false;
}

/**
 * The descriptor of an mmap whose result stands behind the `=` at `equals`: its last argument but one. -1 if it maps no
 * file; undefined if a path stands behind the descriptor (-y).
 */
export function mappedBy({ bytes, args }: Head, equals: number): number | undefined {
  let at = equals - 1;
  let commas = 0;
  while (at > args && commas < 2) {
    if (bytes[at] === GREATER) return undefined;
    if (bytes[at] === COMMA) commas += 1;
    at -= 1;
  }
  // Behind the comma and the space.
  return numberAt(bytes, at + 3);
}
