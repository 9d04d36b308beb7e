/** Where a shell would find a program (POSIX 2.9.1.4). */
import { accessSync, constants, statSync } from 'node:fs';

export type Found = 'executable' | 'ENOENT' | 'EACCES';

/** Whether `program` can be run: by its path, or by a search of `path` when it has no slash. */
export function find(program: string, path: string | undefined): Found {
  if (program.includes('/')) return look(program);
  let best: Found = 'ENOENT';
  for (const place of (path ?? '/usr/local/bin:/usr/bin:/bin').split(':')) {
    const found = look(`${place === '' ? '.' : place}/${program}`);
    if (found === 'executable') return found;
    if (found === 'EACCES') best = found;
  }
  return best;
}

function look(file: string): Found {
  try {
    const stats = statSync(file, { throwIfNoEntry: false });
    if (stats === undefined) return 'ENOENT';
    if (!stats.isFile()) return 'EACCES';
    accessSync(file, constants.X_OK);
    return 'executable';
  } catch {
    return 'EACCES';
  }
}
