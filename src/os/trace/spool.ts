/** The spool: a private file that takes the trace, so that no tracer ever waits for a pager (T1). */
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  mkdtempSync,
  openSync,
  readSync,
  realpathSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * A file for the trace. The usual tracer makes it, not we: to empty a file that is there already
 * has some file systems write all of it to the disk when it is closed (T6).
 */
export type Spool = {
  readonly path: string;
  /** Open it, emptied, for writers that share it. Throws like open(2). */
  readonly open: () => number;
  /** Make it, empty: of a tracer run by root it would be root's, and not for us to read. */
  readonly make: () => void;
  /** Copy it to `fd`; where that fails, `discard` will leave it, as nobody has it. */
  readonly copyTo: (fd: number) => void;
  readonly discard: () => void;
  /** The directory of its own, which is to be kept with it; none where it is the user's file. */
  readonly place: string | undefined;
};

/**
 * A new spool in a directory of its own (mkdtemp(3), 0700), whose name tells the process that
 * it is written for. Throws where none can be made.
 */
export function createSpool(directory: string): Spool {
  const own = mkdtempSync(`${directory}/${process.pid}-`);
  const path = `${own}/trace`;
  let isNeeded = false;
  return {
    ...at(path),
    place: own,
    copyTo: (fd) => {
      try {
        copy(path, fd);
      } catch {
        isNeeded = true;
      }
    },
    discard: () => {
      if (!isNeeded) rmSync(own, { recursive: true, force: true });
    },
  };
}

/** A file that is there for good, the user's own or one that was kept, as the spool: never removed. */
export const userFile = (path: string): Spool => ({
  ...at(path),
  place: undefined,
  copyTo: () => undefined,
  discard: () => undefined,
});

function at(path: string): Omit<Spool, 'copyTo' | 'discard' | 'place'> {
  const { O_WRONLY, O_CREAT, O_TRUNC, O_APPEND } = constants;
  const open = (): number => openSync(path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0o666);
  return {
    path,
    open,
    make: () => {
      const stats = statSync(path, { throwIfNoEntry: false });
      // A pipe without a reader would have us wait.
      if (stats?.isFile() ?? !isSticky(dirname(path))) closeSync(open());
    },
  };
}

/** In such a directory root may not write what is ours (proc_sys_fs(5), protected_regular). */
const isSticky = (directory: string): boolean => (statSync(directory).mode & 0o1000) !== 0;

/** Copy the file `path` to `to`. Throws like open(2), read(2) and write(2). */
export function copy(path: string, to: number): void {
  const from = openSync(path, 'r');
  try {
    const block = Buffer.alloc(1 << 16);
    for (let size = readSync(from, block); size > 0; size = readSync(from, block)) {
      for (let done = 0; done < size; ) done += writeSync(to, block, done, size - done);
    }
  } finally {
    closeSync(from);
  }
}

/**
 * The absolute path of the file given for --output: a tracer may take a name's first letter for something
 * else, as strace does |. The own name of one that is given as a descriptor, which the pager does not have.
 */
export function absolute(file: string): string {
  const path = resolve(file);
  if (!path.includes('/fd/')) return path;
  try {
    return realpathSync(path);
  } catch {
    // A pipe has no name of its own.
    return path;
  }
}

/**
 * Whether a path given for --output is a file that a pager can open: not a pipe, not a
 * device. Nothing is opened yet. Throws where it could not be written.
 */
export function isPageable(path: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (existsSync(`${path}/.`)) throw new Error('is a directory');
  accessSync(stats === undefined ? dirname(path) : path, constants.W_OK);
  return stats?.isFile() ?? true;
}
