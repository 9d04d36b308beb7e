/** Finds and reads the user's configuration file, if it can be trusted. */
import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  lstatSync,
  openSync,
  readFileSync,
} from 'node:fs';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * ${XDG_CONFIG_HOME:-$HOME/.config}/vimtrace/config.json (XDG Base Directory Specification);
 * undefined if neither variable is an absolute path.
 */
export function configPath(env: Environment): string | undefined {
  const given = env['XDG_CONFIG_HOME'];
  const home = env['HOME'] ?? '';
  if (given?.startsWith('/')) return `${given}/vimtrace/config.json`;
  return home.startsWith('/') ? `${home}/.config/vimtrace/config.json` : undefined;
}

/** The path of the configuration file, if the file exists. A link that leads nowhere is a file that cannot be read. */
export function configFile(env: Environment): string | undefined {
  const path = configPath(env);
  if (path === undefined || existsSync(path)) return path;
  // Most users have no such directory: looking for it takes a tenth of the first lstat.
  const isLink = existsSync(path.slice(0, path.lastIndexOf('/'))) && isThere(path);
  return isLink ? path : undefined;
}

/** Whether `path` names anything. */
function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}

/** The text of the file, or the reason not to use it. */
export type Contents =
  | { readonly kind: 'text'; readonly text: string }
  /** The file belongs to another user, everybody may write to it, or it is no regular file. */
  | { readonly kind: 'foreign' | 'open' | 'irregular' }
  /** The file is larger than any configuration, or it is not in UTF-8. */
  | { readonly kind: 'large' | 'binary' }
  | { readonly kind: 'failed'; readonly error: unknown };

/** In bytes. */
const LARGEST = 1024 ** 2;

/**
 * The contents of `file`, which names commands that we run. So it must belong to us, to root, or to the user who ran
 * sudo (SUDO_UID, when sudo keeps HOME), and others must not be able to write to it. Never throws.
 */
export function trusted(file: string, env: Environment): Contents {
  const owners = [process.geteuid?.(), 0, Number(env['SUDO_UID'] ?? Number.NaN)];
  let fd: number | undefined;
  try {
    fd = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    const stats = fstatSync(fd);
    if (!stats.isFile()) return { kind: 'irregular' };
    if (!owners.includes(stats.uid)) return { kind: 'foreign' };
    if ((stats.mode & 0o002) !== 0) return { kind: 'open' };
    if (stats.size > LARGEST) return { kind: 'large' };
    const text = decoded(readFileSync(fd));
    return text === undefined ? { kind: 'binary' } : { kind: 'text', text };
  } catch (error) {
    return { kind: 'failed', error };
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

/** `bytes` as UTF-8, without a byte order mark; undefined if they are no UTF-8. */
function decoded(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
