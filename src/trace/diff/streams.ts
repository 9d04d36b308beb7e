/** Reads of pipes and sockets: their bytes come in pieces as large as chance makes them. */
import type { Description } from '../descriptors.ts';

/** A read of so many bytes is a piece of a longer stream, not a message (bytes). */
const BULK = 4096;

/** A read that was shown, and that later reads of the same description belong to. */
type Shown = {
  readonly of: Description;
  /** The index of its text. */
  readonly at: number;
  /** The text up to the number of bytes; undefined if the number is not shown. */
  readonly before: string | undefined;
  bytes: number;
};

/**
 * The streams that one process reads. Reads in a row are one read. After a piece of a long stream all further reads
 * are part of it, whatever stands between them: the program writes what it has read so far.
 */
export class Streams {
  readonly #shown = new Map<number, Shown>();

  /**
   * `bytes` were read from `fd`, which is `of`, and the process has shown `count` texts. Returns the text that the
   * read belongs to, with its new form; undefined if the read has a text of its own.
   */
  goesOn(
    fd: number,
    of: Description,
    bytes: number,
    count: number,
  ): { readonly at: number; readonly text: string | undefined } | undefined {
    const shown = this.#shown.get(fd);
    if (shown === undefined || shown.of !== of || bytes === 0) return undefined;
    if (shown.at !== count - 1 && shown.bytes < BULK) return undefined;
    shown.bytes += bytes;
    const { at, before } = shown;
    return { at, text: before === undefined ? undefined : `${before}${shown.bytes}` };
  }

  /** The text `at` shows a read of `bytes` from `fd`. */
  begins(fd: number, shown: Shown): void {
    if (shown.bytes === 0) this.#shown.delete(fd);
    else this.#shown.set(fd, shown);
  }
}
