/** What a descriptor is: who opened it, and what dup, inheritance, close-on-exec and close made of it. */
import type { Fact } from './facts.ts';
import type { Call } from './line.ts';
import { apart } from './names.ts';
import { rawPath } from './paths.ts';
import { descriptorsOwner, type Process, Processes } from './processes.ts';
import { numberOf, resultOf } from './result.ts';
import { parts } from './scan.ts';

/** An open file description (open(2)): descriptors that dup and fork made share it. */
export type Description = {
  /** The call that made it: openat, socket, pipe2, … */
  readonly call: string;
  /** As the trace names it, with strace's escapes: the path, or the arguments of socket. */
  readonly name: string;
  /** The line where it was opened. */
  readonly line: number;
  /** The thread that opened it. */
  readonly pid: number;
};

type Descriptor = { readonly description: Description; isCloseOnExec: boolean };
type Table = Map<number, Descriptor>;

/** What a call does to the descriptors: it returns one, it tells two in an argument, or it changes one. */
const deeds = new Map<string, 'make' | 'pair' | 'change'>();
for (const name of 'open creat openat openat2 open_by_handle_at socket accept accept4 eventfd eventfd2 epoll_create epoll_create1 timerfd_create signalfd signalfd4 inotify_init inotify_init1 fanotify_init memfd_create pidfd_open io_uring_setup userfaultfd perf_event_open'.split(
  ' ',
))
  deeds.set(name, 'make');
for (const name of ['pipe', 'pipe2', 'socketpair']) deeds.set(name, 'pair');
for (const name of ['close', 'close_range', 'dup', 'dup2', 'dup3', 'fcntl'])
  deeds.set(name, 'change');
const standard: readonly string[] = ['standard input', 'standard output', 'standard error'];

export class Descriptors {
  readonly processes: Processes;
  readonly #tables = new Map<Process, Table>();
  /** The call whose path was asked for last, and the path: both the descriptor and the answer may need it. */
  #asked: Call | undefined;
  #asker: Process | undefined;
  #path: string | undefined;
  /** One function for all calls, because a new one for each call would be the larger part of what path() allocates. */
  readonly #directoryOf = (fd: number): string | undefined => {
    const description = this.#asker && this.of(this.#asker, fd);
    return description?.call.startsWith('open') ? description.name : undefined;
  };

  constructor(ended?: (process: Process) => void) {
    this.processes = new Processes({
      born: (child) => this.#inherit(child),
      executed: (process) => this.#closeOnExec(process),
      ended: (process) => {
        this.#tables.delete(process);
        ended?.(process);
      },
    });
  }

  /** Take `fact`; the process it is about. */
  see(fact: Fact): Process {
    const process = this.processes.see(fact);
    if (fact.kind !== 'call') return process;
    const deed = deeds.get(fact.name);
    if (deed === 'change') this.#change(process, fact);
    else if (deed !== undefined) this.#make(process, fact, deed);
    return process;
  }

  /** What the descriptor `fd` of `process` is; undefined if the trace does not say. */
  of(process: Process, fd: number): Description | undefined {
    return this.#table(process).get(fd)?.description;
  }

  /**
   * The path that `call` of `process` names, joined to its directory (paths.ts); undefined if it names none. A part of
   * the text of the call.
   */
  path(process: Process, call: Call): string | undefined {
    if (call === this.#asked) return this.#path;
    this.#asked = call;
    this.#asker = process;
    this.#path = rawPath(call.name, call.args, this.#directoryOf);
    return this.#path;
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

  #inherit(child: Process): void {
    if (child.parent === undefined || child.sharesDescriptors) return;
    const parents = this.#table(child.parent);
    const copy: Table = new Map();
    for (const [fd, descriptor] of parents) copy.set(fd, { ...descriptor });
    this.#tables.set(child, copy);
  }

  #closeOnExec(process: Process): void {
    const table = this.#table(process);
    for (const [fd, { isCloseOnExec }] of table) if (isCloseOnExec) table.delete(fd);
  }

  #make(process: Process, call: Call, deed: 'make' | 'pair'): void {
    if (deed === 'pair') {
      if (!call.tail.startsWith('0')) return;
      const [, first, second] = /\[(\d+)(?:<.*?>)?, (\d+)/.exec(call.args) ?? [];
      if (first !== undefined) this.#add(process, call, Number(first), 'read end');
      if (second !== undefined) this.#add(process, call, Number(second), 'write end');
      return;
    }
    const fd = numberOf(call.tail);
    if (fd === undefined) return;
    const annotation = call.tail.includes('<') ? resultOf(call.tail).annotation : '';
    const name = annotation === '' ? this.path(process, call) : annotation;
    this.#add(process, call, fd, apart(name ?? call.args));
  }

  #add(process: Process, call: Call, fd: number, name: string): void {
    const description = { call: call.name, name, line: call.line, pid: call.pid };
    const isCloseOnExec = call.args.includes('CLOEXEC');
    this.#table(process).set(fd, { description, isCloseOnExec });
  }

  #change(process: Process, call: Call): void {
    const table = this.#table(process);
    const fd = Number.parseInt(call.args, 10);
    switch (call.name) {
      case 'close':
        table.delete(fd);
        return;
      case 'close_range': {
        const last = parts(call.args)[1] ?? '';
        const to = last.startsWith('~') ? Number.POSITIVE_INFINITY : Number.parseInt(last, 10);
        if (call.args.includes('CLOEXEC')) return;
        for (const known of table.keys()) if (known >= fd && known <= to) table.delete(known);
        return;
      }
      case 'fcntl':
        if (call.args.includes('F_SETFD')) {
          const descriptor = table.get(fd);
          if (descriptor !== undefined) descriptor.isCloseOnExec = call.args.includes('FD_CLOEXEC');
          return;
        }
        if (!call.args.includes('F_DUPFD')) return;
    }
    const copy = numberOf(call.tail);
    if (copy === undefined || copy === fd) return;
    const description = table.get(fd)?.description ?? inherited(fd);
    if (description === undefined) table.delete(copy);
    else table.set(copy, { description, isCloseOnExec: call.args.includes('CLOEXEC') });
  }
}

/** A descriptor that was open before the trace began. */
function inherited(fd: number): Description | undefined {
  const name = standard[fd];
  return name === undefined ? undefined : { call: '', name, line: 0, pid: 0 };
}
