/** Gives equal names the same string, so that a table finds a name without hashing the name again. */

/**
 * The names of all 400 system calls take 2200 states. A name that finds no room is copied at each line: a library has more
 * functions, and any bytes can be a name.
 */
const MOST = 4096;
/** Most traces have the names of some 40 calls. */
const FIRST = 256;
/** A state has room for the states behind so many bytes. */
const WIDTH = 256;
/** No known name begins like that. */
export const UNKNOWN = 0;
/** The state before the first character of a name. */
export const START = 1;

/**
 * A tree of the names that were seen, walked one step for each character. A step is one load from an array: less than
 * a hash of the name, and a comparison with the name that has the hash.
 */
export class Names {
  /** The state that follows a state and a byte. */
  #next = new Uint16Array(FIRST * WIDTH);
  /** The name that ends in a state. */
  readonly #names: string[] = [];
  #last = START;

  /** The state behind the byte `code`, after `state`. */
  step(state: number, code: number): number {
    return this.#next[state * WIDTH + code] ?? UNKNOWN;
  }

  /** The name that the walk to `state` has read; undefined if no name ends there. */
  at(state: number): string | undefined {
    return this.#names[state];
  }

  /** `name` as a string of its own, which the tree knows from now on, unless the tree is full. */
  learn(name: string): string {
    const own = apart(name);
    const states = this.#last + own.length + 1;
    if (states > MOST) return own;
    if (states * WIDTH > this.#next.length) this.#grow(states);
    let state = START;
    for (let at = 0; at < own.length; at += 1) {
      const index = state * WIDTH + own.charCodeAt(at);
      if (this.#next[index] === UNKNOWN) {
        this.#last += 1;
        this.#next[index] = this.#last;
      }
      state = this.#next[index] ?? UNKNOWN;
    }
    this.#names[state] = own;
    return own;
  }

  /** Make room for `states` and as many again, at most for all. */
  #grow(states: number): void {
    const next = new Uint16Array(Math.min(MOST, 2 * states) * WIDTH);
    next.set(this.#next);
    this.#next = next;
  }
}

/**
 * `part` as a string of its own. V8 cuts a string by pointing into the whole, which would then stay in memory, and joins
 * strings by pointing to both. Reading a character makes V8 copy them. The result is used, because V8 leaves out a read
 * that nobody uses.
 */
export function apart(part: string): string {
  if (part.length < SHORTEST_SLICE) return part;
  const own = part.slice(0, 1) + part.slice(1);
  return own.charCodeAt(0) === part.charCodeAt(0) ? own : part;
}

/** V8 copies shorter parts at once (characters). */
const SHORTEST_SLICE = 13;
