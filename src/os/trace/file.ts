/** Looks at the path of a trace: is the trace there, and how large is it? */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { reasonOf } from '../errno.ts';

export type Found =
  /** The file is there; its size in bytes. */
  | { readonly is: 'trace'; readonly bytes: number }
  /** The file is missing, and its directory is there. */
  | { readonly is: 'nothing' }
  /** The directory is missing too: somebody has removed both. */
  | { readonly is: 'removed' }
  /** stat(2) failed, for example in a circle of symbolic links; `reason` is the text of strerror(3). */
  | { readonly is: 'unreachable'; readonly reason: string };

/** What is at `path`. Never throws. */
export function look(path: string): Found {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats !== undefined) return { is: 'trace', bytes: stats.size };
    return { is: existsSync(dirname(path)) ? 'nothing' : 'removed' };
  } catch (error) {
    return { is: 'unreachable', reason: reasonOf(error) };
  }
}

/** The text of the file `path`, as latin1; '' if it cannot be read. Never throws. */
export function textOf(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

/** The size of the file `path` in bytes; 0 if there is no file. Never throws. */
export function sizeOf(path: string): number {
  const found = look(path);
  return found.is === 'trace' ? found.bytes : 0;
}
