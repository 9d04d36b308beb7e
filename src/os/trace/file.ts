/** What stands where the trace is to be, and whether there is room for more of it. */
import { existsSync, mkdtempSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname } from 'node:path';
import { reasonOf } from '../errno.ts';

export type Found =
  | { readonly is: 'trace'; readonly bytes: number }
  /** No file, in a directory that is there. */
  | { readonly is: 'nothing' }
  /** Not even the directory. */
  | { readonly is: 'removed' }
  /** `reason`: in the system's words, as of a path that leads in a circle. */
  | { readonly is: 'unreachable'; readonly reason: string };

export function look(path: string): Found {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats !== undefined) return { is: 'trace', bytes: stats.size };
    return { is: existsSync(dirname(path)) ? 'nothing' : 'removed' };
  } catch (error) {
    return { is: 'unreachable', reason: reasonOf(error) };
  }
}

/** In bytes; 0 where there is none. */
export function sizeOf(path: string): number {
  const found = look(path);
  return found.is === 'trace' ? found.bytes : 0;
}

/**
 * Whether 64 KiB more can be written where the file `path` leads to is, as far as that can be told:
 * statfs(2) knows of a full disk, but not of a quota. Of no other than a regular file it is asked. Never throws.
 */
export function hasRoom(path: string): boolean {
  let own: string | undefined;
  try {
    const file = realpathSync(path);
    if (!statSync(file).isFile()) return true;
    own = mkdtempSync(`${dirname(file)}/.vimtrace-`);
    // Nor may whoever owns the directory have us write elsewhere: no link is followed.
    writeFileSync(`${own}/room`, Buffer.alloc(1 << 16), { flag: 'wx' });
    return true;
  } catch (error) {
    // By number, as Node has no name for the second.
    const { ENOSPC, EDQUOT } = constants.errno;
    return ![-ENOSPC, -EDQUOT].includes((error as NodeJS.ErrnoException).errno ?? 0);
  } finally {
    if (own !== undefined) remove(own);
  }
}

/** It stays where nothing can be removed, as after chattr +a. */
function remove(directory: string): void {
  try {
    rmSync(directory, { recursive: true, force: true });
  } catch {
    // What was asked has its answer all the same.
  }
}
