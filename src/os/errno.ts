/** Turns the errors of system calls into words. */

/** The text of strerror(3), out of Node's message "CODE: text, call 'path'"; of any other error, its whole message. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return /^[A-Z0-9]+: ([^,]*)/.exec(text)?.[1] ?? text;
}
