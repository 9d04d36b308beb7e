/** Two texts that are compared: their files, and what diff(1) says of them. */
import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readSync, writeSync } from 'node:fs';

/** Texts are written and read in pieces of this size (bytes). */
const PIECE = 1 << 16;

/** Write `lines`, latin1, to the file `path`. Throws like open(2) and write(2). */
export function writeLines(path: string, lines: Iterable<string>): void {
  const to = openSync(path, 'w', 0o600);
  let piece = '';
  const flush = (): void => {
    const bytes = Buffer.from(piece, 'latin1');
    for (let done = 0; done < bytes.length; ) done += writeSync(to, bytes, done);
    piece = '';
  };
  try {
    for (const line of lines) {
      piece += `${line}\n`;
      if (piece.length > PIECE) flush();
    }
    flush();
  } finally {
    closeSync(to);
  }
}

/** The lines of the file `path`, latin1. Throws like open(2) and read(2). */
export function* linesOf(path: string): Iterable<string> {
  const from = openSync(path, 'r');
  const buffer = Buffer.allocUnsafe(PIECE);
  let rest = '';
  try {
    for (let size = readSync(from, buffer); size > 0; size = readSync(from, buffer)) {
      const lines = (rest + buffer.toString('latin1', 0, size)).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
    if (rest !== '') yield rest;
  } finally {
    closeSync(from);
  }
}

/** What diff(1) found. */
export type Told =
  | { readonly is: 'same' | 'different' }
  /** There is no diff. */
  | { readonly is: 'missing' }
  | { readonly is: 'failed'; readonly reason: string };

/** Write what `diff -u first second` says to the file `to`. Throws like open(2). */
export function diff(first: string, second: string, to: string): Told {
  const output = openSync(to, 'w', 0o600);
  try {
    // -a: a trace may hold bytes that diff takes for no text.
    const { error, status, stderr } = spawnSync('diff', ['-a', '-u', first, second], {
      stdio: ['ignore', output, 'pipe'],
      encoding: 'utf8',
    });
    if (error !== undefined) {
      const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
      return isMissing ? { is: 'missing' } : { is: 'failed', reason: error.message };
    }
    if (status === 0) return { is: 'same' };
    if (status === 1) return { is: 'different' };
    return { is: 'failed', reason: stderr.trim().split('\n')[0] || 'a signal ended it' };
  } finally {
    closeSync(output);
  }
}
