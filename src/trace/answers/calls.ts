/** calls: each system call, how often it was made and failed, and its time. Counts as strace -C does. */
import type { Answer, Fact } from '../facts.ts';
import { secondsOf } from '../result.ts';
import { rounded } from '../stamp.ts';

export type CallsRow = {
  readonly call: string;
  readonly count: number;
  readonly errors: Readonly<Record<string, number>>;
  /** The time in these calls (s), where -T gives it. */
  readonly seconds: number | undefined;
  /** The line of the first one. */
  readonly first: number;
};

type Entry = {
  first: number;
  count: number;
  readonly errors: Map<string, number>;
  seconds: number | undefined;
};

export class Calls implements Answer<CallsRow> {
  readonly #entries = new Map<string, Entry>();

  see(fact: Fact): undefined {
    // A call that did not return, as exit_group, is in no table of strace -C.
    if (fact.kind !== 'call' || fact.isUnknown) return;
    let entry = this.#entries.get(fact.name);
    if (entry === undefined) {
      entry = { first: fact.line, count: 0, errors: new Map(), seconds: undefined };
      this.#entries.set(fact.name, entry);
    }
    entry.count += 1;
    // An interrupted call returns after calls that began later.
    if (fact.line < entry.first) entry.first = fact.line;
    const { errno } = fact;
    if (errno !== '') entry.errors.set(errno, (entry.errors.get(errno) ?? 0) + 1);
    const seconds = secondsOf(fact.tail);
    if (seconds !== undefined) entry.seconds = (entry.seconds ?? 0) + seconds;
  }

  *rows(): Iterable<CallsRow> {
    const entries = [...this.#entries].sort(
      ([, one], [, next]) => (next.seconds ?? 0) - (one.seconds ?? 0) || next.count - one.count,
    );
    for (const [call, { count, errors, seconds, first }] of entries)
      yield {
        call,
        count,
        errors: Object.fromEntries(errors),
        seconds: seconds && rounded(seconds),
        first,
      };
  }
}
