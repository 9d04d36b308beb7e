/** How many kept traces there may be, how large they may be together, and which trace is large. */
export type Limits = { readonly count: number; readonly bytes: number };

const usual: Limits = { count: 20, bytes: 2 * 1024 ** 3 };
const units: Readonly<Record<string, number>> = { '': 1, K: 1024, M: 1024 ** 2, G: 1024 ** 3 };

/** VIMTRACE_KEEP: COUNT or COUNT,SIZE, a size with K, M or G; the usual limits where it is no such thing. */
export function most(setting: string | undefined): Limits {
  const [, count, size, unit = ''] = /^(\d+)(?:,(\d+)([KMG]?))?$/.exec(setting ?? '') ?? [];
  if (count === undefined) return usual;
  const bytes = size === undefined ? usual.bytes : Number(size) * (units[unit] ?? 1);
  return { count: Number(count), bytes };
}

/** VIMTRACE_LARGE: a size with K, M or G; the usual one where it is no such thing (bytes). */
export function large(setting: string | undefined): number {
  const [, size, unit = ''] = /^(\d+)([KMG]?)$/.exec(setting ?? '') ?? [];
  return size === undefined ? 1024 ** 3 : Number(size) * (units[unit] ?? 1);
}
