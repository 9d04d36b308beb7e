/** Who made whom: births, programs and ends of processes and threads. */
import type { Fact } from './facts.ts';
import type { Call } from './line.ts';
import { apart } from './names.ts';
import { numberOf } from './result.ts';

/** How a process ended, as wait(2) tells it. */
export type Ending =
  | { readonly by: 'exit'; readonly code: number }
  | { readonly by: 'signal'; readonly signal: string };

/** A process or a thread of the trace. A pid that comes again is another process (X8). */
export type Process = {
  readonly pid: number;
  /** Who made it; undefined if the trace does not say. */
  parent: Process | undefined;
  /** The line of the call that made it; the first line of it, if the trace has no such call. */
  born: number;
  isThread: boolean;
  /** Whether it has the descriptors of its parent, not a copy of them (CLONE_FILES). */
  sharesDescriptors: boolean;
  /** The arguments of its last successful execve, as they stand in the trace; its parent's if it made none. */
  executed: string;
  ending: Ending | undefined;
  /** The line of the end. */
  ended: number | undefined;
};

/** Whose table of descriptors `process` uses: threads use the table of the thread that made them (CLONE_FILES). */
export function descriptorsOwner(process: Process): Process {
  let owner = process;
  while (owner.sharesDescriptors && owner.parent !== undefined) owner = owner.parent;
  return owner;
}

/** What happens to processes, for those who keep more about a process. */
export type Listener = {
  /** Told once, before the first fact of `child`; its parent may be a guess, if several are being made. */
  readonly born?: (child: Process) => void;
  readonly executed?: (process: Process) => void;
  readonly ended?: (process: Process) => void;
};

const births = new Set(['clone', 'fork', 'vfork', 'clone3']);
const isExecution = (name: string): boolean => name === 'execve' || name === 'execveat';

export class Processes {
  readonly #live = new Map<number, Process>();
  /** The calls that are making a process now, by the thread that calls. */
  readonly #births = new Map<
    number,
    { readonly line: number; readonly flags: string; isClaimed: boolean }
  >();
  /** Processes that ended before the call that made them returned. */
  readonly #early = new Map<number, Process>();
  readonly #listener: Listener;

  constructor(listener: Listener = {}) {
    this.#listener = listener;
  }

  /** Take `fact`, and return the process that the fact is about. */
  see(fact: Fact): Process {
    const process = this.#live.get(fact.pid) ?? this.#appear(fact.pid, fact.line);
    switch (fact.kind) {
      case 'call':
        if (births.has(fact.name)) this.#bear(process, fact);
        else if (isExecution(fact.name) && fact.tail.startsWith('0')) {
          process.executed = apart(fact.args);
          this.#listener.executed?.(process);
        }
        break;
      case 'open':
        if (births.has(fact.name))
          this.#births.set(fact.pid, { line: fact.line, flags: fact.args, isClaimed: false });
        break;
      case 'end':
        if (fact.end.by === 'execve') this.#replace(process, fact.end.pid, fact.line);
        else this.#end(process, fact.end, fact.line);
        break;
      case 'signal':
        break;
    }
    return process;
  }

  /** The process that has `pid` now. */
  get(pid: number): Process | undefined {
    return this.#live.get(pid);
  }

  /** The processes that have not ended. */
  live(): Iterable<Process> {
    return this.#live.values();
  }

  /** The first fact of a process that no call has returned yet: the oldest call that may be making one does. */
  #appear(pid: number, line: number): Process {
    for (const [parentPid, birth] of this.#births) {
      if (birth.isClaimed) continue;
      birth.isClaimed = true;
      return this.#add(pid, birth.line, this.#live.get(parentPid), birth.flags);
    }
    return this.#add(pid, line, undefined, '');
  }

  #add(pid: number, born: number, parent: Process | undefined, flags: string): Process {
    const process: Process = {
      pid,
      parent,
      born,
      isThread: flags.includes('CLONE_THREAD'),
      sharesDescriptors: flags.includes('CLONE_FILES'),
      executed: parent?.executed ?? '',
      ending: undefined,
      ended: undefined,
    };
    this.#live.set(pid, process);
    this.#listener.born?.(process);
    return process;
  }

  #bear(caller: Process, call: Call): void {
    this.#births.delete(call.pid);
    const pid = numberOf(call.tail);
    if (pid === undefined || pid === 0) return;
    const parent = call.args.includes('CLONE_PARENT|') ? caller.parent : caller;
    const known = this.#live.get(pid) ?? this.#early.get(pid);
    this.#early.delete(pid);
    if (this.#births.size === 0) this.#early.clear();
    // An older process with this pid has ended, and the trace did not say so (-q).
    if (known === undefined || known.born < call.line) {
      this.#add(pid, call.line, parent, call.args);
      return;
    }
    known.parent = parent;
    known.born = call.line;
    known.isThread = call.args.includes('CLONE_THREAD');
    known.sharesDescriptors = call.args.includes('CLONE_FILES');
    if (known.executed === '') known.executed = caller.executed;
  }

  /** The thread `pid` executes a program, and goes on under the pid of its process. */
  #replace(leader: Process, pid: number, line: number): void {
    const thread = this.#live.get(pid);
    if (thread === undefined || thread === leader) return;
    this.#end(thread, { by: 'exit', code: 0 }, line);
  }

  #end(process: Process, ending: Ending, line: number): void {
    process.ending = ending;
    process.ended = line;
    this.#live.delete(process.pid);
    this.#births.delete(process.pid);
    if (this.#births.size > 0) this.#early.set(process.pid, process);
    this.#listener.ended?.(process);
  }
}
