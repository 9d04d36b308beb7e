/** The files of a trace that has one for each process: NAME.PID, as strace -ff -o NAME writes them. */
import { closeSync, lstatSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';

export type PartFile = {
  readonly path: string;
  /** The process or thread (gettid(2)). */
  readonly pid: number;
  readonly bytes: number;
  /** The last time somebody wrote to it (ms since the epoch). */
  readonly written: number;
  /** The text from its beginning, latin1; none if the file cannot be read. */
  readonly blocks: () => Iterable<string>;
};

const named = /^(.+)\.([1-9]\d{0,9})$/s;

/** The files NAME.PID in `directory`, in the order of their pids. Throws like readdir(2). */
export const partsIn = (directory: string): readonly PartFile[] => partsOf(directory, () => true);

/** The files PREFIX.PID, in the same order. Throws like readdir(2). */
export const partsWith = (prefix: string): readonly PartFile[] =>
  prefix.endsWith('/') ? [] : partsOf(dirname(prefix), (name) => name === basename(prefix));

function partsOf(directory: string, isMeant: (name: string) => boolean): readonly PartFile[] {
  return readdirSync(directory)
    .flatMap((file) => {
      const [, name, pid] = named.exec(file) ?? [];
      return name !== undefined && isMeant(name) ? partAt(`${directory}/${file}`, Number(pid)) : [];
    })
    .sort((one, next) => one.pid - next.pid);
}

/** None for a directory, a pipe, or a file that has gone. A symbolic link is none either: nobody here made it. */
function partAt(path: string, pid: number): readonly PartFile[] {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats?.isFile() !== true) return [];
  const { size: bytes, mtimeMs: written } = stats;
  return [{ path, pid, bytes, written, blocks: () => blocksOf(path) }];
}

/** Larger blocks are not faster, and stay longer in memory (bytes). */
const BLOCK = 1 << 16;

/** The descriptor is open only while a block is read: thousands of files can be at work at the same time. */
function* blocksOf(path: string): Generator<string, void> {
  for (let at = 0; ; ) {
    const block = blockAt(path, at);
    if (block !== '') yield block;
    if (block.length < BLOCK) return;
    at += block.length;
  }
}

/** One for all files, made at the first read: a usual start reads none. */
let buffer: Buffer | undefined;

/** The text of `path` from the byte `at`; '' at its end, or if it cannot be read. */
function blockAt(path: string, at: number): string {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, 'r');
    buffer ??= Buffer.allocUnsafe(BLOCK);
    return buffer.toString('latin1', 0, readSync(descriptor, buffer, 0, BLOCK, at));
  } catch {
    return '';
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** The size and the age of a trace. */
export type Extent = {
  readonly bytes: number;
  /** The size of its largest file. */
  readonly largest: number;
  /** ms since the epoch. */
  readonly written: number;
};

/** Of the trace at `path`, a file or a directory of parts; undefined if nothing is there, or something else. */
export function extentOf(path: string, stat = statSync): Extent | undefined {
  const stats = stat(path, { throwIfNoEntry: false });
  if (stats?.isFile()) return { bytes: stats.size, largest: stats.size, written: stats.mtimeMs };
  if (stats?.isDirectory() !== true) return undefined;
  let [bytes, largest, written] = [0, 0, stats.mtimeMs];
  for (const part of partsIn(path)) {
    bytes += part.bytes;
    largest = Math.max(largest, part.bytes);
    written = Math.max(written, part.written);
  }
  return { bytes, largest, written };
}
