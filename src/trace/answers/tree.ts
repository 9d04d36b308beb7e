/** tree: each process and thread in order of birth. */
import { argvOf } from '../argv.ts';
import type { Answer, Fact } from '../facts.ts';
import { type Ending, type Process, Processes } from '../processes.ts';

export type TreeRow = {
  readonly pid: number;
  /** 0 if the trace does not say. */
  readonly parent: number;
  readonly isThread: boolean;
  /** Of its last execve; its parent's if it made none. A string that strace cut ends with an ellipsis. */
  readonly argv: readonly string[];
  readonly born: number;
  readonly ended: Ending | undefined;
  /** The line of the end. */
  readonly end: number | undefined;
  /** How many processes stand between it and the first one. */
  readonly depth: number;
};

export class Tree implements Answer<TreeRow> {
  readonly #all: Process[] = [];
  readonly #processes = new Processes({ born: (child) => void this.#all.push(child) });

  see(fact: Fact): undefined {
    this.#processes.see(fact);
  }

  *rows(): Iterable<TreeRow> {
    const depths = new Map<Process, number>();
    for (const process of this.#all.sort((one, next) => one.born - next.born)) {
      const { pid, parent, isThread, executed, born, ending, ended } = process;
      const depth = parent === undefined ? 0 : (depths.get(parent) ?? 0) + 1;
      depths.set(process, depth);
      yield {
        pid,
        parent: parent?.pid ?? 0,
        isThread,
        argv: argvOf(executed),
        born,
        ended: ending,
        end: ended,
        depth,
      };
    }
  }
}
