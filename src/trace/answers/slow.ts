/** slow: the longest calls. */
import type { Answer, Fact } from '../facts.ts';
import type { Call } from '../line.ts';
import { apart } from '../names.ts';
import { secondsOf } from '../result.ts';
import { Clock, rounded } from '../stamp.ts';

export type SlowRow = {
  readonly line: number;
  readonly pid: number;
  readonly call: string;
  readonly args: string;
  readonly seconds: number;
  /** From -T; else the distance to the next line of the thread, in which the program itself ran too. */
  readonly isExact: boolean;
};

/** How many calls are listed: the memory must not grow with the trace. */
export const MOST = 1000;

export class Slow implements Answer<SlowRow> {
  readonly #clock = new Clock();
  /** The last whole call of each thread, whose end is not known before the thread's next line. */
  readonly #last = new Map<number, { readonly call: Call; readonly time: number }>();
  /** When an interrupted call of a thread began (s). */
  readonly #begun = new Map<number, number>();
  #longest: SlowRow[] = [];
  #least = 0;

  see(fact: Fact): undefined {
    const time = this.#clock.at(fact.kind === 'call' ? fact.returnStamp : fact.stamp);
    const last = this.#last.get(fact.pid);
    if (last !== undefined) {
      this.#last.delete(fact.pid);
      if (time !== undefined) this.#add(last.call, time - last.time, false);
    }
    if (fact.kind === 'end') this.#begun.delete(fact.pid);
    if (fact.kind === 'open' && time !== undefined) this.#begun.set(fact.pid, time);
    if (fact.kind !== 'call') return;
    const seconds = secondsOf(fact.tail);
    if (seconds !== undefined) this.#add(fact, seconds, true);
    else if (time === undefined) return;
    else if (fact.line === fact.returned) this.#last.set(fact.pid, { call: fact, time });
    else {
      const begun = this.#begun.get(fact.pid);
      if (begun !== undefined) this.#add(fact, time - begun, false);
    }
  }

  *rows(): Iterable<SlowRow> {
    this.#prune();
    yield* this.#longest;
  }

  #add(call: Call, seconds: number, isExact: boolean): void {
    if (seconds <= this.#least) return;
    const { line, pid, name, args } = call;
    this.#longest.push({
      line,
      pid,
      call: name,
      args: apart(args),
      seconds: rounded(seconds),
      isExact,
    });
    if (this.#longest.length >= 2 * MOST) this.#prune();
  }

  #prune(): void {
    this.#longest.sort((one, next) => next.seconds - one.seconds || one.line - next.line);
    this.#longest = this.#longest.slice(0, MOST);
    if (this.#longest.length === MOST) this.#least = this.#longest.at(-1)?.seconds ?? 0;
  }
}
