/** Joins the two halves of an interrupted call. */
import type { Fact } from './facts.ts';
import { Call, type Line, type Open, type Resumed } from './line.ts';
import { equalsOf } from './read-line.ts';

/** ltrace shows what a function of the library calls inside the function; strace never goes deeper than 1. */
const DEEPEST = 64;

/** An open call, and the one of the same thread that it was made in. */
type Held = { readonly open: Open; readonly outer: Held | undefined; readonly depth: number };

/** Holds the open calls of each thread, and nothing else. */
export class Joiner {
  readonly #open = new Map<number, Held>();

  /** The fact that `line` tells; undefined if it tells none. */
  fact(line: Line): Fact | undefined {
    // The usual case first, by a test that V8 makes faster than the others.
    if (line instanceof Call) return line;
    switch (line.kind) {
      case 'signal':
        return line;
      case 'open':
        this.#hold(line);
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

  /** The innermost call of each thread that has not returned, in the order of their lines. */
  open(): readonly Open[] {
    return [...this.#open.values()]
      .map(({ open }) => open)
      .sort((one, next) => one.line - next.line);
  }

  /** A second half without its first, as at the start of a trace of -p, stands for the whole call. */
  #join(line: Resumed): Call | undefined {
    const first = this.#release(line);
    const before = first?.args ?? '';
    // "<... read resumed> <unfinished ...>) = ?": the thread ended in the call.
    const rest = line.rest.startsWith(' <unfinished ...>') ? line.rest.slice(17) : line.rest;
    const text = before + rest;
    // Behind the first half only: it is whole, and may hold anything.
    const equals = equalsOf(rest, -1, rest.length);
    if (equals < 0) return undefined;
    return new Call(
      first?.line ?? line.line,
      line.pid,
      first?.stamp ?? line.stamp,
      first?.name ?? line.name,
      line.line,
      line.stamp,
      text,
      0,
      before.length + equals + 3,
      text.length,
    );
  }

  #hold(open: Open): void {
    const outer = this.#open.get(open.pid);
    const depth = (outer?.depth ?? 0) + 1;
    if (depth > DEEPEST) this.#open.set(open.pid, { open, outer: undefined, depth: 1 });
    else this.#open.set(open.pid, { open, outer, depth });
  }

  /** The first half of `line`; the calls that were made in it are over too. */
  #release({ pid, name }: Resumed): Open | undefined {
    let held = this.#open.get(pid);
    while (held !== undefined && held.open.name !== name) held = held.outer;
    if (held === undefined) return undefined;
    if (held.outer === undefined) this.#open.delete(pid);
    else this.#open.set(pid, held.outer);
    return held.open;
  }

  /** A thread executes a program: it goes on under the pid of its process, and so does its call. */
  #hand(from: number, to: number): void {
    const held = this.#open.get(from);
    this.#open.delete(from);
    this.#open.delete(to);
    if (held !== undefined) this.#hold({ ...held.open, pid: to });
  }
}
