/** A word as a shell takes it again. */

/** In front, = is zsh's for a command's path, and %self is fish's process. */
const isPlain = (word: string): boolean => /^(?![=%])[\w@%+=:,./-]+$/.test(word);

/** For sh, bash and zsh (POSIX 2.2.2). */
export const posixWord = (word: string): string =>
  isPlain(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

/** For fish, where a backslash quotes itself and ' in single quotes too. */
export const fishWord = (word: string): string =>
  isPlain(word) ? word : `'${word.replace(/[\\']/g, '\\$&')}'`;
