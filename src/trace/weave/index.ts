/**
 * One trace from the files of strace -ff: their lines in an order in which they can have happened. Times decide it, where each part has them; else births and ends.
 */
import { byBirth } from './birth.ts';
import type { Part } from './part.ts';
import { wholes } from './part.ts';
import { byTime, secondsIn } from './time.ts';

export type { Part } from './part.ts';

/** A line of a part; lines are counted from 1. */
export type Spot = { readonly part: number; readonly line: number };

/** Knows for each line of the whole trace where it stands. Keeps one entry for a run of lines of the same part. */
export class Places {
  readonly #froms: number[] = [];
  readonly #spots: Spot[] = [];
  readonly #counts = new Map<number, number>();
  #lines = 0;
  #last = -1;

  /** The next line of the whole is the next one of `part`. */
  add(part: number): void {
    this.#lines += 1;
    const line = (this.#counts.get(part) ?? 0) + 1;
    this.#counts.set(part, line);
    if (part === this.#last) return;
    this.#last = part;
    this.#froms.push(this.#lines);
    this.#spots.push({ part, line });
  }

  /** How many lines `part` has so far. */
  lines(part: number): number {
    return this.#counts.get(part) ?? 0;
  }

  /** Where the line `line` of the whole stands; the first place for a line that there is not. */
  at(line: number): Spot {
    let low = 0;
    let high = this.#froms.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#froms[middle] ?? 0) <= line) low = middle;
      else high = middle - 1;
    }
    const spot = this.#spots[low] ?? { part: 0, line: 1 };
    return { part: spot.part, line: spot.line + line - (this.#froms[low] ?? line) };
  }
}

/** What is told of a trace in parts. */
export type Weaving = {
  /** The next line, without a newline. */
  readonly take: (line: string, part: number) => void;
  /** The last line of `part` has no newline, and is not the beginning of a call either. */
  readonly cut: (part: number) => void;
};

/** Tell all lines of `parts`, which are in the order of their pids. */
export function weave(parts: readonly Part[], { take, cut }: Weaving): void {
  const firsts = parts.map(firstLine);
  const times = firsts.map((line) => (line === undefined ? undefined : secondsIn(line)));
  const isTimed = firsts.every((line, part) => line === undefined || times[part] !== undefined);
  if (isTimed) byTime(parts, times, take, cut);
  else byBirth(parts, take, cut);
}

/** Undefined for a part without text. */
function firstLine({ blocks }: Part): string | undefined {
  for (const text of wholes(blocks())) {
    const end = text.indexOf('\n');
    return end < 0 ? text : text.slice(0, end);
  }
  return undefined;
}
