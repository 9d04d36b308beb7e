/** One file of a trace that has a file for each process, as strace -ff writes it, and its lines. */
import { LineReader } from '../read-line.ts';

export type Part = {
  /** The process or thread (gettid(2)): the file's name ends with it. */
  readonly pid: number;
  /** The text from its beginning, latin1, cut anywhere. */
  readonly blocks: () => Iterable<string>;
};

/** The lines of a part, one after the other. */
export class Stream {
  /** The next line; undefined after the last one. */
  line: string | undefined;
  readonly #lines: Iterator<string, void>;

  /** `cut` is called if the last line has no newline, and is not the beginning of a call. */
  constructor(part: Part, cut: () => void) {
    this.#lines = linesOf(part, cut);
    this.advance();
  }

  advance(): void {
    const { done, value } = this.#lines.next();
    this.line = done === true ? undefined : value;
  }
}

function* linesOf({ blocks }: Part, cut: () => void): Generator<string, void> {
  for (const text of wholes(blocks())) {
    if (text.endsWith('\n')) {
      const lines = text.split('\n');
      lines.pop();
      yield* lines;
    } else yield completed(text, cut);
  }
}

/** `blocks`, cut behind a newline. What follows the last newline comes last. */
export function* wholes(blocks: Iterable<string>): Generator<string, void> {
  let rest = '';
  for (const block of blocks) {
    const end = block.lastIndexOf('\n') + 1;
    if (end === 0) rest += block;
    else {
      yield rest + block.slice(0, end);
      rest = block.slice(end);
    }
  }
  if (rest !== '') yield rest;
}

/** A last line without a newline. The beginning of a call is a call that has not returned (reader.ts). */
function completed(text: string, cut: () => void): string {
  const reader = new LineReader();
  const kindOf = (line: string) => reader.read(line, 0, line.length, 0).kind;
  const open = `${text} <unfinished ...>`;
  if (kindOf(text) === 'other' && kindOf(open) === 'open') return open;
  cut();
  return text;
}
