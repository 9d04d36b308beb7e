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

/**
 * Make `directory` a place of our own: made if need be, ours, of mode 0700, and no symbolic
 * link, which somebody else could turn round while root writes there. Throws where it is not.
 */
export function claim(directory: string): void {
  let stats = lstatSync(directory, { throwIfNoEntry: false });
  if (stats === undefined) {
    make(directory);
    stats = lstatSync(directory);
  }
  if (!stats.isDirectory()) throw new Error('is not a directory');
  if (stats.uid !== process.geteuid?.()) throw new Error('belongs to another user');
  if ((stats.mode & 0o077) !== 0) chmodSync(directory, 0o700);
}

/** mkdir -p, 0700. Node's own never returns where a directory can have no new ones, as in /proc. */
function make(directory: string): void {
  try {
    mkdirSync(directory, 0o700);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return;
    if (code !== 'ENOENT' || directory === '/') throw error;
    make(dirname(directory));
    mkdirSync(directory, 0o700);
  }
}
