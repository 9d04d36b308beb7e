/** The life of a descriptor: the lines of all calls that use what it refers to, through dup, fork and execve. */
import { Joiner } from '../joiner.ts';
import type { Process } from '../processes.ts';
import { LineReader } from '../read-line.ts';
import { Numbers } from './chosen.ts';
import { equalsIn, isUnfinished, numberAt } from './ends.ts';
import type { Filter } from './filter.ts';
import { type Head, hashOf } from './heads.ts';
import type { Owners } from './owners.ts';
import type { Tables } from './tables.ts';
import { type Deed, deedOf, type Interest, interests, usedBy } from './uses.ts';

const byHash: ReadonlyMap<number, Interest> = new Map(
  [...interests].map(([name, interest]) => [hashOf(name), interest]),
);

const mapped = /, (\d+)(?:<.*>)?, (?:0x[\da-f]+|0)\) += /;

/** The lines that use what the descriptor `fd` of `line` refers to. `tables` are told of births by `owners`. */
export class Life implements Filter {
  readonly #owners: Owners;
  readonly #tables: Tables;
  readonly #line: number;
  readonly #fd: number;
  readonly #reader = new LineReader();
  readonly #joiner = new Joiner();
  /** What a descriptor of each line refers to, and the lines that have more than one. */
  readonly #used = new Numbers();
  readonly #more: [line: number, identity: number][] = [];
  /** What the unfinished calls use, by thread; but of those whose arguments all matter, the joiner knows more. */
  readonly #begun = new Map<number, number>();
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
    const process = this.#owners.process(this.#owners.of(number));
    if (process === undefined) return;
    const isHalf = kind === 'resumed' || isUnfinished(head);
    if (interest === 'first') this.#first(head, process, isHalf);
    else if (isHalf) this.#whole(head, process);
    else this.#seeDeed(interest, head, process);
  };

  readonly end = (): ((line: number) => boolean) | string => {
    const wanted = this.#wanted;
    if (wanted === 0) return `line ${this.#line} uses no descriptor ${this.#fd}`;
    const more = new Set(this.#more.filter(([, each]) => each === wanted).map(([line]) => line));
    return (line) => this.#used.get(line) === wanted || more.has(line);
  };

  /** The most frequent case: a call, or half of one, that uses its first argument at most. */
  #first(head: Head, process: Process, isHalf: boolean): void {
    const { kind, pid, number, bytes, args } = head;
    const fd = kind === 'resumed' ? this.#fd : numberAt(bytes, args);
    const identity =
      kind === 'resumed'
        ? (this.#begun.get(pid) ?? 0)
        : fd < 0
          ? 0
          : this.#tables.identity(process, fd);
    if (isHalf) this.#begun.set(pid, identity);
    if (identity === 0) return;
    this.#used.set(number, identity);
    if (number === this.#line && fd === this.#fd) this.#wanted = identity;
  }

  #use(number: number, process: Process, fd: number): void {
    const identity = this.#tables.identity(process, fd);
    this.#note(number, identity);
    if (number === this.#line && fd === this.#fd) this.#wanted = identity;
  }

  /** A call in one line that may change what descriptors refer to. */
  #seeDeed(interest: Exclude<Interest, 'none' | 'first'>, head: Head, process: Process): void {
    switch (interest) {
      case 'close':
      case 'make':
      case 'copy':
        this.#quick(interest, head, process);
        return;
      case 'fcntl': {
        const text = head.text();
        if (text.includes('F_DUPFD')) this.#quick('copy', head, process);
        else {
          this.#first(head, process, false);
          const identity = this.#used.get(head.number);
          if (identity !== 0 && text.includes('F_SETFD'))
            this.#tables.copy(
              process,
              numberAt(head.bytes, head.args),
              identity,
              text.includes('FD_CLOEXEC'),
            );
        }
        return;
      }
      case 'mmap': {
        const [, fd] = mapped.exec(head.text()) ?? [];
        if (fd !== undefined) this.#use(head.number, process, Number(fd));
        return;
      }
      case 'execve':
        if (numberAt(head.bytes, Math.abs(equalsIn(head)) + 2) === 0) this.#tables.execute(process);
        return;
      case 'all':
        this.#whole(head, process);
        return;
      default:
        if (interest.word.test(head.text())) this.#whole(head, process);
        else this.#first(head, process, false);
    }
  }

  /** A call whose first argument and result tell all. To parse each of them would take most of the time. */
  #quick(does: 'make' | 'copy' | 'close', head: Head, process: Process): void {
    const { bytes, args, number } = head;
    const at = equalsIn(head);
    if (at <= 0) {
      this.#whole(head, process);
      return;
    }
    this.#first(head, process, false);
    const used = numberAt(bytes, args);
    const made = does === 'close' ? -1 : numberAt(bytes, at + 2);
    if (does === 'close' && used >= 0) this.#tables.close(process, used);
    if (made < 0 || made === used) return;
    const isCloseOnExec = head.text().includes('CLOEXEC');
    if (does === 'copy') {
      this.#note(number, this.#tables.identity(process, made));
      this.#tables.copy(process, made, this.#used.get(number), isCloseOnExec);
    } else this.#note(number, this.#tables.make(process, made, isCloseOnExec));
    if (number === this.#line && made === this.#fd && this.#wanted === 0)
      this.#wanted = this.#tables.identity(process, made);
  }

  #whole(head: Head, process: Process): void {
    const text = head.text();
    const { number } = head;
    const fact = this.#joiner.fact(this.#reader.read(text, 0, text.length, number));
    if (fact?.kind === 'call') this.#take(number, fact.line, process, deedOf(fact));
    else if (fact?.kind === 'open') {
      const uses = usedBy(fact.name, fact.args);
      this.#take(number, number, process, {
        uses,
        makes: [],
        does: 'nothing',
        isCloseOnExec: false,
      });
    }
  }

  /** The call in line `first`, which returned in line `number`, has done `deed`. */
  #take(number: number, first: number, process: Process, deed: Deed): void {
    const isAsked = (number === this.#line || first === this.#line) && this.#wanted === 0;
    // What the call uses is asked for before it changes it, and what it makes after that.
    if (isAsked && deed.uses.includes(this.#fd))
      this.#wanted = this.#tables.identity(process, this.#fd);
    for (const identity of this.#tables.take(process, deed)) this.#note(number, identity);
    if (isAsked && deed.makes.includes(this.#fd))
      this.#wanted = this.#tables.identity(process, this.#fd);
  }
  /** Line `number` uses what `identity` is, if anything. */
  #note(number: number, identity: number): void {
    if (identity === 0) return;
    if (this.#used.get(number) === 0) this.#used.set(number, identity);
    else this.#more.push([number, identity]);
  }
}
