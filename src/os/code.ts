/**
 * V8's code of our files, kept in the user's cache for the next start of the same Node
 * (docs/decisions/0014). If something is wrong with the cache, vimtrace runs without code and says nothing.
 */
import {
  chmodSync,
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  type Stats,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname } from 'node:path';
import { Script } from 'node:vm';

/** Code of this age is removed when other code is kept, because its Node may be gone (ms). */
const OLD = 30 * 24 * 60 * 60 * 1000;

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

/**
 * Make the code of `filename`, whose text is `source`, and keep the code twice, with the source behind it.
 * Comparing them takes 0.05 ms at a start, a checksum 3 ms (N20).
 */
export function keepCode(directory: string, filename: string, source: Buffer): void {
  if (!claim(directory)) return;
  const path = `${directory}/${ofThisNode(basename(filename))}`;
  // Not `path` itself: another start may read or write that file now.
  const own = `${path}.${process.pid}`;
  try {
    const fd = openSync(own, 'wx', 0o600);
    try {
      fchmodSync(fd, 0o600);
      const code = codeOf(filename, source);
      writeFileSync(fd, Buffer.concat([code, code, source]));
    } finally {
      closeSync(fd);
    }
    renameSync(own, path);
    removeOld(directory);
  } catch {
    remove(own);
  }
}

/**
 * Keep a link to this Node, which has run vimtrace. bin/vimtrace does not try such a Node before each
 * start (is_proven). Only a link: whoever could replace it would save a trial.
 */
export function keepNode(directory: string): void {
  const path = `${directory}/${ofThisNode('node')}`;
  if (targetOf(path) === process.execPath || !claim(directory)) return;
  const own = `${path}.${process.pid}`;
  try {
    symlinkSync(process.execPath, own);
    renameSync(own, path);
  } catch {
    remove(own);
  }
}

function targetOf(link: string): string | undefined {
  try {
    return readlinkSync(link);
  } catch {
    return undefined;
  }
}

/** One V8 on one kind of processor can use a file's code. */
const ofThisNode = (name: string): string => `${name}.${process.versions.v8}.${process.arch}`;

/** Whether a file of that `kind` is ours alone: all of its group's and others' bits are 0. */
const isPrivate = (stats: Stats, kind: number): boolean =>
  stats.uid === process.geteuid?.() && (stats.mode & (constants.S_IFMT | 0o077)) === kind;

/** What is in a file that is ours alone. Throws if the file is not. */
function contentsOf(path: string): Buffer {
  // Without O_NONBLOCK, the open of a FIFO waits for a writer.
  const fd = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    if (!isPrivate(fstatSync(fd), constants.S_IFREG)) throw new Error('is not ours alone');
    return readFileSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Make `directory` if need be. Whether it is ours alone. */
function claim(directory: string): boolean {
  try {
    make(directory);
    return isOwn(directory);
  } catch {
    return false;
  }
}

/** mkdir -p, 0700, below a directory of ours only: root with another user's HOME leaves nothing there. */
function make(directory: string): void {
  const stats = statSync(directory, { throwIfNoEntry: false });
  if (stats === undefined) {
    make(dirname(directory));
    mkdirSync(directory, 0o700);
    // A umask such as 0277 takes rights from the owner too.
    chmodSync(directory, 0o700);
  } else if (stats.uid !== process.geteuid?.()) throw new Error('belongs to another user');
}

/** The code of all functions, also of functions that this run never calls: the next run may call them. */
function codeOf(filename: string, source: Buffer): Buffer {
  const { setFlagsFromString } = process.getBuiltinModule('node:v8');
  setFlagsFromString('--no-lazy');
  // Else V8 gives back what it compiled for this run, without the functions that were not called.
  setFlagsFromString('--no-compilation-cache');
  const script = new Script(source.toString('latin1'), { filename });
  // V8 takes no code that was serialized under other flags.
  setFlagsFromString('--compilation-cache');
  setFlagsFromString('--lazy');
  return script.createCachedData();
}

function removeOld(directory: string): void {
  for (const name of readdirSync(directory)) {
    const path = `${directory}/${name}`;
    if (/^(\w+\.cjs|node)\./.test(name) && lstatSync(path).mtimeMs < Date.now() - OLD) remove(path);
  }
}

function remove(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // Another start may have removed it.
  }
}
