/** Names of processes in place of their pids. */
import { apply } from './mask.ts';

/** Begins and ends the number of a story in a text; strace writes such a byte as an escape. */
export const MARK = '\x01';

/** Results that are pids. */
const returning = new Set(
  'clone clone3 fork vfork getpid getppid gettid getpgid getpgrp getsid setsid set_tid_address wait4 waitid waitpid'.split(
    ' ',
  ),
);
const births = new Set(['clone', 'clone3', 'fork', 'vfork']);

/** Whether the call `name` makes a process, whose pid it returns. */
export const isBirth = (name: string): boolean => births.has(name);

const owns = new Set(['getpid', 'gettid', 'set_tid_address']);

/** Whether the call `name` returns the pid of the thread that calls. */
export const isOwn = (name: string): boolean => owns.has(name);

/** Calls that have a pid among their arguments. */
const taking =
  /^(?:t?g?kill|tkill|wait4|waitid|waitpid|[gs]etpgid|getsid|prlimit64|pidfd_\w+|ptrace|process_\w+|sched_\w+|[gs]etpriority|ioprio_\w+|kcmp|futex|rt_t?g?sigqueueinfo|get_robust_list|capget|capset|perf_event_open|migrate_pages|move_pages)$/;
/** Fields that hold a pid. */
const fields = /\b(si_pid|l_pid|pid|child_tid|parent_tid|nl_pid|TIOC[GS]PGRP, )(=?\[?)(\d+)/g;

/** Numbers that may be pids; shorter ones are too often something else, and factors are limits. A minus: a process group. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: MARK
const IN_ARGUMENT = /(?<![\w=*\x01])-?\d{2,7}(?![\w*\x01])/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: MARK
const IN_STRING = /(?<![\w\\\x01])\d{3,7}(?![\w\x01])/g;

export class Pids {
  readonly #stories = new Map<number, number>();

  /** From here on, `pid` is the process of the story `number`. */
  name(pid: number, number: number): void {
    this.#stories.set(pid, number);
  }

  /** `args`, the masked arguments of the call `name`. */
  inArgs(name: string, args: string): string {
    if (!/\d/.test(args)) return args;
    const isTaking = taking.test(name);
    return apply(args, this.#inside, (bare) => {
      const marked = this.#inPaths(bare).replace(
        fields,
        (_, field: string, between: string, pid: string) =>
          `${field}${between}${this.#known(pid) ?? (pid === '0' ? '0' : 'OUTSIDE')}`,
      );
      return isTaking ? this.#numbers(marked, IN_ARGUMENT) : marked;
    });
  }

  /** `result`, the masked result of the call `name`. */
  inResult(name: string, result: string): string {
    if (!returning.has(name)) return apply(result, this.#inside, this.#inPaths);
    return result.replace(
      /^\d+(?:<[^>]*>)?/,
      (pid) => this.#known(pid) ?? (pid === '0' ? '0' : 'OUTSIDE'),
    );
  }

  readonly #inside = (quoted: string): string =>
    /\d{3}/.test(quoted) ? this.#numbers(quoted, IN_STRING) : quoted;

  /** Behind descriptors, -y shows the paths of /proc. */
  readonly #inPaths = (bare: string): string =>
    bare.replace(/(?<=\/proc\/)\d+\b/g, (pid) => this.#known(pid) ?? pid);

  #numbers(text: string, numbers: RegExp): string {
    return text.replace(numbers, (number) => {
      const isGroup = number.startsWith('-');
      const known = this.#known(isGroup ? number.slice(1) : number);
      return known === undefined ? number : `${isGroup ? '-' : ''}${known}`;
    });
  }

  #known(pid: string): string | undefined {
    const story = this.#stories.get(Number.parseInt(pid, 10));
    return story === undefined ? undefined : `${MARK}${story}${MARK}`;
  }
}
