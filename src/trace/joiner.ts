/** Joins the two halves of an interrupted call. */
import type { Fact } from './facts.ts';
import { Call, type Line, type Open, type Resumed } from './line.ts';
import { equalsOf } from './read-line.ts';

/** Holds the open call of each thread, and nothing else. */
export class Joiner {
  readonly #open = new Map<number, Open>();

  /** The fact that `line` tells; undefined if it tells none. */
  fact(line: Line): Fact | undefined {
    switch (line.kind) {
      case 'call':
      case 'signal':
        return line;
      case 'open':
        this.#open.set(line.pid, line);
        return line;
      case 'resumed':
        return this.#join(line);
      case 'end':
        if (line.end.by === 'execve') this.#hand(line.end.pid, line.pid);
        else this.#open.delete(line.pid);
        return line;
      case 'note':
      case 'stack':
      case 'other':
        return undefined;
    }
  }

  /** The calls that have not returned, in the order of their lines. */
  open(): readonly Open[] {
    return [...this.#open.values()].sort((one, next) => one.line - next.line);
  }

  /** A second half without its first, as at the start of a trace of -p, stands for the whole call. */
  #join(line: Resumed): Call | undefined {
    const known = this.#open.get(line.pid);
    const first = known?.name === line.name ? known : undefined;
    if (first !== undefined) this.#open.delete(line.pid);
    const before = first?.args ?? '';
    // "<... read resumed> <unfinished ...>) = ?": the thread ended in the call.
    const rest = line.rest.startsWith(' <unfinished ...>') ? line.rest.slice(17) : line.rest;
    const text = before + rest;
    // Behind the first half only: it is whole, and may hold anything.
    const equals = equalsOf(rest, -1, rest.length);
    if (equals < 0) return undefined;
    let close = equals;
    while (rest.charCodeAt(close) === 0x20) close -= 1;
    const length = before.length;
    return new Call(
      first?.line ?? line.line,
      line.pid,
      first?.stamp ?? line.stamp,
      first?.name ?? line.name,
      line.line,
      line.stamp,
      text,
      0,
      length + close,
      length + equals + 3,
      text.length,
    );
  }

  /** A thread executes a program: it goes on under the pid of its process, and so does its call. */
  #hand(from: number, to: number): void {
    const open = this.#open.get(from);
    this.#open.delete(from);
    if (open === undefined) this.#open.delete(to);
    else this.#open.set(to, { ...open, pid: to });
  }
}
