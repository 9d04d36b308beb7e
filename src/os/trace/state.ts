/** The state directory, in which spools are made and unread traces are kept: its path, its owner, its mode. */
import { chmodSync, lstatSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeDirectory } from './private.ts';

/**
 * ${XDG_STATE_HOME:-$HOME/.local/state}/vimtrace (XDG Base Directory Specification);
 * undefined if neither variable is an absolute path.
 */
export function stateDirectory(
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const given = env['XDG_STATE_HOME'];
  const home = env['HOME'] ?? '';
  if (given?.startsWith('/')) return `${given}/vimtrace`;
  return home.startsWith('/') ? `${home}/.local/state/vimtrace` : undefined;
}

/** Create `directory` if it is missing, and close it to others (0700). Throws like `modeOf`, mkdir(2) and chmod(2). */
export function claim(directory: string): void {
  let mode = modeOf(directory);
  if (mode === undefined) {
    if (isForeign(dirname(directory))) throw new Error('belongs to another user');
    make(directory);
    mode = modeOf(directory) ?? 0;
  }
  if ((mode & 0o077) !== 0) chmodSync(directory, 0o700);
}

/**
 * The mode of `directory`; undefined if there is none. Throws if it belongs to another user, or is no directory.
 * A symbolic link is none: another user could change where it points while root writes there.
 */
export function modeOf(directory: string): number | undefined {
  const stats = lstatSync(directory, { throwIfNoEntry: false });
  if (stats === undefined) return undefined;
  if (!stats.isDirectory()) throw new Error('is not a directory');
  if (stats.uid !== process.geteuid?.()) throw new Error('belongs to another user');
  return stats.mode;
}

/**
 * Whether we are root and `directory`, or its nearest parent that exists, is another user's. With `sudo -E` HOME is
 * the caller's: a directory that root makes there would lock the caller out.
 */
export function isForeign(directory: string): boolean {
  if (process.geteuid?.() !== 0) return false;
  const stats = statSync(directory, { throwIfNoEntry: false });
  return stats === undefined ? isForeign(dirname(directory)) : stats.uid !== 0;
}

/** mkdir -p with mode 0700. Node's own `recursive` never returns in a directory that takes no entries, such as /proc. */
function make(directory: string): void {
  try {
    makeOne(directory);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' || directory === '/') throw error;
    make(dirname(directory));
    makeOne(directory);
  }
}

/** mkdir(2) with mode 0700; no error if another start creates the directory at the same time. */
function makeOne(directory: string): void {
  try {
    makeDirectory(directory);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
