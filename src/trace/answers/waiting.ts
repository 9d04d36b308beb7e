/** waiting: each thread whose last call never returned, and what it waits for. */
import { Descriptors } from '../descriptors.ts';
import type { Answer, Fact, Summary } from '../facts.ts';
import type { Open } from '../line.ts';
import { fromBytes, unescaped } from '../text.ts';

export type WaitingRow = {
  readonly line: number;
  readonly pid: number;
  readonly call: string;
  readonly args: string;
  /** The descriptors it waits on, and what they are; empty for a call that waits on none. */
  readonly on: readonly { readonly fd: number; readonly what: string }[];
  /** The processes that wait4 and its like wait for. */
  readonly children: readonly number[];
  /** The columns of time of the line; empty if the trace has none. */
  readonly since: string;
};

const many = /\bfd=(\d+)(?:<(.*?)>)?[,}]/g;
const polls = new Set(['poll', 'ppoll', 'epoll_wait', 'epoll_pwait', 'epoll_pwait2']);
const waits = new Set(['wait4', 'waitid', 'waitpid']);
const selects = new Set(['select', 'pselect6', '_newselect']);

export class Waiting implements Answer<WaitingRow> {
  readonly #descriptors = new Descriptors();

  see(fact: Fact): undefined {
    this.#descriptors.see(fact);
  }

  *rows({ open }: Summary): Iterable<WaitingRow> {
    for (const call of open) {
      if (/^(?:SYS_|_)?exit/i.test(call.name)) continue;
      const { line, pid, name, args, stamp } = call;
      yield {
        line,
        pid,
        call: name,
        args,
        on: this.#on(call),
        children: waits.has(name) ? this.#children(call) : [],
        since: stamp,
      };
    }
  }

  #on({ pid, name, args }: Open): WaitingRow['on'] {
    const found = (fd: number, annotation?: string) => ({
      fd,
      what: annotation === undefined ? this.#what(pid, fd) : shown(annotation),
    });
    if (polls.has(name) && args.startsWith('['))
      return [...args.matchAll(many)].map(([, fd, what]) => found(Number(fd), what));
    if (selects.has(name))
      return [...(/\[(.*?)\]/.exec(args)?.[1] ?? '').matchAll(/(\d+)(?:<(.*?)>)?(?= |$)/g)].map(
        ([, fd, what]) => found(Number(fd), what),
      );
    // Only the first argument of a call that takes a descriptor is a bare number without a name.
    if (waits.has(name) || name === 'futex' || name.includes('sleep') || name === 'pause')
      return [];
    const [, fd, , what] = /^(\d+)(<(.*?)>)?(?:,|$)/.exec(args) ?? [];
    return fd === undefined ? [] : [found(Number(fd), what)];
  }

  #what(pid: number, fd: number): string {
    const process = this.#descriptors.processes.get(pid);
    const known = process === undefined ? undefined : this.#descriptors.of(process, fd);
    if (known === undefined)
      return ['standard input', 'standard output', 'standard error'][fd] ?? '';
    const opened = known.line === 0 ? '' : `, from line ${known.line}`;
    return `${/^(open|creat)/.test(known.call) || known.call === '' ? '' : `${known.call} `}${shown(known.name)}${opened}`;
  }

  #children({ pid, args }: Open): readonly number[] {
    const [, one] = /^(?:P_PID, )?(\d+)/.exec(args) ?? [];
    if (one !== undefined && Number(one) > 0) return [Number(one)];
    const { processes } = this.#descriptors;
    return [...processes.live()]
      .filter((process) => process.parent?.pid === pid && !process.isThread)
      .map((process) => process.pid);
  }
}

const shown = (raw: string): string => fromBytes(unescaped(raw));
