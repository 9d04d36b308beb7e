/** Looks at the path of a trace: is the trace there, and how large is it? */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { reasonOf } from '../errno.ts';
import { extentOf } from './parts.ts';

export type Found =
  /** The trace is there, a file or a directory with a file for each process: its size, and that of its largest file (bytes). */
  | { readonly is: 'trace'; readonly bytes: number; readonly largest: number }
  /** The file is missing, and its directory is there; or nothing is in the directory of a trace. */
  | { readonly is: 'nothing' }
  /** The directory is missing too: somebody has removed both. */
  | { readonly is: 'removed' }
  /** stat(2) failed, for example in a circle of symbolic links; `reason` is the text of strerror(3). */
  | { readonly is: 'unreachable'; readonly reason: string };

/** What is at `path`. Never throws. */
export function look(path: string): Found {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return { is: existsSync(dirname(path)) ? 'nothing' : 'removed' };
    if (!stats.isDirectory()) return { is: 'trace', bytes: stats.size, largest: stats.size };
    const { bytes, largest } = extentOf(path) ?? { bytes: 0, largest: 0 };
    return bytes === 0 ? { is: 'nothing' } : { is: 'trace', bytes, largest };
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

/** The size of the trace at `path` in bytes; 0 if there is none. Never throws. */
export function sizeOf(path: string): number {
  const found = look(path);
  return found.is === 'trace' ? found.bytes : 0;
}

/** Whether a directory is at `path`. Never throws. */
export function isDirectory(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  } catch {
    return false;
  }
}
