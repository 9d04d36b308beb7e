/** How a user names a trace: by its number in --list, or by the path of its file. */

export type TraceName =
  /** @N: 1 is the newest trace, 2 the one before. */
  | { readonly is: 'number'; readonly number: number }
  | { readonly is: 'file'; readonly path: string };

/** The name of the newest trace. */
export const newest = '@1';

/** The trace that `word` names; undefined for a word that begins with @ and has no number. */
export function traceName(word: string): TraceName | undefined {
  if (word === '') return undefined;
  if (!word.startsWith('@')) return { is: 'file', path: word };
  const [, number] = /^@([1-9]\d{0,8})$/.exec(word) ?? [];
  return number === undefined ? undefined : { is: 'number', number: Number(number) };
}

/** What is wrong with `word`, for which `traceName` has no trace; `option` is the option that takes it. */
export const nameFault = (option: string, word: string): string =>
  `${option} takes @1 for the newest trace, @2 for the one before, or a file, not ${word === '' ? 'an empty word' : word}${word.startsWith('@') ? ` (if it is a file: ./${word})` : ''}`;
