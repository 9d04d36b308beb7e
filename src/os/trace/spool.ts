/** The spool: what takes the trace, so that the tracer never waits for the pager (T1). */
import {
  accessSync,
  chmodSync,
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
import { closeToOthers } from './private.ts';

/**
 * A file for the trace. Usually the tracer creates the file: emptying a file that exists makes ext4 write
 * the whole trace to the disk when the tracer closes the file (T6).
 */
export type Spool = {
  /** A file; or a directory, if the tracer writes a file for each process. */
  readonly path: string;
  /** Open the file, emptied, for appending, so that several writers can share it. Throws like open(2). */
  readonly open: () => number;
  /** Create the file, empty, so that it is ours: a tracer that runs as root would make one that we cannot read. */
  readonly make: () => void;
  /**
   * Print the trace to the descriptor `fd`, with `print` if it is no single file. If that fails, `discard` leaves the
   * trace: nobody has seen it.
   */
  readonly copyTo: (fd: number, print?: (path: string, fd: number) => void) => void;
  /** Remove the trace and its place; the user's own file stays. Throws like unlink(2). */
  readonly discard: () => void;
  /** Let the owner alone read the trace, whatever the umask was. The user's own file stays as it is. Never throws. */
  readonly close: () => void;
  /** The directory of this trace alone; undefined for the user's own file. */
  readonly place: string | undefined;
};

/**
 * A new spool in a place of its own below `directory`. The place's name is our pid and a suffix of mkdtemp(3);
 * its mode is 0700. Throws like mkdtemp(3).
 */
export function createSpool(directory: string): Spool {
  const place = mkdtempSync(`${directory}/${process.pid}-`);
  // A umask such as 0277 takes rights from the owner too.
  chmodSync(place, 0o700);
  const path = `${place}/trace`;
  let isUnseen = false;
  return {
    ...at(path),
    place,
    copyTo: (fd, print = copy) => {
      try {
        print(path, fd);
      } catch {
        isUnseen = true;
      }
    },
    discard: () => {
      if (!isUnseen) rmSync(place, { recursive: true, force: true });
    },
    close: () => {
      try {
        closeToOthers(path);
      } catch {
        // There is no trace, or a tracer that runs as root made it.
      }
    },
  };
}

/** A file that vimtrace never removes, as the spool: the user's own file, or a kept trace. */
export const userFile = (path: string): Spool => ({
  ...at(path),
  place: undefined,
  copyTo: () => undefined,
  discard: () => undefined,
  close: () => undefined,
});

function at(path: string): Pick<Spool, 'path' | 'open' | 'make'> {
  const { O_WRONLY, O_CREAT, O_TRUNC, O_APPEND } = constants;
  const open = (): number => openSync(path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0o666);
  return {
    path,
    open,
    make: () => {
      const stats = statSync(path, { throwIfNoEntry: false });
      // Open regular files only: opening a pipe would wait for its reader.
      if (stats?.isFile() ?? !isSticky(dirname(path))) closeSync(open());
    },
  };
}

/** In a sticky directory, such as /tmp, root may not write to a file of ours (proc_sys_fs(5), protected_regular). */
const isSticky = (directory: string): boolean => (statSync(directory).mode & 0o1000) !== 0;

/** Copy the file `path` to the descriptor `to`. Throws like open(2), read(2) and write(2). */
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
 * The absolute path of `file`, the value of --output. A relative name could mean something else to the tracer,
 * as |CMD does to strace. For /proc/self/fd/N and the like, the path of the file itself: the pager lacks descriptor N.
 * Throws if the name is relative, and the working directory is gone.
 */
export function absolute(file: string): string {
  const path = resolved(file);
  if (!path.includes('/fd/')) return path;
  try {
    return realpathSync(path);
  } catch {
    // A pipe has no path.
    return path;
  }
}

function resolved(file: string): string {
  try {
    return resolve(file);
  } catch {
    throw new Error('the working directory was removed');
  }
}

/**
 * Whether a pager can show `path`, the value of --output: a regular file, or none yet, but no pipe and no device.
 * Opens nothing. Throws if `path` is a directory, or may not be written (access(2)).
 */
export function isPageable(path: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (existsSync(`${path}/.`)) throw new Error('is a directory');
  accessSync(stats === undefined ? dirname(path) : path, constants.W_OK);
  return stats?.isFile() ?? true;
}
