/** The limits of VIMTRACE_KEEP, for kept traces, and of VIMTRACE_LARGE, for the trace of an editor. */
export type Limits = { readonly count: number; readonly bytes: number };

export const usualLimits = '20,2G';
export const usualLarge = '1G';
const usual: Limits = { count: 20, bytes: 2 * 1024 ** 3 };
/** COUNT or COUNT,SIZE; SIZE may end in K, M or G. */
const pattern = /^(\d+)(?:,(\d+)([KMG]?))?$/;
const units: Readonly<Record<string, number>> = { '': 1, K: 1024, M: 1024 ** 2, G: 1024 ** 3 };

export const isLimits = (text: string): boolean => pattern.test(text);

/** The limits that `text` sets; the defaults if `text` has another form. */
export function most(text: string): Limits {
  const [, count, size, unit = ''] = pattern.exec(text) ?? [];
  if (count === undefined) return usual;
  const bytes = size === undefined ? usual.bytes : Number(size) * (units[unit] ?? 1);
  return { count: Number(count), bytes };
}

/**
 * The traces that `limits` leave no room for, at the end of `kept`, which has the newest first.
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

/** A size that may end in K, M or G. */
const size = /^(\d+)([KMG]?)$/;

export const isSize = (text: string): boolean => size.test(text);

/** The size from which a trace is large, as `text` sets it (bytes); the default if `text` has another form. */
export function large(text: string): number {
  const [, count, unit = ''] = size.exec(text) ?? [];
  return count === undefined ? 1024 ** 3 : Number(count) * (units[unit] ?? 1);
}
