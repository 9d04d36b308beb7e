/** files: each path that a call names, whether it was opened, and how often and how a call failed on it. */
import { Descriptors } from '../descriptors.ts';
import type { Answer, Fact } from '../facts.ts';
import type { Call } from '../line.ts';
import { apart } from '../names.ts';
import { namesPath } from '../paths.ts';
import { isRestart } from '../result.ts';
import { fromBytes, unescaped } from '../text.ts';

export type FilesRow = {
  readonly path: string;
  readonly opened: boolean;
  readonly failed: Readonly<Record<string, number>>;
  readonly calls: Readonly<Record<string, number>>;
  /** Lines. */
  readonly first: number;
  readonly last: number;
  readonly pids: readonly number[];
};

const opens = new Set(['open', 'openat', 'openat2', 'creat', 'fopen', 'fopen64', 'opendir']);

export class Files implements Answer<FilesRow> {
  readonly #entries = new Map<string, Entry>();
  readonly #descriptors = new Descriptors(
    undefined,
    (path) => this.#entries.get(path)?.path ?? apart(path),
  );

  see(fact: Fact): undefined {
    const process = this.#descriptors.see(fact);
    if (fact.kind !== 'call' || !namesPath(fact.name) || fact.isUnknown) return;
    const path = this.#descriptors.path(process, fact);
    if (path === undefined || path === '') return;
    let entry = this.#entries.get(path);
    if (entry === undefined) {
      entry = new Entry(path, fact.line);
      this.#entries.set(path, entry);
    }
    entry.see(fact);
  }

  *rows(): Iterable<FilesRow> {
    for (const entry of this.#entries.values()) yield entry.row();
  }
}

/**
 * What is known of one path. A build asks for thousands of paths again and again, and most of the time is spent on
 * fetching their entries from memory, so an entry has few parts.
 */
class Entry {
  readonly path: string;
  readonly #calls = new Counts();
  readonly #failed = new Counts();
  readonly #pids = new Pids();
  readonly #first: number;
  #last: number;
  #isOpened = false;

  constructor(path: string, line: number) {
    this.path = path;
    this.#first = line;
    this.#last = line;
  }

  see(call: Call): void {
    this.#last = call.line;
    this.#pids.add(call.pid);
    this.#calls.add(call.name);
    if (!call.isFailed) this.#isOpened ||= opens.has(call.name);
    else {
      const { errno } = call;
      if (!isRestart(errno)) this.#failed.add(errno);
    }
  }

  row(): FilesRow {
    const pids = this.#pids;
    return {
      path: fromBytes(unescaped(this.path)),
      opened: this.#isOpened,
      failed: this.#failed.all(),
      calls: this.#calls.all(),
      first: this.#first,
      last: this.#last,
      // Only JSON has them.
      get pids() {
        return pids.all();
      },
    };
  }
}

/** Counts names. Most paths have one or two, which need no Map. */
class Counts {
  #one = '';
  #ones = 0;
  #other = '';
  #others = 0;
  #rest: Map<string, number> | undefined;

  /** `name` is not empty. */
  add(name: string): void {
    if (name === this.#one) this.#ones += 1;
    else if (name === this.#other) this.#others += 1;
    else this.#addNew(apart(name));
  }

  all(): Readonly<Record<string, number>> {
    const counted: Record<string, number> = {};
    if (this.#ones > 0) counted[this.#one] = this.#ones;
    if (this.#others > 0) counted[this.#other] = this.#others;
    for (const [name, count] of this.#rest ?? []) counted[name] = count;
    return counted;
  }

  #addNew(name: string): void {
    if (this.#ones === 0) {
      this.#one = name;
      this.#ones = 1;
    } else if (this.#others === 0) {
      this.#other = name;
      this.#others = 1;
    } else {
      this.#rest ??= new Map();
      this.#rest.set(name, (this.#rest.get(name) ?? 0) + 1);
    }
  }
}

/** The list is cleared of repetitions when it is so long, and again when it is GROWTH times as long (pids). */
const LONG = 64;
const GROWTH = 4;

/** Distinct pids, in the order of their first mention. A list takes a fifth of the memory of a Set. */
class Pids {
  #last = -1;
  #before = -1;
  #list: number[] = [];
  #limit = LONG;

  add(pid: number): void {
    if (pid === this.#last || pid === this.#before) return;
    this.#before = this.#last;
    this.#last = pid;
    if (this.#list.length >= this.#limit) {
      this.#list = [...this.all()];
      this.#limit = Math.max(LONG, GROWTH * this.#list.length);
    }
    this.#list.push(pid);
  }

  all(): readonly number[] {
    return [...new Set(this.#list)];
  }
}
