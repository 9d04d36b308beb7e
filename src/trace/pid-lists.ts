/** Many lists of pids in two arrays: an array for each list would take several times the memory. */

/** The end of an empty list. */
export const NONE = 0;

/** Lists of pids, each known by its end: from there, each pid knows the one before. */
export class PidLists {
  readonly #pids: Float64Array;
  readonly #before: Int32Array;
  #length = 1;

  /** `room`: for how many pids, together. */
  constructor(room: number) {
    this.#pids = new Float64Array(room + 1);
    this.#before = new Int32Array(room + 1);
  }

  isFull(): boolean {
    return this.#length === this.#pids.length;
  }

  /** Add `pid` to the list with the end `end`; the new end. */
  add(end: number, pid: number): number {
    const at = this.#length;
    this.#pids[at] = pid;
    this.#before[at] = end;
    this.#length = at + 1;
    return at;
  }

  /** The distinct pids of the list with the end `end`, in the order of their first mention. */
  of(end: number): readonly number[] {
    const pids: number[] = [];
    for (let at = end; at !== NONE; at = this.#before[at] ?? NONE) pids.push(this.#pids[at] ?? 0);
    return [...new Set(pids.reverse())];
  }
}
