/** Reads a trace in one pass: chunks of bytes in, facts out. */
import type { Fact, Summary } from './facts.ts';
import { Joiner } from './joiner.ts';
import { LineReader } from './read-line.ts';
import { secondsOf } from './result.ts';

/** A longer line is not understood; the limit bounds what one line can hold in memory (bytes). */
export const LONGEST = 4 * 1024 * 1024;

/** So many facts tell whether the trace has times. */
const SAMPLE = 100;

const isTimed = (fact: Fact): boolean =>
  fact.stamp !== '' || (fact.kind === 'call' && secondsOf(fact.tail) !== undefined);

export class Reader {
  readonly #see: (fact: Fact) => void;
  readonly #joiner = new Joiner();
  readonly #reader = new LineReader();
  #rest = '';
  #isSkipping = false;
  #lines = 0;
  #notUnderstood = 0;
  #understood = 0;
  #hasTimes = false;

  constructor(see: (fact: Fact) => void) {
    this.#see = see;
  }

  /** `chunk` is latin1: one character for each byte. */
  feed(chunk: string): void {
    let from = 0;
    let end = chunk.indexOf('\n');
    if (end >= 0 && (this.#rest !== '' || this.#isSkipping)) {
      const text = this.#rest + chunk.slice(0, end);
      this.#take(text, 0, text.length);
      this.#rest = '';
      from = end + 1;
      end = chunk.indexOf('\n', from);
    }
    for (; end >= 0; end = chunk.indexOf('\n', from)) {
      this.#take(chunk, from, end);
      from = end + 1;
    }
    if (this.#isSkipping) return;
    this.#rest += chunk.slice(from);
    if (this.#rest.length > LONGEST) {
      this.#rest = '';
      this.#isSkipping = true;
    }
  }

  /** The next line, without its newline, of the thread `pid`: a trace with a file for each has no pids in its lines. */
  line(text: string, pid: number): void {
    this.#take(text, 0, text.length, pid);
  }

  /**
   * After the last chunk. A last line without a newline is cut; strace writes the name and the arguments of a
   * call before it waits for the call, so the beginning of a call is a call that has not returned.
   */
  end(): Summary {
    let isCut = this.#rest !== '' || this.#isSkipping;
    if (isCut) this.#lines += 1;
    if (this.#rest !== '' && this.#read(this.#rest, 0, this.#rest.length).kind === 'other') {
      const line = `${this.#rest} <unfinished ...>`;
      const fact = this.#joiner.fact(this.#read(line, 0, line.length));
      if (fact?.kind === 'open') {
        isCut = false;
        this.#understood += 1;
        this.#see(fact);
      }
    }
    return {
      lines: this.#lines,
      notUnderstood: this.#notUnderstood,
      understood: this.#understood,
      hasTimes: this.#hasTimes,
      isCut,
      open: this.#joiner.open(),
    };
  }

  #read(text: string, from: number, to: number, pid = 0) {
    return this.#reader.read(text, from, to, this.#lines, pid);
  }

  #take(text: string, from: number, to: number, pid = 0): void {
    this.#lines += 1;
    if (this.#isSkipping) {
      this.#isSkipping = false;
      this.#notUnderstood += 1;
      return;
    }
    const line = this.#read(text, from, to, pid);
    const fact = this.#joiner.fact(line);
    if (fact === undefined) {
      if (line.kind === 'other' || line.kind === 'resumed') this.#notUnderstood += 1;
      return;
    }
    this.#understood += 1;
    // One call of many tells: the same options hold for all lines.
    if (!this.#hasTimes && this.#understood <= SAMPLE) this.#hasTimes = isTimed(fact);
    this.#see(fact);
  }
}
