/** The limits of VIMTRACE_KEEP, for kept traces, and of VIMTRACE_LARGE, for the trace of an editor. */

/** How many traces stay, how large they are together (bytes), and how long each stays (ms). */
export type Limits = { readonly count: number; readonly bytes: number; readonly age: number };

/** The limits of the traces that were read, and of the others. Neither makes room for the other. */
export type KeepLimits = { readonly read: Limits; readonly unread: Limits };

export const usualLimits = '10,500M,7d/20,2G';
export const usualLarge = '1G';

const M = 1024 ** 2;
const HOUR = 60 * 60 * 1000;
const units: Readonly<Record<string, number>> = {
  '': 1,
  K: 1024,
  M,
  G: 1024 * M,
  h: HOUR,
  d: 24 * HOUR,
};
const usual: KeepLimits = {
  read: { count: 10, bytes: 500 * M, age: 7 * 24 * HOUR },
  unread: { count: 20, bytes: 2048 * M, age: Number.POSITIVE_INFINITY },
};

/**
 * COUNT, COUNT,SIZE or COUNT,SIZE,AGE for all traces, or for those that were read; then /COUNT or /COUNT,SIZE is
 * for the others. An unread trace has no AGE: the user may come back to it after a holiday.
 */
const pattern =
  /^(?<count>\d+)(?:,(?<size>\d+[KMG]?)(?:,(?<age>\d+[hd]))?)?(?:\/(?<others>\d+)(?:,(?<othersSize>\d+[KMG]?))?)?$/;

export const isLimits = (text: string): boolean => pattern.test(text);

/** The limits that `text` sets; the defaults for what `text` leaves out, and if it has another form. */
export function limitsOf(text: string): KeepLimits {
  const { count, size, age, others, othersSize } = pattern.exec(text)?.groups ?? {};
  if (count === undefined) return usual;
  const { read, unread } = usual;
  return {
    read: {
      count: Number(count),
      bytes: quantity(size) ?? read.bytes,
      age: quantity(age) ?? read.age,
    },
    unread: {
      count: Number(others ?? count),
      bytes: quantity(others === undefined ? size : othersSize) ?? unread.bytes,
      age: unread.age,
    },
  };
}

/** A number and its unit, in bytes or ms. */
function quantity(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const [, number, unit = ''] = /^(\d+)(\D?)$/.exec(text) ?? [];
  return Number(number) * (units[unit] ?? 1);
}

/**
 * The unread traces that `limits` leave no room for, at the end of `kept`, which has the newest first.
 * The newest one may be larger than the limit: nobody has read it yet.
 */
export function surplus<Kept extends { readonly bytes: number }>(
  kept: readonly Kept[],
  limits: Limits,
): readonly Kept[] {
  let bytes = 0;
  return kept.filter((each, index) => {
    bytes += each.bytes;
    return index >= limits.count || (index > 0 && bytes > limits.bytes);
  });
}

/**
 * The traces of `shelved` that `limits` leave no room for; `shelved` has the newest first. A trace that is too large
 * takes no room from the others. `age` is the time since the trace was last read (ms).
 */
export function outgrown<Kept extends { readonly bytes: number; readonly age: number }>(
  shelved: readonly Kept[],
  limits: Limits,
): readonly Kept[] {
  let { count, bytes } = limits;
  return shelved.filter((each) => {
    const hasRoom = count > 0 && each.bytes <= bytes && each.age <= limits.age;
    if (hasRoom) {
      count -= 1;
      bytes -= each.bytes;
    }
    return !hasRoom;
  });
}

/** A size that may end in K, M or G. */
const size = /^(\d+)([KMG]?)$/;

export const isSize = (text: string): boolean => size.test(text);

/** The size from which a trace is large, as `text` sets it (bytes); the default if `text` has another form. */
export const large = (text: string): number => (isSize(text) ? (quantity(text) ?? 0) : 1024 * M);
