/**
 * V8's code of our files, kept in the user's cache for the next start of the same Node
 * (docs/decisions/0014). If something is wrong with the cache, vimtrace runs without code and says nothing.
 * keep-code.ts writes the cache.
 */
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readlinkSync,
  readSync,
  type Stats,
} from 'node:fs';

/**
 * ${XDG_CACHE_HOME:-~/.cache}/vimtrace. There is none if neither is an absolute path (XDG base
 * directories), or if the user tells Node to keep no code.
 */
export function codeDirectory(
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  if (env['NODE_DISABLE_COMPILE_CACHE']) return undefined;
  const given = env['XDG_CACHE_HOME'];
  const home = env['HOME'] ?? '';
  if (given?.startsWith('/')) return `${given}/vimtrace`;
  return home.startsWith('/') ? `${home}/.cache/vimtrace` : undefined;
}

/**
 * Whether only we can write to `directory`. In a directory that others can write to, they could
 * make vimtrace run their code.
 */
export function isOwn(directory: string): boolean {
  try {
    const stats = lstatSync(directory, { throwIfNoEntry: false });
    return stats !== undefined && isPrivate(stats, constants.S_IFDIR);
  } catch {
    return false;
  }
}

/**
 * The code that was kept of the file `name`. Undefined if the code is not ours, was made of another
 * source, or is damaged: V8 compares only the source's length, and damaged code ends Node (N20).
 */
export function keptCode(directory: string, name: string, source: Buffer): Buffer | undefined {
  let fd: number | undefined;
  try {
    // Without O_NONBLOCK, the open of a FIFO waits for a writer.
    const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
    fd = openSync(`${directory}/${ofThisNode(name)}`, flags);
    const stats = fstatSync(fd);
    if (!isPrivate(stats, constants.S_IFREG)) return undefined;
    const code = Buffer.allocUnsafeSlow((stats.size - source.length) / 2);
    return readSync(fd, code) === code.length && follows(fd, code) && follows(fd, source)
      ? code
      : undefined;
  } catch {
    return undefined;
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

/** Blocks are compared in the same 32 KiB: memory that was not used before costs more time than reading a file. */
const block = Buffer.allocUnsafeSlow(1 << 15);

/** Whether the next bytes of the file `fd` are `expected`. Throws like read(2). */
function follows(fd: number, expected: Buffer): boolean {
  for (let at = 0; at < expected.length; at += block.length) {
    const part = expected.subarray(at, at + block.length);
    const size = readSync(fd, block, 0, part.length, null);
    if (Buffer.compare(part, block.subarray(0, size)) !== 0) return false;
  }
  return true;
}

/** The bytes of the file `path`: in half the time of readFileSync at its first call. Throws like open(2) and read(2). */
export function bytesOf(path: string): Buffer {
  const fd = openSync(path, 'r');
  try {
    const bytes = Buffer.allocUnsafeSlow(fstatSync(fd).size);
    return bytes.subarray(0, readSync(fd, bytes));
  } finally {
    closeSync(fd);
  }
}

/** Whether the link to this Node is kept. */
export function isNodeKept(directory: string): boolean {
  try {
    return readlinkSync(`${directory}/${ofThisNode('node')}`) === process.execPath;
  } catch {
    return false;
  }
}

/** One V8 on one kind of processor can use a file's code. */
export const ofThisNode = (name: string): string =>
  `${name}.${process.versions.v8}.${process.arch}`;

/** Whether a file of that `kind` is ours alone: all of its group's and others' bits are 0. */
const isPrivate = (stats: Stats, kind: number): boolean =>
  stats.uid === process.geteuid?.() && (stats.mode & (constants.S_IFMT | 0o077)) === kind;
