/** The life of a descriptor: the lines of all calls that use what it refers to, through dup, fork and execve. */
import { Joiner } from '../joiner.ts';
import { LineReader } from '../read-line.ts';
import { Numbers } from './chosen.ts';
import { equalsIn, hasCloseOnExec, isUnfinished, mappedBy, numberAt } from './ends.ts';
import type { Filter } from './filter.ts';
import { type Head, hashOf } from './heads.ts';
import type { Owners } from './owners.ts';
import type { Table, Tables } from './tables.ts';
import { type Deed, deedOf, type Interest, interests, usedBy } from './uses.ts';

const byHash: ReadonlyMap<number, Interest> = new Map(
  [...interests].map(([name, interest]) => [hashOf(name), interest]),
);

const mapped = /, (\d+)(?:<.*>)?, (?:0x[\da-f]+|0)\) += /;

/** The first half of an interrupted call: its line, its first argument, and whether it has a flag as O_CLOEXEC. */
type Half = { readonly line: number; readonly used: number; readonly isCloseOnExec: boolean };

/** The lines that use what the descriptor `fd` of `line` refers to. `tables` are told of births by `owners`. */
export class Life implements Filter {
  readonly #owners: Owners;
  readonly #tables: Tables;
  readonly #line: number;
  readonly #fd: number;
  /** By the numbers that `owners` gives. */
  readonly #byOwner: Table[] = [];
  readonly #reader = new LineReader();
  readonly #joiner = new Joiner();
  /** What a descriptor of each line refers to, and the lines that have more than one. */
  readonly #used = new Numbers();
  readonly #more: [line: number, identity: number][] = [];
  /** What the first argument of each thread's unfinished call refers to. If all arguments matter, the joiner has them. */
  readonly #begun = new Map<number, number>();
  /** By thread, of the calls whose first argument and result tell all. */
  readonly #halves = new Map<number, Half>();
  #wanted = 0;

  constructor(owners: Owners, tables: Tables, line: number, fd: number) {
    this.#owners = owners;
    this.#tables = tables;
    this.#line = line;
    this.#fd = fd;
  }

  readonly see = (head: Head): void => {
    const { kind, hash, number } = head;
    if (kind !== 'call' && kind !== 'resumed') return;
    const interest = byHash.get(hash) ?? 'first';
    if (interest === 'none') return;
    const table = this.#table(this.#owners.of(number));
    if (table === undefined) return;
    const isHalf = kind === 'resumed' || isUnfinished(head);
    if (interest === 'first') this.#first(head, table, isHalf);
    else if (interest === 'make' || interest === 'close') this.#quick(interest, head, table);
    else if (isHalf) this.#whole(head, table);
    else this.#seeDeed(interest, head, table);
  };

  /** No process has the descriptor any more, and no call that began with it is unfinished. */
  readonly isOver = ({ number }: Head): boolean => {
    const wanted = this.#wanted;
    if (wanted === 0) return false;
    for (const begun of this.#begun.values()) if (begun === wanted) return false;
    return !this.#tables.isHeld(wanted, number);
  };

  readonly end = (): ((line: number) => boolean) | string => {
    const wanted = this.#wanted;
    if (wanted === 0) return `line ${this.#line} uses no descriptor ${this.#fd}`;
    const more = new Set(this.#more.filter(([, each]) => each === wanted).map(([line]) => line));
    return (line) => this.#used.get(line) === wanted || more.has(line);
  };

  #table(owner: number): Table | undefined {
    const known = this.#byOwner[owner];
    if (known !== undefined) return known;
    const process = this.#owners.process(owner);
    if (process !== undefined) this.#byOwner[owner] = this.#tables.of(process);
    return this.#byOwner[owner];
  }

  /** The most frequent case: a call, or half of one, that uses its first argument at most. */
  #first(head: Head, table: Table, isHalf: boolean): void {
    const { kind, pid, number, bytes, args } = head;
    const fd = kind === 'resumed' ? this.#fd : numberAt(bytes, args);
    const identity =
      kind === 'resumed'
        ? (this.#begun.get(pid) ?? 0)
        : fd < 0
          ? 0
          : this.#tables.identity(table, fd);
    if (kind === 'resumed' && !isUnfinished(head)) this.#begun.delete(pid);
    else if (isHalf) this.#begun.set(pid, identity);
    if (identity === 0) return;
    this.#used.set(number, identity);
    if (number === this.#line && fd === this.#fd) this.#wanted = identity;
  }

  #use(number: number, table: Table, fd: number): void {
    const identity = this.#tables.identity(table, fd);
    this.#note(number, identity);
    if (number === this.#line && fd === this.#fd) this.#wanted = identity;
  }

  /** A call in one line that may change what descriptors refer to. */
  #seeDeed(
    interest: Exclude<Interest, 'none' | 'first' | 'make' | 'close'>,
    head: Head,
    table: Table,
  ): void {
    switch (interest) {
      case 'copy':
        this.#quick(interest, head, table);
        return;
      case 'fcntl': {
        const text = head.text();
        if (text.includes('F_DUPFD')) this.#quick('copy', head, table);
        else {
          this.#first(head, table, false);
          const identity = this.#used.get(head.number);
          if (identity !== 0 && text.includes('F_SETFD'))
            this.#tables.copy(
              table,
              numberAt(head.bytes, head.args),
              identity,
              text.includes('FD_CLOEXEC'),
            );
        }
        return;
      }
      case 'mmap': {
        const equals = equalsIn(head);
        const quick = equals > 0 ? mappedBy(head, equals) : undefined;
        const fd = quick ?? Number(mapped.exec(head.text())?.[1] ?? -1);
        if (fd >= 0) this.#use(head.number, table, fd);
        return;
      }
      case 'execve':
        if (numberAt(head.bytes, Math.abs(equalsIn(head)) + 2) === 0) this.#tables.execute(table);
        return;
      case 'all':
        this.#whole(head, table);
        return;
      default:
        if (interest.word.test(head.text())) this.#whole(head, table);
        else this.#first(head, table, false);
    }
  }

  /** A call, or half of one, whose first argument and result tell all. To parse each would take most of the time. */
  #quick(does: 'make' | 'copy' | 'close', head: Head, table: Table): void {
    if (isUnfinished(head)) {
      this.#begin(head, table);
      return;
    }
    const { bytes, number, kind } = head;
    const half = kind === 'resumed' ? this.#halves.get(head.pid) : undefined;
    const at = does === 'close' ? 1 : equalsIn(head);
    if (at <= 0 || (kind === 'resumed' && half === undefined)) {
      this.#whole(head, table);
      return;
    }
    this.#first(head, table, kind === 'resumed');
    const used = half?.used ?? numberAt(bytes, head.args);
    if (does === 'close') {
      if (used >= 0) this.#tables.close(table, used);
      return;
    }
    const made = numberAt(bytes, at + 2);
    if (made < 0 || made === used) return;
    const isCloseOnExec = half?.isCloseOnExec === true || hasCloseOnExec(head, at);
    if (does === 'copy') {
      this.#note(number, this.#tables.identity(table, made));
      this.#tables.copy(table, made, this.#used.get(number), isCloseOnExec);
    } else this.#note(number, this.#tables.make(table, made, isCloseOnExec));
    const isAsked = number === this.#line || half?.line === this.#line;
    if (isAsked && made === this.#fd && this.#wanted === 0)
      this.#wanted = this.#tables.identity(table, made);
  }

  #begin(head: Head, table: Table): void {
    const { bytes, args, number, pid } = head;
    this.#first(head, table, true);
    this.#halves.set(pid, {
      line: number,
      used: numberAt(bytes, args),
      isCloseOnExec: hasCloseOnExec(head, head.to),
    });
  }

  #whole(head: Head, table: Table): void {
    const text = head.text();
    const { number } = head;
    const fact = this.#joiner.fact(this.#reader.read(text, 0, text.length, number));
    if (fact?.kind === 'call') this.#take(number, fact.line, table, deedOf(fact));
    else if (fact?.kind === 'open') {
      const uses = usedBy(fact.name, fact.args);
      this.#take(number, number, table, {
        uses,
        makes: [],
        does: 'nothing',
        isCloseOnExec: false,
      });
    }
  }

  /** The call in line `first`, which returned in line `number`, has done `deed`. */
  #take(number: number, first: number, table: Table, deed: Deed): void {
    const isAsked = (number === this.#line || first === this.#line) && this.#wanted === 0;
    // What the call uses is asked for before it changes it, and what it makes after that.
    if (isAsked && deed.uses.includes(this.#fd))
      this.#wanted = this.#tables.identity(table, this.#fd);
    for (const identity of this.#tables.take(table, deed)) this.#note(number, identity);
    if (isAsked && deed.makes.includes(this.#fd))
      this.#wanted = this.#tables.identity(table, this.#fd);
  }
  /** Line `number` uses what `identity` is, if anything. */
  #note(number: number, identity: number): void {
    if (identity === 0) return;
    if (this.#used.get(number) === 0) this.#used.set(number, identity);
    else this.#more.push([number, identity]);
  }
}
