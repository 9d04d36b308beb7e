/** Where a shell would find a program (POSIX 2.9.1.4). */
import { accessSync, constants, statSync } from 'node:fs';

export type Found = 'executable' | 'ENOENT' | 'EACCES';

/** Whether `program` can be run: by its path, or by a search of `path` when it has no slash. */
export function find(program: string, path: string | undefined): Found {
  if (program.includes('/')) return look(program);
  const places = (path ?? '/usr/local/bin:/usr/bin:/bin').split(':');
  const seen = places.map((place) => look(`${place === '' ? '.' : place}/${program}`));
  if (seen.includes('executable')) return 'executable';
  return seen.includes('EACCES') ? 'EACCES' : 'ENOENT';
}

function look(file: string): Found {
  try {
    if (!statSync(file).isFile()) return 'EACCES';
  } catch {
    return 'ENOENT';
  }
  try {
    accessSync(file, constants.X_OK);
    return 'executable';
  } catch {
    return 'EACCES';
  }
}
