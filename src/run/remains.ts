/** Finds out what is left of the trace when the tracer ends, and reports damage when vimtrace ends. */
import * as messages from '../cli/messages.ts';
import { fileSizeLimit } from '../os/process/limits.ts';
import { type Found, look, sizeOf } from '../os/trace/file.ts';
import { hasRoom } from '../os/trace/room.ts';

export type Remains = {
  /** Call it when the tracer has ended. Returns the size of the trace in bytes; 0 if there is none. */
  readonly settle: () => number;
  /**
   * Find out whether a full disk or a limit has truncated the trace. Only the first call looks, which takes 1 ms:
   * later the disk may have more room, or less.
   */
  readonly measure: () => void;
  /** Whether there still is a trace. Tells the user what is wrong with it. */
  readonly isThere: () => boolean;
};

/** What truncated the trace: a full disk, or the limit for the size of a file. */
type Damage = 'none' | 'full' | 'limited';

/** Whether a file of the trace is as large as a file may be: only then is the limit known to be in the way. */
function isLimited(path: string): boolean {
  const limit = fileSizeLimit();
  const found = look(path);
  return limit !== undefined && found.is === 'trace' && found.largest >= limit;
}

/**
 * The remains of the trace in the file `path`. `isOld`: an earlier run wrote the trace, so a disk that is
 * full now did not truncate it.
 */
export function remainsOf(path: string, isOld: boolean, say: (text: string) => void): Remains {
  let left: Found = { is: 'nothing' };
  let damage: Damage | undefined = isOld ? 'none' : undefined;
  const measured = (): Damage => {
    damage ??= isLimited(path) ? 'limited' : hasRoom(path) ? 'none' : 'full';
    return damage;
  };
  /** What to tell the user if the trace is gone; undefined if it is there, or there never was one. */
  const complaint = (): string | undefined => {
    const found = look(path);
    if (found.is === 'unreachable') return messages.damage.unreachable(path, found.reason);
    if (found.is === 'removed') return messages.damage.removed(path);
    return left.is === 'trace' && found.is === 'nothing'
      ? messages.damage.removed(path)
      : undefined;
  };
  return {
    settle: () => {
      left = look(path);
      return left.is === 'trace' ? left.bytes : 0;
    },
    measure: () => void measured(),
    isThere: () => {
      const text = complaint();
      if (text !== undefined) say(text);
      else if (measured() === 'full') say(messages.damage.cut(path));
      else if (measured() === 'limited') say(messages.damage.limited(path, sizeOf(path)));
      return text === undefined;
    },
  };
}
