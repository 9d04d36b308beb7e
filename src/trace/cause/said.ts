/** What a program said before it failed, and whether a failed call is what it spoke of. */
import type { Call } from '../line.ts';
import { fromBytes, unescaped } from '../text.ts';

/** A piece of a message: programs write one message in many calls, and strace cuts each at the bytes of -s. */
type Piece = { readonly text: string; readonly isCut: boolean; readonly turn: number };

/** How much of some words a program said: all, or the beginning, where strace cut the rest. */
export type Named = 'all' | 'beginning' | undefined;

/** Pieces beyond that are forgotten, the oldest first. */
const MOST = 64;

export class Said {
  #pieces: Piece[] = [];

  /** `turn`: how many calls the process had made. */
  add(text: string, isCut: boolean, turn: number): void {
    if (text.trim() === '' && text !== '\n') return;
    this.#pieces.push({ text, isCut, turn });
    if (this.#pieces.length > 2 * MOST) this.#pieces = this.#pieces.slice(-MOST);
  }

  clear(): void {
    this.#pieces = [];
  }

  get isSilent(): boolean {
    return this.#pieces.length === 0;
  }

  /** How many calls lie between the call `turn` and the next thing that was said; undefined if nothing was. */
  distance(turn: number): number | undefined {
    const next = this.#pieces.find((piece) => piece.turn > turn);
    return next && next.turn - turn;
  }

  /** All that was said; a piece that strace cut ends with an ellipsis. */
  get text(): string {
    return this.#pieces.map(({ text, isCut }) => (isCut ? `${text}…\n` : text)).join('');
  }

  /** Whether the program said `words`, or at least their first `least` letters where strace cut the piece. */
  names(words: string, least: number): Named {
    if (words.length < 2) return undefined;
    if (hasWord(this.text, words)) return 'all';
    const isBegun = this.#pieces.some(
      ({ text, isCut }) => isCut && commonEnd(text, words) >= Math.min(least, words.length),
    );
    return isBegun ? 'beginning' : undefined;
  }

  /** Whether the program said why `call` failed: in the words of strerror(3), by the errno, or by an exception. */
  namesReason(call: Call, errno: string): Named {
    const reason = this.names(reasonIn(call), REASON);
    if (reason === 'all' || this.names(errno, REASON) === 'all') return 'all';
    const exception = exceptions[errno];
    return exception !== undefined && this.text.includes(exception) ? 'all' : reason;
  }
}

/** Whether `text` has `words`, and not as a part of a longer word or path; the case of letters does not matter. */
function hasWord(text: string, words: string): boolean {
  const all = text.toLowerCase();
  const sought = words.toLowerCase();
  for (let at = all.indexOf(sought); at >= 0; at = all.indexOf(sought, at + 1)) {
    const before = all.charAt(at - 1);
    const after = all.charAt(at + sought.length);
    if (!/[\w.-]/.test(before) && !/[\w-]/.test(after)) return true;
  }
  return false;
}

/** How many characters of the beginning of `words` stand at the end of `text`. */
function commonEnd(text: string, words: string): number {
  for (let length = Math.min(words.length, text.length); length > 0; length -= 1)
    if (text.endsWith(words.slice(0, length))) return length;
  return 0;
}

/** Fewer letters of a reason could begin another one. */
const REASON = 5;

/** Python's exceptions: their names stand before the words of strerror(3), which strace may have cut. */
const exceptions: Readonly<Record<string, string>> = {
  EACCES: 'PermissionError',
  ECONNREFUSED: 'ConnectionRefusedError',
  EEXIST: 'FileExistsError',
  EISDIR: 'IsADirectoryError',
  ENOENT: 'FileNotFoundError',
  ENOTDIR: 'NotADirectoryError',
  EPERM: 'PermissionError',
  ETIMEDOUT: 'TimeoutError',
};

/** The text of strerror(3) in the result of `call`. */
function reasonIn(call: Call): string {
  const [, reason = ''] = /^(?:-1|\?) \w+ \((.*?)\)(?: |$)/.exec(call.tail) ?? [];
  return reason;
}

/** A path of the trace, as the program would say it. */
export const spoken = (raw: string): string => fromBytes(unescaped(raw));
