/**
 * What one line of a trace can say. A line is a range of a larger text; a part of it is cut out when somebody
 * asks for the part, because most lines are only counted.
 */

/** Which line it is, and whose. */
export type Head = {
  /** Counted from 1. */
  readonly line: number;
  /** The thread (gettid(2)); 0 if the trace does not tell threads apart, as without -f. */
  readonly pid: number;
  /** The columns of -t, -tt, -ttt and -r as they stand in the trace; empty if there are none (stamp.ts). */
  readonly stamp: string;
};

/** A whole call; where another line interrupted the call, both halves joined. */
export class Call implements Head {
  readonly kind = 'call';
  /** The first line, if there are two. */
  readonly line: number;
  readonly pid: number;
  readonly stamp: string;
  readonly name: string;
  /** The line where the call returned, and its columns of time. */
  readonly returned: number;
  readonly returnStamp: string;
  readonly #text: string;
  readonly #open: number;
  readonly #equals: number;
  readonly #end: number;

  /** In `text`, the arguments begin at `open`, and the result is between `equals` and `end`. */
  constructor(
    line: number,
    pid: number,
    stamp: string,
    name: string,
    returned: number,
    returnStamp: string,
    text: string,
    open: number,
    equals: number,
    end: number,
  ) {
    this.line = line;
    this.pid = pid;
    this.stamp = stamp;
    this.name = name;
    this.returned = returned;
    this.returnStamp = returnStamp;
    this.#text = text;
    this.#open = open;
    this.#equals = equals;
    this.#end = end;
  }

  /** Between the parentheses. */
  get args(): string {
    // Before ` = ` there are spaces, and the parenthesis.
    let close = this.#equals - 3;
    while (this.#text.charCodeAt(close) === SPACE) close -= 1;
    return this.#text.slice(this.#open, close);
  }

  /** Behind ` = `, with the time of -T (result.ts). */
  get tail(): string {
    return this.#text.slice(this.#equals, this.#end);
  }

  /** Whether the call returned an error: `-1 ENOENT (…)`, `? ERESTARTSYS (…)`. */
  get isFailed(): boolean {
    const first = this.#text.charCodeAt(this.#equals);
    if (first === MINUS) return this.#text.startsWith('-1 E', this.#equals);
    return first === QUESTION && this.#text.startsWith('? E', this.#equals);
  }

  /** Whether the trace does not say how the call ended: `?`, as for exit_group. */
  get isUnknown(): boolean {
    return this.#text.charCodeAt(this.#equals) === QUESTION && !this.isFailed;
  }

  /** The name of the error; empty if there is none. */
  get errno(): string {
    if (!this.isFailed) return '';
    const from = this.#equals + (this.#text.charCodeAt(this.#equals) === MINUS ? 3 : 2);
    const space = this.#text.indexOf(' ', from);
    return this.#text.slice(from, space < 0 || space > this.#end ? this.#end : space);
  }
}

const SPACE = 0x20;
const MINUS = 0x2d;
const QUESTION = 0x3f;

/** A call that has not returned: while it goes on, and at the end of the trace or of its thread. */
export type Open = Head & { readonly kind: 'open'; readonly name: string; readonly args: string };

/** The second half of a call; `rest` goes on where the first half was interrupted. */
export type Resumed = Head & {
  readonly kind: 'resumed';
  readonly name: string;
  readonly rest: string;
};

export type Signal = Head & {
  readonly kind: 'signal';
  readonly signal: string;
  /** strace's siginfo in braces; empty if there is none. */
  readonly info: string;
};

/** The thread ended, or gave its pid up to a thread of its process that executes a program. */
export type End = Head & {
  readonly kind: 'end';
  readonly end:
    | { readonly by: 'exit'; readonly code: number }
    | { readonly by: 'signal'; readonly signal: string }
    | { readonly by: 'execve'; readonly pid: number };
};

export type Line =
  | Call
  | Open
  | Resumed
  | Signal
  | End
  /** A word of the tracer about itself, a stop, a row of the table of -C, an empty line. */
  | { readonly kind: 'note' }
  /** A frame of the stack that -k puts under a call. */
  | { readonly kind: 'stack' }
  /** Not understood. */
  | { readonly kind: 'other' };
