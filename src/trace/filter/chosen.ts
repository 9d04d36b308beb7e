/** Which lines of a trace are chosen: one bit for each, because a trace has millions of lines. */

export class Lines {
  #bits = new Uint8Array(1 << 12);

  has(line: number): boolean {
    return ((this.#bits[line >>> 3] ?? 0) & (1 << (line & 7))) !== 0;
  }

  add(line: number): void {
    const at = line >>> 3;
    if (at >= this.#bits.length) this.#bits = grown(this.#bits, at);
    this.#bits[at] = (this.#bits[at] ?? 0) | (1 << (line & 7));
  }
}

/** A number for each line; 0 where none was set. */
export class Numbers {
  #numbers = new Uint32Array(1 << 20);

  get(line: number): number {
    return this.#numbers[line] ?? 0;
  }

  set(line: number, number: number): void {
    if (line >= this.#numbers.length) this.#numbers = grown(this.#numbers, line);
    this.#numbers[line] = number;
  }
}

function grown<T extends Uint8Array | Uint32Array | Float64Array>(array: T, at: number): T {
  const more = new (array.constructor as new (size: number) => T)(
    Math.max(at + 1, array.length * 2),
  );
  more.set(array);
  return more;
}

/** The places in the file where the lines begin. */
export class Places {
  #ends = new Float64Array(1 << 20);
  #last = 0;

  /** Take the place behind the newline of the next line. */
  add(end: number): void {
    this.#last += 1;
    if (this.#last >= this.#ends.length) this.#ends = grown(this.#ends, this.#last);
    this.#ends[this.#last] = end;
  }

  /** The number of the last line. */
  get last(): number {
    return this.#last;
  }

  /** Where `line` begins, counted from 1; of the line behind the last one, the end of the trace. */
  of(line: number): number {
    return this.#ends[line - 1] ?? 0;
  }
}
