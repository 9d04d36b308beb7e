/** What an error of the system says. */

/** strerror(3)'s sentence, out of Node's "CODE: sentence, call 'path'". */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return /^[A-Z0-9]+: ([^,]*)/.exec(text)?.[1] ?? text;
}
