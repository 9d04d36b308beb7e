/** Where the user's standard error is: read before anything else, so that every failure can be reported. */

/** The descriptor of the user's standard error, even if other words are unreadable. */
export function stderrIn(words: readonly string[]): number | undefined {
  const word = words.find((each) => each.startsWith('stderr='));
  return word === undefined ? undefined : Number(word.slice('stderr='.length));
}
