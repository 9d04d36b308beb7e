/**
 * Who has which descriptor. What a descriptor refers to has a number here, its identity: copies that dup and fork made
 * have the same one, and a number that was closed and is used again has another.
 */
import { descriptorsOwner, type Process } from '../processes.ts';
import type { Deed } from './uses.ts';

type Held = { readonly identity: number; readonly isCloseOnExec: boolean };
/** undefined: closed. A descriptor that is not in the table was there before the trace began. */
type Table = Map<number, Held | undefined>;

export class Tables {
  readonly #tables = new Map<Process, Table>();
  readonly #inherited = new Map<Process, Map<number, number>>();
  #last = 0;

  /** A child gets a copy of what its parent has, unless they share it. */
  readonly born = (child: Process): void => {
    if (child.parent !== undefined && !child.sharesDescriptors)
      this.#tables.set(child, new Map(this.#table(child.parent)));
  };

  /** What the descriptor `fd` of `process` refers to; 0 if it is closed. */
  identity(process: Process, fd: number): number {
    const table = this.#table(process);
    const held = table.get(fd);
    if (held !== undefined) return held.identity;
    return table.has(fd) ? 0 : this.#first(process, fd);
  }

  /** `fd` is new; what it refers to. */
  make(process: Process, fd: number, isCloseOnExec: boolean): number {
    this.#last += 1;
    return this.copy(process, fd, this.#last, isCloseOnExec);
  }

  /** `fd` refers to what `identity` is; that identity. */
  copy(process: Process, fd: number, identity: number, isCloseOnExec: boolean): number {
    this.#table(process).set(fd, { identity, isCloseOnExec });
    return identity;
  }

  close(process: Process, first: number, last = first): void {
    const table = this.#table(process);
    if (first === last) table.set(first, undefined);
    else for (const fd of table.keys()) if (fd >= first && fd <= last) table.set(fd, undefined);
  }

  /** execve(2) closes the descriptors that have the flag FD_CLOEXEC. */
  execute(process: Process): void {
    const table = this.#table(process);
    for (const [fd, held] of table) if (held?.isCloseOnExec === true) table.set(fd, undefined);
  }

  /** What the descriptors refer to that `deed` used, made, or replaced by a copy; the deed is done then. */
  take(process: Process, { uses, makes, does, isCloseOnExec, range }: Deed): readonly number[] {
    const used = uses.map((fd) => this.identity(process, fd));
    const [source = 0] = used;
    switch (does) {
      case 'make':
        return [...used, ...makes.map((fd) => this.make(process, fd, isCloseOnExec))];
      case 'copy': {
        const replaced = makes.map((fd) => this.identity(process, fd));
        for (const fd of makes) this.copy(process, fd, source, isCloseOnExec);
        return [...used, ...replaced];
      }
      case 'close':
        if (range === undefined) for (const fd of uses) this.close(process, fd);
        else this.close(process, ...range);
        return used;
      case 'flag':
        for (const fd of uses) if (source !== 0) this.copy(process, fd, source, isCloseOnExec);
        return used;
      case 'execute':
        this.execute(process);
        return used;
      case 'nothing':
        return used;
    }
  }

  #table(process: Process): Table {
    const owner = descriptorsOwner(process);
    let table = this.#tables.get(owner);
    if (table === undefined) {
      table = new Map();
      this.#tables.set(owner, table);
    }
    return table;
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
