/** Where a shell would find a program (POSIX 2.9.1.4). */
import { accessSync, constants, existsSync } from 'node:fs';

export type Found = 'executable' | 'ENOENT' | 'EACCES';

/** Whether `program` can be run: by its path, or by a search of `path` when it has no slash. */
export function find(program: string, path: string | undefined): Found {
  let best: Found = 'ENOENT';
  for (const file of filesOf(program, path)) {
    if (!existsSync(file)) continue;
    const found = look(file);
    if (found === 'executable') return found;
    if (found === 'EACCES') best = found;
  }
  return best;
}

/** The file that runs as `program`; undefined where none can. */
export const located = (program: string, path: string | undefined): string | undefined =>
  filesOf(program, path).find((file) => look(file) === 'executable');

/** Where to look, in order. */
const filesOf = (program: string, path: string | undefined): readonly string[] =>
  program.includes('/')
    ? [program]
    : (path ?? '/usr/local/bin:/usr/bin:/bin')
        .split(':')
        .map((place) => `${place || '.'}/${program}`);

function look(file: string): Found {
  try {
    accessSync(file, constants.X_OK);
    return isDirectory(file) ? 'EACCES' : 'executable';
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    return ['ENOENT', 'ENOTDIR'].includes(code) ? 'ENOENT' : 'EACCES';
  }
}

/** "." is in directories alone; stat(2)'s wrapper in Node takes five times as long to start with. */
const isDirectory = (file: string): boolean => existsSync(`${file}/.`);
