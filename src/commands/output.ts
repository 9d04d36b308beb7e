/** What is printed for the user who asks vimtrace itself. */
import { end } from '../os/job/signals.ts';

/**
 * Do `write`, to a user's descriptor. Where nobody reads it any more, as in a pipe to head, end as
 * other programs do: by SIGPIPE. Throws like write(2) otherwise.
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
