/** How many kept traces there may be, and how large they may be together. */
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
