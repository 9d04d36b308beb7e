/** The columns of time at the beginning of a line. */

/** A day, in seconds: -t and -tt begin again at midnight. */
const DAY = 86400;

/** A difference or a sum of times (s), to the nanosecond: more digits are the errors of binary fractions. */
export const rounded = (seconds: number): number => Number(seconds.toFixed(9));

/**
 * Gives each line of a trace its time (s) since some moment. For -r, whose times are distances to the line
 * before, every line has to be asked, in the order of the file.
 */
export class Clock {
  #last: number | undefined;
  #midnights = 0;
  #sum = 0;

  /** The time of a line with the columns `stamp`; undefined if there are none. */
  at(stamp: string): number | undefined {
    if (stamp === '') return undefined;
    const [, hours, minutes, seconds] = /^(\d+):(\d+):(\d+(?:\.\d+)?)/.exec(stamp) ?? [];
    if (hours !== undefined) {
      const time = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
      // Two processors may print two lines in the wrong order, so only a long way back is midnight.
      if (this.#last !== undefined && time < this.#last - DAY / 2) this.#midnights += 1;
      this.#last = time;
      return time + this.#midnights * DAY;
    }
    const time = Number.parseFloat(stamp.replace(/^\(\+ */, ''));
    if (Number.isNaN(time)) return undefined;
    // -ttt counts from 1970, -r from the line before.
    if (time > DAY * 365) return time;
    this.#sum += time;
    return this.#sum;
  }
}
