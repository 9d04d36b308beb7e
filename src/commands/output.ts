/** The output of a command: how it looks, and how it is written to the user. */
import { type Layout, layoutFor } from '../cli/layout.ts';
import type { Handover } from '../os/job/launcher.ts';
import { end } from '../os/job/signals.ts';
import { columnsOf } from '../os/screen.ts';

/** The layout for the user's standard output. */
export const layoutOf = ({ stdio }: Handover): Layout =>
  layoutFor(process.env, columnsOf(stdio[1]));

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
