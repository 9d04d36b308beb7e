/**
 * Which processes the pager waits for: those that read what the program has written into a pipe,
 * as in `vimtrace strace ls | sort | less`.
 */

/** A pipe, named as /proc/PID/fd names it (proc_pid_fd(5)). */
export type Pipe = string;

/** A process of P, as far as it matters here. */
export type Member = {
  /**
   * - ancestor: waits for us, as a shell that runs `$(vimtrace …)`.
   * - next: our parent started it after us, as a shell starts the rest of a pipeline.
   */
  readonly kin: 'us' | 'ancestor' | 'next' | 'other';
  /** Hidden if the process belongs to another user. */
  readonly ends: Ends | 'hidden';
};

/** What a process has open. */
export type Ends = {
  readonly reads: readonly Pipe[];
  readonly writes: readonly Pipe[];
  /** Its standard input. */
  readonly input: 'pipe' | 'other';
};

/**
 * The processes of `members` that read `pipe`, which is our standard output, and those that read
 * what these write in turn. The next processes of a pipeline count too: in `… | head | less` head
 * may have ended already, and nothing but their order tells that less is a reader.
 *
 * None counts if an ancestor can write to `pipe`, as the shell of `{ vimtrace …; } | sort` can: its
 * readers end after the ancestor, and the ancestor waits for us. A hidden ancestor is sudo or su, which
 * keeps our standard output open while it waits.
 */
export function readersOf<M extends Member>(pipe: Pipe, members: readonly M[]): readonly M[] {
  const ancestors = members.filter(({ kin }) => kin === 'ancestor');
  if (ancestors.some((each) => each.ends === 'hidden' || each.ends.writes.includes(pipe)))
    return [];
  const others = members.filter(({ kin }) => kin === 'next' || kin === 'other');
  const readers = new Set(others.filter(isNext));
  const pipes = [pipe, ...[...readers].flatMap(writesOf)];
  for (const each of pipes)
    for (const member of others) {
      if (readers.has(member) || !readsOf(member).includes(each)) continue;
      readers.add(member);
      pipes.push(...writesOf(member));
    }
  return [...readers];
}

const isNext = ({ kin, ends }: Member): boolean =>
  kin === 'next' && (ends === 'hidden' || ends.input === 'pipe');
const readsOf = ({ ends }: Member): readonly Pipe[] => (ends === 'hidden' ? [] : ends.reads);
const writesOf = ({ ends }: Member): readonly Pipe[] => (ends === 'hidden' ? [] : ends.writes);
