/** Writes what a command prints to the user. */
import { end } from './signals.ts';

/**
 * Call `write`, which writes to a descriptor of the user. If its reader has gone (EPIPE), as head(1) goes, end by
 * SIGPIPE as other programs do: Node ignores that signal. Throws the other errors of write(2).
 */
export function toReader(write: () => void): void {
  try {
    write();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EPIPE')
      end({ how: 'killed', signal: 'SIGPIPE' });
    throw error;
  }
}
