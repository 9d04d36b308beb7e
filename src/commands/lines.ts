/** --report=lines: prints the lines of a trace that its filters choose, with their numbers in the whole trace. */
import { closeSync, openSync, readFileSync, readSync, writeFileSync } from 'node:fs';
import * as faults from '../cli/report/faults.ts';
import type { LinesAsked } from '../cli/report/lines.ts';
import { reasonOf } from '../os/errno.ts';
import { type Lines, Selection } from '../trace/filter/index.ts';
import type { Surroundings } from './report.ts';
import { named } from './traces.ts';

/** Whole lines are looked for in so much at once (bytes). A longer line needs more. */
const CHUNK = 4 * 1024 * 1024;
/** What is read and written again while lines are printed stays in the processor's cache (bytes). */
const PART = 64 * 1024;
const NEWLINE = 0x0a;
const SPACE = 0x20;

/** Print the lines, or, where there are few of them, the runs of hidden lines. */
export function lines({ trace, filters, folds }: LinesAsked, around: Surroundings): void {
  const { given, output, fail } = around;
  const { path } = named(trace, 'read', fail);
  try {
    const selection = new Selection(filters, numbersIn);
    const file = openSync(path, 'r');
    readAll(file, selection);
    const chosen = selection.chosen();
    if (selection.last === 0) fail(faults.empty(path));
    if (typeof chosen === 'string') fail(faults.unfiltered(path, chosen));
    else {
      const hidden = hiddenBy(chosen, selection.last, folds ?? -1);
      if (hidden !== undefined) output(() => writeFileSync(given.stdio[1], foldsText(hidden)));
      else output(() => print(file, selection, chosen, given.stdio[1]));
    }
    closeSync(file);
  } catch (error) {
    fail(faults.unreadable(path, reasonOf(error)));
  }
}

/** One number a line. */
const numbersIn = (file: string): ReadonlySet<number> =>
  new Set(readFileSync(file, 'latin1').split('\n').map(Number));

function readAll(file: number, selection: Selection): void {
  let bytes = Buffer.allocUnsafe(CHUNK);
  let rest = 0;
  for (;;) {
    const size = readSync(file, bytes, rest, bytes.length - rest, null);
    if (size === 0) break;
    const held = rest + size;
    const taken = selection.feed(bytes, held);
    rest = held - taken;
    if (rest === bytes.length) bytes = Buffer.concat([bytes], bytes.length * 2);
    else bytes.copyWithin(0, taken, held);
  }
  selection.end(bytes, rest);
}

/** A run of lines, from the first to the last. */
type Run = { readonly first: number; readonly last: number };

/** The runs of lines that are not chosen; undefined if there are more than `most`. */
function hiddenBy(chosen: Lines, last: number, most: number): readonly Run[] | undefined {
  const hidden: Run[] = [];
  let first = 1;
  for (let line = 1; line <= last + 1 && hidden.length <= most; line += 1) {
    if (line <= last && !chosen.has(line)) continue;
    if (line > first) hidden.push({ first, last: line - 1 });
    first = line + 1;
  }
  return hidden.length > most ? undefined : hidden;
}

const foldsText = (hidden: readonly Run[]): string =>
  hidden.map(({ first, last }) => `${first},${last}\n`).join('');

/** Copies the chosen lines to the descriptor `to`, each with its number before it. */
function print(file: number, { last, lengths }: Selection, chosen: Lines, to: number): void {
  const width = String(last).length;
  const source = new Window(file);
  let target = Buffer.allocUnsafe(PART);
  let size = 0;
  let next = 0;
  for (let line = 1; line <= last; line += 1) {
    const from = next;
    const length = lengths.get(line);
    next += length;
    if (!chosen.has(line)) continue;
    if (size + width + 1 + length > target.length) {
      writeFileSync(to, target.subarray(0, size));
      size = 0;
      if (width + 1 + length > target.length) target = Buffer.allocUnsafe(2 * length + PART);
    }
    writeNumber(target, size, width, line);
    size += width + 1;
    source.copy(from, length, target, size);
    size += length;
    // The last line of a trace that was cut has none.
    target[size - 1] = NEWLINE;
  }
  writeFileSync(to, target.subarray(0, size));
}

/** Right-aligned, and a space behind it, as Vim shows the number of a line. */
function writeNumber(target: Buffer, at: number, width: number, number: number): void {
  let left = number;
  for (let place = at + width - 1; place >= at; place -= 1) {
    target[place] = left === 0 ? SPACE : 0x30 + (left % 10);
    left = Math.trunc(left / 10);
  }
  target[at + width] = SPACE;
}

/** A part of a file in memory, which moves on. */
class Window {
  readonly #file: number;
  #bytes = Buffer.allocUnsafe(PART);
  #from = 0;
  #size = 0;

  constructor(file: number) {
    this.#file = file;
  }

  /** Copy `length` bytes of the file from `from` on to `target`, from `at` on. */
  copy(from: number, length: number, target: Buffer, at: number): void {
    if (from < this.#from || from + length > this.#from + this.#size) this.#load(from, length);
    this.#bytes.copy(target, at, from - this.#from, from - this.#from + length);
  }

  #load(from: number, length: number): void {
    if (length > this.#bytes.length) this.#bytes = Buffer.allocUnsafe(2 * length);
    this.#from = from;
    this.#size = 0;
    while (this.#size < length) {
      const size = readSync(
        this.#file,
        this.#bytes,
        this.#size,
        this.#bytes.length - this.#size,
        from + this.#size,
      );
      if (size === 0) break;
      this.#size += size;
    }
  }
}
