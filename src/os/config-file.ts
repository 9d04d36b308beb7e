/** The user's configuration: where it is, and what is in it if it is to be trusted. */
import { closeSync, constants, existsSync, fstatSync, openSync, readFileSync } from 'node:fs';

type Environment = Readonly<Record<string, string | undefined>>;

/** ${XDG_CONFIG_HOME:-~/.config}/vimtrace/config.json; none where neither is an absolute path (XDG base directories). */
export function configPath(env: Environment): string | undefined {
  const given = env['XDG_CONFIG_HOME'];
  const home = env['HOME'] ?? '';
  if (given?.startsWith('/')) return `${given}/vimtrace/config.json`;
  return home.startsWith('/') ? `${home}/.config/vimtrace/config.json` : undefined;
}

/** The file of that path, if there is one. */
export function configFile(env: Environment): string | undefined {
  const path = configPath(env);
  return path !== undefined && existsSync(path) ? path : undefined;
}

export type Contents =
  | { readonly kind: 'text'; readonly text: string }
  /** It belongs to another user, all may write it, or it is no regular file. */
  | { readonly kind: 'foreign' | 'open' | 'irregular' }
  | { readonly kind: 'failed'; readonly error: unknown };

/**
 * What is in `file`. It names commands, so it has to be ours, root's, or that of the user who
 * runs us by sudo and keeps an own HOME; and not everybody's to write.
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
    return { kind: 'text', text: readFileSync(fd, 'utf8') };
  } catch (error) {
    return { kind: 'failed', error };
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}
