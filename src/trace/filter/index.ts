/** Chooses lines of a trace by filters: bytes in, numbers of lines out. */
import { Lines, Numbers } from './chosen.ts';
import type { Filter, Wanted } from './filter.ts';
import { type Head, Heads } from './heads.ts';
import { Life } from './life.ts';
import { Owners, ofProcess } from './owners.ts';
import { ofCall, ofFailure, ofNumbers, ofPattern } from './simple.ts';
import { Tables } from './tables.ts';

export type { Lines } from './chosen.ts';
export type { Wanted } from './filter.ts';

/** A filter, and whether its lines are shown or all others. */
export type Asked = { readonly wanted: Wanted; readonly is: 'only' | 'but' };

type Part = { readonly filter: Filter; readonly isOnly: boolean; readonly needsOwners: boolean };

/** After so many lines, the filters are asked whether they are over. */
const OFTEN = 1 << 16;

const needOwners = (parts: readonly Part[]): boolean =>
  parts.some(({ needsOwners }) => needsOwners);

export class Selection {
  /** How many bytes each line has, with its newline. */
  readonly lengths = new Numbers();
  readonly #filters: readonly Part[];
  /** The filters that have not chosen their last line. */
  #active: readonly Part[];
  readonly #tables = new Tables();
  readonly #owners = new Owners({ born: this.#tables.born });
  #needsOwners = false;
  readonly #heads = new Heads((head) => this.#see(head));
  /** The lines of stacks (-k), which belong to the call above them. */
  readonly #stacks = new Lines();
  readonly #numbersIn: (file: string) => ReadonlySet<number>;

  /** `numbersIn`: the numbers of lines that a file holds. */
  constructor(asked: readonly Asked[], numbersIn: (file: string) => ReadonlySet<number>) {
    this.#numbersIn = numbersIn;
    this.#filters = asked.map(({ wanted, is }) => ({
      filter: this.#filter(wanted),
      isOnly: is === 'only',
      needsOwners: wanted.by === 'thread' || wanted.by === 'process' || wanted.by === 'descriptor',
    }));
    this.#active = this.#filters;
    this.#needsOwners = needOwners(this.#active);
  }

  /** The number of the last line. */
  get last(): number {
    return this.#heads.last;
  }

  /** Take the whole lines in the first `size` bytes; how many bytes they are. The rest comes again with what follows. */
  feed(bytes: Buffer, size: number): number {
    return this.#heads.feed(bytes, size);
  }

  /** The rest of the trace, a line without a newline. */
  end(bytes: Buffer, size: number): void {
    this.#heads.end(bytes, size);
  }

  /** The chosen lines; or what keeps a filter from a choice. */
  chosen(): Lines | string {
    const tests: ((line: number) => boolean)[] = [];
    for (const { filter, isOnly } of this.#filters) {
      const isIn = filter.end();
      if (typeof isIn === 'string') return isIn;
      tests.push(isOnly ? isIn : (line) => !isIn(line));
    }
    const [first = () => true, ...others] = tests;
    const test = others.reduce((before, next) => (line) => before(line) && next(line), first);
    const chosen = new Lines();
    let isChosen = false;
    for (let line = 1; line <= this.last; line += 1) {
      if (!this.#stacks.has(line)) isChosen = test(line);
      if (isChosen) chosen.add(line);
    }
    return chosen;
  }

  #see(head: Head): void {
    this.lengths.set(head.number, head.to + 1 - head.from);
    if (head.isStack()) this.#stacks.add(head.number);
    if (head.number % OFTEN === 0) this.#retire(head);
    if (this.#needsOwners) this.#owners.see(head);
    for (const { filter } of this.#active) filter.see(head);
  }

  #retire(head: Head): void {
    this.#active = this.#active.filter(({ filter }) => filter.isOver?.(head) !== true);
    this.#needsOwners = needOwners(this.#active);
  }

  #filter(wanted: Wanted): Filter {
    switch (wanted.by) {
      case 'thread':
      case 'process':
        return ofProcess(this.#owners, wanted.by, wanted.line);
      case 'descriptor':
        return new Life(this.#owners, this.#tables, wanted.line, wanted.fd);
      case 'call':
        return ofCall(wanted.name);
      case 'failed':
        return ofFailure();
      case 'pattern':
        return ofPattern(wanted.pattern);
      case 'lines':
        return ofNumbers(this.#numbersIn(wanted.file));
    }
  }
}
