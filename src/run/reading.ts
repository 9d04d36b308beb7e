/** What becomes of the trace of an earlier run that the user opens. */
import { dirname } from 'node:path';
import { limitsOf } from '../cli/limits.ts';
import { beginReading, endReading, markRead } from '../os/trace/reading.ts';
import type { Request } from './request.ts';
import { makeRoom } from './room.ts';

export type Reading = {
  /** The user has read the trace and quit: it counts as read, and may leave no room for others. Never throws. */
  readonly finish: () => void;
  /** The user reads the trace no more, whether to its end or not. Never throws. */
  readonly leave: () => void;
};

/** Until `leave`, no other vimtrace removes the trace. */
export function readingOf(
  { place, state }: Pick<NonNullable<Request['opened']>, 'place' | 'state'>,
  { settings }: Pick<Request, 'settings'>,
): Reading {
  quietly(() => beginReading(place));
  return {
    finish: () => {
      // There is more to read of a trace that is not over.
      if (state !== 'over') return;
      quietly(() => markRead(place));
      quietly(() => makeRoom(dirname(place), limitsOf(settings.keep.value), place));
    },
    leave: () => quietly(() => endReading(place)),
  };
}

/** A full disk, or a removed directory, must not disturb the reader. */
function quietly(action: () => void): void {
  try {
    action();
  } catch {
    // The trace then counts as unread.
  }
}
