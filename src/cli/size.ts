/** The size of a file, for people. */

/** `bytes` as 300 MB: powers of 1000, as df -H and file managers count. */
export function sizeText(bytes: number): string {
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), 4);
  const number = bytes / 1000 ** power;
  const digits = power > 0 && number < 10 ? 1 : 0;
  return `${number.toFixed(digits).replace(/\.0$/, '')} ${['B', 'kB', 'MB', 'GB', 'TB'][power]}`;
}
