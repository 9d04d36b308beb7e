/**
 * Reads one line of a trace of strace or ltrace, whatever their options put before and behind the call.
 *
 * Total: a line that is nothing known is `other`, never an error. The text is latin1: one character for each byte.
 */
import { Call, type Head, type Line } from './line.ts';
import { apart, Names, START, UNKNOWN } from './names.ts';
import { closeOf } from './scan.ts';
import { readEnd, readNote, readSignal } from './words.ts';

const other: Line = { kind: 'other' };
const stack: Line = { kind: 'stack' };

const SPACE = 0x20;
const QUOTE = 0x22;
const OPEN = 0x28;
const CLOSE = 0x29;
const PLUS = 0x2b;
const MINUS = 0x2d;
const LESS = 0x3c;
const EQUALS = 0x3d;
const GREATER = 0x3e;
const BRACKET = 0x5b;
/** The longest pid has seven digits (PID_MAX_LIMIT, proc(5)); the seconds of --absolute-timestamps=unix have ten. */
const PID_DIGITS = 7;
/** On a terminal strace tells of a new process in the middle of the line of the call that made it. */
const attached = /strace: Process \d+ attached$/;

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;

export class LineReader {
  readonly #names = new Names();
  // The line at work.
  #text = '';
  #to = 0;
  #line = 0;
  #pid = 0;
  #stamp = '';

  /**
   * The line with the number `line`, which is in `text` between `from` and `to`, without its newline. `pid` is whose it
   * is, if the line does not say.
   */
  read(text: string, from: number, to: number, line: number, pid = 0): Line {
    this.#text = text;
    this.#to = to;
    this.#line = line;
    this.#pid = pid;
    let at = this.#afterPid(from);
    if (at < 0) return other;
    while (text.charCodeAt(at) === SPACE) at += 1;
    let body = this.#afterStamp(at);
    this.#stamp = body === at ? '' : apart(text.slice(at, body).trimEnd());
    // "[ 257] " of -n, "[00007f371964c011] " of -i.
    while (text.charCodeAt(body) === BRACKET) {
      const close = text.indexOf('] ', body);
      if (close < 0 || close >= to) return other;
      body = close + 2;
    }
    if (body > to) return other;
    return this.#body(body);
  }

  /** The position behind the pid, if one stands at `at`; -1 if one is begun and not ended. */
  #afterPid(at: number): number {
    const text = this.#text;
    const isBracketed = text.charCodeAt(at) === BRACKET && text.startsWith('[pid ', at);
    let from = isBracketed ? at + 5 : at;
    if (isBracketed) while (text.charCodeAt(from) === SPACE) from += 1;
    let end = from;
    let pid = 0;
    for (let code = text.charCodeAt(end); isDigit(code); code = text.charCodeAt(end)) {
      pid = pid * 10 + code - 0x30;
      end += 1;
    }
    const next = text.charCodeAt(end);
    if (isBracketed) {
      this.#pid = pid;
      const close = text.indexOf('] ', end);
      return close < 0 || close >= this.#to ? -1 : close + 2;
    }
    if (end === at || end - at > PID_DIGITS || (next !== SPACE && next !== LESS)) return at;
    this.#pid = pid;
    if (next === SPACE) return end;
    // "4592<python3>" of -Y; the name can hold spaces.
    const close = text.indexOf('>', end);
    return close < 0 || close >= this.#to ? -1 : close + 1;
  }

  /** The position behind the columns of time at `at`: 12:00:00.000001, 1795880113.009183, 0.000085, (+     0.000085). */
  #afterStamp(at: number): number {
    const text = this.#text;
    let end = at;
    if (isDigit(text.charCodeAt(end))) {
      while (end < this.#to && text.charCodeAt(end) !== SPACE) end += 1;
      while (text.charCodeAt(end) === SPACE) end += 1;
    }
    if (text.charCodeAt(end) === OPEN && text.charCodeAt(end + 1) === PLUS) {
      const close = text.indexOf(') ', end);
      if (close >= 0 && close < this.#to) return close + 2;
    }
    return end;
  }

  #body(at: number): Line {
    const text = this.#text;
    switch (text.charCodeAt(at)) {
      case PLUS:
        return text.startsWith('+++ ', at)
          ? readEnd(text.slice(at, this.#to), this.#head())
          : other;
      case MINUS:
        return text.startsWith('--- ', at)
          ? readSignal(text.slice(at, this.#to), this.#head())
          : readNote(text.slice(at, this.#to));
      case LESS:
        return text.startsWith('<... ', at) ? this.#resumed(at + 5) : other;
      case GREATER:
        return stack;
      default:
        return this.#call(at);
    }
  }

  #head(): Head {
    return { line: this.#line, pid: this.#pid, stamp: this.#stamp };
  }

  #call(at: number): Line {
    const text = this.#text;
    let open = at;
    let state = START;
    for (let code = text.charCodeAt(open); code !== OPEN && state !== UNKNOWN; ) {
      state = this.#names.step(state, code);
      open += 1;
      code = text.charCodeAt(open);
    }
    let name = this.#names.at(state);
    if (name === undefined) {
      open = this.#nameEnd(at);
      if (open < 0) return readNote(text.slice(at, this.#to));
      if (open === at) return other;
      name = this.#names.learn(text.slice(at, open));
    }
    const args = open + 1;
    if (text.charCodeAt(this.#to - 1) === GREATER) {
      if (text.startsWith(' <unfinished ...>', this.#to - 17))
        return this.#unfinished(name, args, this.#to - 17);
      if (text.startsWith(' <detached ...>', this.#to - 15))
        return this.#unfinished(name, args, this.#to - 15);
      // ltrace, of exit and its like.
      if (text.startsWith(' <no return ...>', this.#to - 16))
        return this.#unfinished(name, args, this.#to - 16);
      // A thread executes a program, and strace -ff goes on in the file of its process.
      if (text.startsWith(' ...>', this.#to - 5)) {
        const changed = text.lastIndexOf(' <pid changed to ', this.#to);
        if (changed >= args) return this.#unfinished(name, args, changed);
      }
    }
    const equals = this.#equals(args);
    if (equals >= 0)
      return new Call(
        this.#line,
        this.#pid,
        this.#stamp,
        name,
        this.#line,
        this.#stamp,
        text,
        args,
        equals + 3,
        this.#to,
      );
    const news = attached.exec(text.slice(args, this.#to));
    return news === null ? other : this.#unfinished(name, args, args + news.index);
  }

  /** The position of the parenthesis behind the name that begins at `at`; -1 if no name does. */
  #nameEnd(at: number): number {
    for (let end = at; end < this.#to; end += 1) {
      const code = this.#text.charCodeAt(end);
      if (code === OPEN) return end;
      if (code <= SPACE || code === QUOTE || code === EQUALS || code === LESS) return -1;
    }
    return -1;
  }

  #unfinished(name: string, from: number, to: number): Line {
    return {
      kind: 'open',
      line: this.#line,
      pid: this.#pid,
      stamp: this.#stamp,
      name,
      args: apart(this.#text.slice(from, to)),
    };
  }

  #resumed(at: number): Line {
    const text = this.#text;
    const end = text.indexOf(' resumed>', at);
    if (end < 0 || end >= this.#to) return other;
    return {
      kind: 'resumed',
      line: this.#line,
      pid: this.#pid,
      stamp: this.#stamp,
      name: text.slice(at, end),
      rest: text.slice(end + 9, this.#to),
    };
  }

  #equals(from: number): number {
    return equalsOf(this.#text, from, this.#to);
  }
}

/**
 * The position of the ` = ` between a call, whose arguments begin at `from`, and its result, which ends at `to`;
 * -1 if there is none. The last one, unless a string or a path in the result could hold it.
 */
export function equalsOf(text: string, from: number, to: number): number {
  let isPlain = true;
  let firstLess = -1;
  let firstGreater = -1;
  let at = to - 2;
  for (; at > from; at -= 1) {
    const code = text.charCodeAt(at);
    // Most characters are letters.
    if (code > GREATER) continue;
    if (code === EQUALS && text.charCodeAt(at - 1) === SPACE && text.charCodeAt(at + 1) === SPACE)
      break;
    if (code === LESS) firstLess = at;
    else if (code === GREATER) firstGreater = at;
    else if (code === QUOTE) isPlain = false;
  }
  if (at <= from) return -1;
  if (text.charCodeAt(to - 1) === GREATER && firstGreater < 0) firstGreater = to - 1;
  if (firstGreater >= 0 && (firstLess < 0 || firstGreater < firstLess)) isPlain = false;
  let close = at - 1;
  while (close > from && text.charCodeAt(close) === SPACE) close -= 1;
  if (isPlain && text.charCodeAt(close) === CLOSE) return at - 1;
  const args = text.slice(from, to);
  close = closeOf(args, 0) + 1;
  if (close === 0) return -1;
  while (args.charCodeAt(close) === SPACE) close += 1;
  return args.charCodeAt(close) === EQUALS && args.charCodeAt(close + 1) === SPACE
    ? from + close - 1
    : -1;
}
