/** The directory in which traces are written, and kept where nobody has read them. */
import { chmodSync, lstatSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/** ${XDG_STATE_HOME:-~/.local/state}/vimtrace; none where neither is an absolute path (XDG base directories). */
export function stateDirectory(
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const given = env['XDG_STATE_HOME'];
  const home = env['HOME'] ?? '';
  if (given?.startsWith('/')) return `${given}/vimtrace`;
  return home.startsWith('/') ? `${home}/.local/state/vimtrace` : undefined;
}

/** Make `directory` a place of our own: made if need be, of mode 0700. Throws where it is not. */
export function claim(directory: string): void {
  let mode = modeOf(directory);
  if (mode === undefined) {
    make(directory);
    mode = modeOf(directory) ?? 0;
  }
  if ((mode & 0o077) !== 0) chmodSync(directory, 0o700);
}

/**
 * The mode of `directory`; undefined where there is none. Throws where it is no place of our own:
 * another's, or a symbolic link, which somebody else could turn round while root writes there.
 */
export function modeOf(directory: string): number | undefined {
  const stats = lstatSync(directory, { throwIfNoEntry: false });
  if (stats === undefined) return undefined;
  if (!stats.isDirectory()) throw new Error('is not a directory');
  if (stats.uid !== process.geteuid?.()) throw new Error('belongs to another user');
  return stats.mode;
}

/** mkdir -p, 0700. Node's own never returns where a directory can have no new ones, as in /proc. */
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

/** Another start may make it at the same time. */
function makeOne(directory: string): void {
  try {
    mkdirSync(directory, 0o700);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
