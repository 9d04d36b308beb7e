/** Which process each line is of. A pid that comes again is another process (X8), so a line names a process. */

import { Joiner } from '../joiner.ts';
import type { Signal } from '../line.ts';
import { type Listener, type Process, Processes } from '../processes.ts';
import { LineReader } from '../read-line.ts';
import { numberOf } from '../result.ts';
import { Numbers } from './chosen.ts';
import type { Filter } from './filter.ts';
import { type Head, hashOf } from './heads.ts';

/** The calls that make a process, or give a pid to another thread. */
const [CLONE = 0, CLONE3 = 0, FORK = 0, VFORK = 0] = ['clone', 'clone3', 'fork', 'vfork'].map(
  hashOf,
);
/** Asked for each line: a set would take longer. */
const isMaker = (hash: number): boolean =>
  hash === CLONE || hash === CLONE3 || hash === FORK || hash === VFORK;

export class Owners {
  readonly #reader = new LineReader();
  readonly #joiner = new Joiner();
  readonly #processes: Processes;
  readonly #all: Process[] = [];
  /** Of all processes, the places in `#all`, from 1. */
  readonly #places = new Map<Process, number>();
  /** Of those that live now, by their pids. */
  readonly #live = new Map<number, number>();
  readonly #of = new Numbers();

  constructor(listener: Listener = {}) {
    this.#processes = new Processes(listener);
  }

  /** Take the next line; the process it is of, as a number from 1. 0 for a line of no process. */
  see(head: Head): number {
    head.parse();
    const { number, pid, kind } = head;
    if (kind === 'end' || isMaker(head.hash)) return this.#keep(number, this.#change(head));
    const known = this.#live.get(pid);
    if (known !== undefined) return this.#keep(number, known);
    if (kind === 'other' || kind === 'stack') return 0;
    return this.#keep(number, this.#appear(head));
  }

  /** The process with the number `owner`. */
  process(owner: number): Process | undefined {
    return this.#all[owner - 1];
  }

  /** The number of the process of `line`; 0 if it is of none. */
  of(line: number): number {
    return this.#of.get(line);
  }

  /** After the last line: whether the process `owner` is the one that `root` is a thread of, or one that it made. */
  family(root: number): (owner: number) => boolean {
    let first = this.process(root);
    while (first?.isThread === true && first.parent !== undefined) first = first.parent;
    const are = this.#all.map((process) => {
      let each: Process | undefined = process;
      while (each !== undefined && each !== first) each = each.parent;
      return each !== undefined;
    });
    return (owner) => are[owner - 1] === true;
  }

  #keep(line: number, owner: number): number {
    this.#of.set(line, owner);
    return owner;
  }

  #number(process: Process): number {
    const known = this.#places.get(process);
    if (known !== undefined) return known;
    this.#all.push(process);
    this.#places.set(process, this.#all.length);
    return this.#all.length;
  }

  /** A line that tells of the birth or the end of a process. */
  #change(head: Head): number {
    const text = head.text();
    const fact = this.#joiner.fact(this.#reader.read(text, 0, text.length, head.number));
    if (fact === undefined) return this.#live.get(head.pid) ?? 0;
    const owner = this.#number(this.#processes.see(fact));
    switch (fact.kind) {
      case 'end':
        this.#live.delete(fact.end.by === 'execve' ? fact.end.pid : fact.pid);
        break;
      case 'call': {
        this.#live.set(fact.pid, owner);
        // The pid may have been that of a process whose end the trace did not tell (-q).
        const child = numberOf(fact.tail);
        const process = child === undefined ? undefined : this.#processes.get(child);
        if (child !== undefined && process !== undefined)
          this.#live.set(child, this.#number(process));
        break;
      }
      case 'open':
      case 'signal':
        this.#live.set(fact.pid, owner);
    }
    return owner;
  }

  /** The first line of a process; what else it says does not matter here. */
  #appear({ number, pid }: Head): number {
    const fact: Signal = { kind: 'signal', line: number, pid, stamp: '', signal: '', info: '' };
    const owner = this.#number(this.#processes.see(fact));
    this.#live.set(pid, owner);
    return owner;
  }
}

/** Only the thread of a line, or only its process and the processes that it made. */
export function ofProcess(owners: Owners, by: 'thread' | 'process', line: number): Filter {
  return {
    see: () => undefined,
    end: () => {
      const root = owners.of(line);
      if (root === 0) return `line ${line} is of no process`;
      if (by === 'thread') return (each) => owners.of(each) === root;
      const isOf = owners.family(root);
      return (each) => isOf(owners.of(each));
    },
  };
}
