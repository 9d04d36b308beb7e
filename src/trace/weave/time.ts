/** The order of the lines by the times of strace -tt or -ttt, as strace-log-merge(1) has it. */
import { type Part, Stream } from './part.ts';

/** What stands at the start of a line of strace -tt or -ttt. */
const clock = /^(?:(\d+):(\d\d):(\d\d\.\d+)|(\d{9,}\.\d+)) /;
const DAY = 24 * 60 * 60;

/** The seconds that `line` begins with; undefined if it has none. */
export function secondsIn(line: string): number | undefined {
  const [, hours, minutes, seconds, epoch] = clock.exec(line) ?? [];
  if (epoch !== undefined) return Number(epoch);
  return hours === undefined
    ? undefined
    : Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}

/** A part whose next line has the time `at`. The part is opened when its first line is due. */
class Timed {
  readonly index: number;
  at: number;
  readonly #part: Part;
  readonly #cut: () => void;
  #stream: Stream | undefined;
  #days = 0;

  constructor(index: number, part: Part, at: number, cut: () => void) {
    this.index = index;
    this.at = at;
    this.#part = part;
    this.#cut = cut;
  }

  /** Take the next line, and the lines without a time behind it, as of -k. Returns whether more lines follow. */
  next(take: (line: string, part: number) => void): boolean {
    this.#stream ??= new Stream(this.#part, this.#cut);
    const stream = this.#stream;
    if (stream.line !== undefined) take(stream.line, this.index);
    for (stream.advance(); stream.line !== undefined; stream.advance()) {
      const seconds = secondsIn(stream.line);
      if (seconds !== undefined) {
        this.#keep(seconds);
        return true;
      }
      take(stream.line, this.index);
    }
    return false;
  }

  /** After midnight -tt begins anew. */
  #keep(seconds: number): void {
    if (seconds + this.#days * DAY < this.at - DAY / 2) this.#days += 1;
    this.at = seconds + this.#days * DAY;
  }
}

/** Which comes first: of lines with the same time, that of the part with the smaller index. */
const isBefore = (one: Timed, next: Timed): boolean =>
  one.at < next.at || (one.at === next.at && one.index < next.index);

/** `times`: the seconds of the first line of each part; undefined for a part without lines. */
export function byTime(
  parts: readonly Part[],
  times: readonly (number | undefined)[],
  take: (line: string, part: number) => void,
  cut: (part: number) => void,
): void {
  const heap: Timed[] = [];
  for (const [index, part] of parts.entries()) {
    const at = times[index];
    if (at !== undefined) add(heap, new Timed(index, part, at, () => cut(index)));
  }
  for (let [first] = heap; first !== undefined; [first] = heap) {
    if (first.next(take)) sink(heap, first);
    else {
      const last = heap.pop();
      if (last !== undefined && last !== first) sink(heap, last);
    }
  }
}

/** Add `each` to a heap whose first element comes before all others. */
function add(heap: Timed[], each: Timed): void {
  let at = heap.length;
  for (let up = (at - 1) >> 1; at > 0; up = (at - 1) >> 1) {
    const above = heap[up];
    if (above === undefined || !isBefore(each, above)) break;
    heap[at] = above;
    at = up;
  }
  heap[at] = each;
}

/** Put `each` in the place of the first element. */
function sink(heap: Timed[], each: Timed): void {
  let at = 0;
  for (;;) {
    let down = 2 * at + 1;
    let below = heap[down];
    const beside = heap[down + 1];
    if (below !== undefined && beside !== undefined && isBefore(beside, below)) {
      down += 1;
      below = beside;
    }
    if (below === undefined || !isBefore(below, each)) break;
    heap[at] = below;
    at = down;
  }
  heap[at] = each;
}
