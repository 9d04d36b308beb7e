/** The spool: a private file that takes the trace, so that no tracer ever waits for a pager (T1). */
import {
  closeSync,
  fstatSync,
  mkdtempSync,
  openSync,
  readSync,
  rmdirSync,
  statfsSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

export type Spool = {
  readonly path: string;
  readonly isEmpty: () => boolean;
  /** Whether its file system has no room left, so that the trace may lack its end. */
  readonly isCut: () => boolean;
  /** Copy it to `fd`; where that fails, `discard` will leave it, as nobody has it. */
  readonly copyTo: (fd: number) => void;
  readonly discard: () => void;
};

/** A new spool in a directory of its own (mkdtemp(3), 0700). Throws where none can be made. */
export function createSpool(directory: string): Spool {
  const own = mkdtempSync(join(directory, 'vimtrace-'));
  const path = join(own, 'trace');
  closeSync(openSync(path, 'ax', 0o600));
  let isNeeded = false;
  return {
    ...existing(path),
    copyTo: (fd) => {
      try {
        copy(path, fd);
      } catch {
        isNeeded = true;
      }
    },
    discard: () => {
      if (isNeeded) return;
      unlinkSync(path);
      rmdirSync(own);
    },
  };
}

/** The user's own file as the spool: emptied now, never copied or removed. Throws like open(2). */
export function userFile(path: string): Spool {
  closeSync(openSync(path, 'w', 0o666));
  return { ...existing(path), copyTo: () => undefined, discard: () => undefined };
}

function existing(path: string): Omit<Spool, 'copyTo' | 'discard'> {
  return {
    path,
    isEmpty: () => statSync(path).size === 0,
    isCut: () => statfsSync(path).bavail === 0,
  };
}

function copy(path: string, to: number): void {
  const from = openSync(path, 'r');
  const block = Buffer.alloc(1 << 16);
  for (let size = readSync(from, block); size > 0; size = readSync(from, block)) {
    for (let done = 0; done < size; ) done += writeSync(to, block, done, size - done);
  }
  closeSync(from);
}

/** Whether a path given for --output is a file that a pager can open: not a pipe, not a device. */
export function isPageable(path: string): boolean {
  const fd = openSync(path, 'a', 0o666);
  const is = fstatSync(fd).isFile();
  closeSync(fd);
  return is;
}
