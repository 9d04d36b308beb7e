/** Keeps V8's code of our files, and a link to this Node, in the user's cache for the next start (docs/decisions/0014). */
import {
  chmodSync,
  closeSync,
  fchmodSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname } from 'node:path';
import { Script } from 'node:vm';
import { isOwn, ofThisNode } from './code.ts';

/** Code of this age is removed when other code is kept, because its Node may be gone (ms). */
const OLD = 30 * 24 * 60 * 60 * 1000;

/**
 * Keep `code`, or that of all functions, of the file `filename`, whose text is `source`. Keep it twice, with
 * the source behind it. Comparing them takes 0.05 ms at a start, a checksum 3 ms (N20).
 */
export function keepCode(
  directory: string,
  filename: string,
  source: Buffer,
  code: Buffer | undefined,
): void {
  if (!claim(directory)) return;
  const path = `${directory}/${ofThisNode(basename(filename))}`;
  // Not `path` itself: another start may read or write that file now.
  const own = `${path}.${process.pid}`;
  try {
    const fd = openSync(own, 'wx', 0o600);
    try {
      fchmodSync(fd, 0o600);
      const made = code ?? codeOf(filename, source);
      writeFileSync(fd, Buffer.concat([made, made, source]));
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
  if (!claim(directory)) return;
  const path = `${directory}/${ofThisNode('node')}`;
  const own = `${path}.${process.pid}`;
  try {
    symlinkSync(process.execPath, own);
    renameSync(own, path);
  } catch {
    remove(own);
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
