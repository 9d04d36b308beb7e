/**
 * Splits a trace into lines, and reads of each line no more than whose it is and which call it names. It works on the
 * bytes: to make a string of each line would take longer than all that the filters do.
 */

const NEWLINE = 0x0a;
const SPACE = 0x20;
const OPEN = 0x28;
const CLOSE = 0x29;
const PLUS = 0x2b;
const ZERO = 0x30;
const NINE = 0x39;
const LESS = 0x3c;
const GREATER = 0x3e;
const BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
/** As in read-line.ts. */
const PID_DIGITS = 7;

/** What a line is, by its first byte after pid and times. */
export type Kind = 'call' | 'resumed' | 'end' | 'stack' | 'other';

/** The line at work. One object for all lines: its fields change with each line. */
export class Head {
  bytes: Buffer = Buffer.alloc(0);
  /** The end of the whole lines in `bytes`; the first of them begins at 0. */
  blockTo = 0;
  /** Counted from 1. */
  number = 0;
  /** The place of the line in `bytes`, without its newline. */
  from = 0;
  to = 0;
  /** 0 if the line has none. This field and those below are right after parse(). */
  pid = 0;
  kind: Kind = 'other';
  /** Equal names of calls have equal numbers; 0 if the line names none. */
  hash = 0;
  /** The place behind the opening parenthesis of a call, or behind `resumed>`. */
  args = 0;
  #parsed = 0;

  /** The text, latin1: one character for each byte. */
  text(): string {
    return this.bytes.toString('latin1', this.from, this.to);
  }

  /** Reads whose line it is and what it names, for a filter that asks: not all do. */
  parse(): void {
    if (this.#parsed === this.number) return;
    this.#parsed = this.number;
    const { bytes, from } = this;
    // In one function for the usual prefixes, a bare pid and a time: most of the time of a filter goes by here.
    let at = from;
    let pid = 0;
    let byte = bytes[at] ?? 0;
    while (byte >= ZERO && byte <= NINE) {
      pid = pid * 10 + byte - ZERO;
      at += 1;
      byte = bytes[at] ?? 0;
    }
    if (at === from || at - from > PID_DIGITS || byte !== SPACE) {
      at = afterPid(this);
      pid = this.pid;
      byte = bytes[at] ?? 0;
    }
    while (byte === SPACE) {
      at += 1;
      byte = bytes[at] ?? 0;
    }
    if (byte >= ZERO && byte <= NINE) {
      while (byte > SPACE) {
        at += 1;
        byte = bytes[at] ?? 0;
      }
      while (byte === SPACE) {
        at += 1;
        byte = bytes[at] ?? 0;
      }
    }
    if (byte === OPEN || byte === BRACKET) {
      at = afterColumns(this, at);
      byte = bytes[at] ?? 0;
    }
    this.pid = pid;
    this.#body(at, byte);
  }

  #body(from: number, first: number): void {
    const { bytes } = this;
    const isResumed = first === LESS;
    let at = isResumed ? from + '<... '.length : from;
    let hash = 0;
    let byte = bytes[at] ?? 0;
    // What ends a name stands before the letters: a space, a parenthesis, a quote.
    while (byte > OPEN) {
      hash = (hash * 31 + byte) | 0;
      at += 1;
      byte = bytes[at] ?? 0;
    }
    const isNamed = at > from && byte === (isResumed ? SPACE : OPEN);
    this.hash = isNamed ? hash : 0;
    this.args = isResumed ? at + ' resumed>'.length : at + 1;
    if (isNamed) this.kind = isResumed ? 'resumed' : 'call';
    else this.kind = first === PLUS ? 'end' : first === GREATER ? 'stack' : 'other';
  }

  /** Whether it is a line of a stack (-k), before which strace puts nothing. */
  isStack(): boolean {
    return this.bytes[this.from] === SPACE && this.bytes[this.from + 1] === GREATER;
  }
}

/** The `hash` of a line that names the call `name`. */
export function hashOf(name: string): number {
  let hash = 0;
  for (let at = 0; at < name.length; at += 1) hash = (hash * 31 + name.charCodeAt(at)) | 0;
  return hash;
}

export class Heads {
  readonly #head = new Head();
  readonly #see: (head: Head) => void;

  constructor(see: (head: Head) => void) {
    this.#see = see;
  }

  /** The number of the last line; 0 before the first. */
  get last(): number {
    return this.#head.number;
  }

  /** Take the whole lines between 0 and `size` of `bytes`; how many bytes they are. `bytes` holds no line's end but newlines. */
  feed(bytes: Buffer, size: number): number {
    const to = bytes.subarray(0, size).lastIndexOf(NEWLINE) + 1;
    this.#block(bytes, to);
    return to;
  }

  /** The last `size` bytes of the trace, a line without a newline. */
  end(bytes: Buffer, size: number): void {
    if (size === 0) return;
    const line = Buffer.allocUnsafe(size + 1);
    bytes.copy(line, 0, 0, size);
    line[size] = NEWLINE;
    this.#block(line, size + 1);
  }

  #block(bytes: Buffer, to: number): void {
    const head = this.#head;
    head.bytes = bytes;
    head.blockTo = to;
    for (let from = 0; from < to; from = head.to + 1) {
      head.number += 1;
      head.from = from;
      head.to = bytes.indexOf(NEWLINE, from);
      this.#see(head);
    }
  }
}

/** The place behind `[pid 4592]` or `4592<python3>`; sets the pid. Where there is none, the beginning of the line. */
function afterPid(head: Head): number {
  const { bytes, from } = head;
  const isBracketed = bytes[from] === BRACKET && bytes[from + 1] === 0x70;
  const [, number = ''] =
    /^(?:\[pid +)?(\d{1,7})[\]<]/.exec(bytes.toString('latin1', from, from + 24)) ?? [];
  head.pid = Number(number);
  if (number === '') return from;
  return behind(head, isBracketed ? CLOSE_BRACKET : GREATER, from);
}

/** The place behind the first `byte` from `at` on; the end of the line if it has none. */
function behind({ bytes, to }: Head, byte: number, at: number): number {
  const found = bytes.indexOf(byte, at);
  return found < 0 || found >= to ? to : found + 1;
}

/** The place behind `(+     0.000085) ` (-r), `[ 257] ` (-n) and `[00007f371964c011] ` (-i). */
function afterColumns(head: Head, from: number): number {
  const { bytes } = head;
  let at = from;
  if (bytes[at] === OPEN && bytes[at + 1] === PLUS) at = behind(head, CLOSE, at) + 1;
  while (bytes[at] === BRACKET) at = behind(head, CLOSE_BRACKET, at) + 1;
  return at;
}
