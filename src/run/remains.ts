/** What remains of the trace: found out when the tracer ends, and said when vimtrace does. */
import * as messages from '../cli/messages.ts';
import { type Found, look } from '../os/trace/file.ts';
import { hasRoom } from '../os/trace/room.ts';

export type Remains = {
  /** The tracer has ended: how much it has left, in bytes. */
  readonly settle: () => number;
  /** Ask whether it was cut: once, as room that is lost or found later has cut nothing. 1 ms. */
  readonly measure: () => void;
  /** Whether there still is a trace, with a word on what is wrong with it. */
  readonly isThere: () => boolean;
};

/** Of the trace in the file `path`, which a tracer was started for or, `isOld`, an earlier run has left. */
export function remainsOf(path: string, isOld: boolean, say: (text: string) => void): Remains {
  let left: Found = { is: 'nothing' };
  let isCut = isOld ? false : undefined;
  const measured = (): boolean => {
    isCut ??= !hasRoom(path);
    return isCut;
  };
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
      else if (measured()) say(messages.damage.cut(path));
      return text === undefined;
    },
  };
}
