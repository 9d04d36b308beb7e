/**
 * Who has which descriptor. What a descriptor refers to has a number here, its identity: copies that dup and fork made
 * have the same one, and a number that was closed and is used again has another.
 */
import { descriptorsOwner, type Process } from '../processes.ts';
import type { Deed } from './uses.ts';

/** So many lines after the end of a process, all children that it made have appeared. */
const RECENT = 1 << 16;

type Held = { readonly identity: number; readonly isCloseOnExec: boolean };

/** The descriptors of one process. Its threads may have the same table. */
export type Table = {
  /** undefined: closed. A descriptor that is not here was there before the trace began. */
  readonly held: Map<number, Held | undefined>;
  readonly process: Process;
};

export class Tables {
  readonly #tables = new Map<Process, Table>();
  readonly #inherited = new Map<Process, Map<number, number>>();
  /** The processes whose table other processes use too. */
  readonly #shared = new Set<Process>();
  #last = 0;

  /** A child gets a copy of what its parent has, unless they share it. */
  readonly born = (child: Process): void => {
    if (child.parent !== undefined && !child.sharesDescriptors)
      this.#tables.set(child, { held: new Map(this.of(child.parent).held), process: child });
  };

  /** The table of `process`, which is the same at any time of its life. */
  of(process: Process): Table {
    const owner = descriptorsOwner(process);
    if (owner !== process) this.#shared.add(owner);
    let table = this.#tables.get(owner);
    if (table === undefined) {
      table = { held: new Map(), process: owner };
      this.#tables.set(owner, table);
    }
    return table;
  }

  /** What the descriptor `fd` of `table` refers to; 0 if it is closed. */
  identity(table: Table, fd: number): number {
    const held = table.held.get(fd);
    if (held !== undefined) return held.identity;
    return table.held.has(fd) ? 0 : this.copy(table, fd, this.#first(table.process, fd), false);
  }

  /** Whether a call after the line `now` can use what `identity` is. A process that has just ended may still have made a child. */
  isHeld(identity: number, now: number): boolean {
    for (const fds of this.#inherited.values())
      for (const each of fds.values()) if (each === identity) return true;
    for (const [process, { held }] of this.#tables) {
      const isGone = process.ended !== undefined && process.ended < now - RECENT;
      if (isGone && !this.#shared.has(process)) continue;
      for (const each of held.values()) if (each?.identity === identity) return true;
    }
    return false;
  }

  /** `fd` is new; what it refers to. */
  make(table: Table, fd: number, isCloseOnExec: boolean): number {
    this.#last += 1;
    return this.copy(table, fd, this.#last, isCloseOnExec);
  }

  /** `fd` refers to what `identity` is; that identity. */
  copy(table: Table, fd: number, identity: number, isCloseOnExec: boolean): number {
    table.held.set(fd, { identity, isCloseOnExec });
    return identity;
  }

  close({ held }: Table, first: number, last = first): void {
    if (first === last) held.set(first, undefined);
    else for (const fd of held.keys()) if (fd >= first && fd <= last) held.set(fd, undefined);
  }

  /** execve(2) closes the descriptors that have the flag FD_CLOEXEC. */
  execute({ held }: Table): void {
    for (const [fd, each] of held) if (each?.isCloseOnExec === true) held.set(fd, undefined);
  }

  /** What the descriptors refer to that `deed` used, made, or replaced by a copy; the deed is done then. */
  take(table: Table, { uses, makes, does, isCloseOnExec, range }: Deed): readonly number[] {
    const used = uses.map((fd) => this.identity(table, fd));
    const [source = 0] = used;
    switch (does) {
      case 'make':
        return [...used, ...makes.map((fd) => this.make(table, fd, isCloseOnExec))];
      case 'copy': {
        const replaced = makes.map((fd) => this.identity(table, fd));
        for (const fd of makes) this.copy(table, fd, source, isCloseOnExec);
        return [...used, ...replaced];
      }
      case 'close':
        if (range === undefined) for (const fd of uses) this.close(table, fd);
        else this.close(table, ...range);
        return used;
      case 'flag':
        for (const fd of uses) if (source !== 0) this.copy(table, fd, source, isCloseOnExec);
        return used;
      case 'execute':
        this.execute(table);
        return used;
      case 'nothing':
        return used;
    }
  }

  /** All that come from one process of the trace have the same that was there before. */
  #first(process: Process, fd: number): number {
    let root = process;
    while (root.parent !== undefined) root = root.parent;
    const known = this.#inherited.get(root) ?? new Map<number, number>();
    this.#inherited.set(root, known);
    const identity = known.get(fd) ?? ++this.#last;
    known.set(fd, identity);
    return identity;
  }
}
