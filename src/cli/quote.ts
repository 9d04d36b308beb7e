/** Quotes words for a shell. */

/** A leading = is the path of a command in zsh, and a leading %self is a process in fish. */
const isPlain = (word: string): boolean => /^(?![=%])[\w@%+=:,./-]+$/.test(word);

/** For sh, bash and zsh (POSIX 2.2.2). */
export const posixWord = (word: string): string =>
  isPlain(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

/** For fish: in single quotes, a backslash quotes itself and '. */
export const fishWord = (word: string): string =>
  isPlain(word) ? word : `'${word.replace(/[\\']/g, '\\$&')}'`;
