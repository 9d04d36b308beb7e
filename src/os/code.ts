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
export function keptCode(directory: string, name: string, source: Buffer): Uint8Array | undefined {
  try {
    const kept = contentsOf(`${directory}/${ofThisNode(name)}`);
    const size = (kept.length - source.length) / 2;
    const part = (from: number, to: number): Uint8Array =>
      new Uint8Array(kept.buffer, kept.byteOffset + from, to - from);
    const code = part(0, size);
    const isIntact =
      Buffer.compare(code, part(size, 2 * size)) === 0 &&
      Buffer.compare(source, part(2 * size, kept.length)) === 0;
    return isIntact ? code : undefined;
  } catch {
    return undefined;
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

/** What is in a file that is ours alone. Throws if the file is not. */
function contentsOf(path: string): Uint8Array {
  // Without O_NONBLOCK, the open of a FIFO waits for a writer.
  const fd = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const stats = fstatSync(fd);
    if (!isPrivate(stats, constants.S_IFREG)) throw new Error('is not ours alone');
    const contents = new Uint8Array(stats.size);
    // If less is read, the two copies of the code differ.
    readSync(fd, contents);
    return contents;
  } finally {
    closeSync(fd);
  }
}
