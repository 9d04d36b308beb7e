/** Which lines of a trace are chosen: one bit for each, because a trace has millions of lines. */

export class Lines {
  #bits = new Uint8Array(1 << 12);

  has(line: number): boolean {
    return ((this.#bits[line >>> 3] ?? 0) & (1 << (line & 7))) !== 0;
  }

  add(line: number): void {
    const at = line >>> 3;
    if (at >= this.#bits.length) {
      const more = new Uint8Array(Math.max(at + 1, this.#bits.length * 2));
      more.set(this.#bits);
      this.#bits = more;
    }
    this.#bits[at] = (this.#bits[at] ?? 0) | (1 << (line & 7));
  }
}

/** The numbers of so many lines are together. A larger array is copied when it grows, and memory is slow at its first use. */
const PIECE = 1 << 16;

/** A number for each line, below 2^32; 0 where none was set. */
export class Numbers {
  readonly #pieces: Uint32Array[] = [];

  get(line: number): number {
    return this.#pieces[line >>> 16]?.[line & (PIECE - 1)] ?? 0;
  }

  set(line: number, number: number): void {
    const at = line >>> 16;
    let piece = this.#pieces[at];
    if (piece === undefined) {
      while (this.#pieces.length <= at) this.#pieces.push(new Uint32Array(PIECE));
      piece = this.#pieces[at] ?? new Uint32Array(0);
    }
    piece[line & (PIECE - 1)] = number;
  }
}
