/** The paths that a call names. */
import { parts } from './scan.ts';
import { rawString } from './text.ts';

const SPACE = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const LESS = 0x3c;
const BACKSLASH = 0x5c;

/**
 * The place of the path among the arguments of a call, as in `openat(dirfd, path)`; isAt: the argument before the
 * path is the directory that a relative path begins at.
 */
type Place = { readonly index: number; readonly isAt: boolean };

const first: Place = { index: 0, isAt: false };
const at: Place = { index: 1, isAt: true };

const places = new Map<string, Place>();
for (const name of 'access acct chdir chmod chown chroot creat execve getxattr lchown lgetxattr link listxattr llistxattr lremovexattr lsetxattr lstat lstat64 mkdir mknod mount open oldstat pivot_root readlink removexattr rename rmdir setxattr stat stat64 statfs statfs64 swapon swapoff symlink truncate truncate64 umount umount2 unlink uselib utime utimes'.split(
  ' ',
))
  places.set(name, first);
for (const name of 'execveat faccessat faccessat2 fchmodat fchmodat2 fchownat fstatat64 futimesat linkat mkdirat mknodat name_to_handle_at newfstatat openat openat2 open_tree readlinkat renameat renameat2 statx unlinkat utimensat'.split(
  ' ',
))
  places.set(name, at);
places.set('inotify_add_watch', { index: 1, isAt: false });
places.set('symlinkat', { index: 2, isAt: false });
places.set('fanotify_mark', { index: 4, isAt: false });

/** The functions of the C library that name a path first, for ltrace. */
for (const name of 'fopen fopen64 freopen opendir realpath remove'.split(' '))
  places.set(name, first);

/** Whether the call `name` names a path. */
export const namesPath = (name: string): boolean => places.has(name);

/**
 * The path that a call names, with strace's escapes; undefined if it names none. A relative path is joined to its
 * directory, if -y or `directoryOf` knows the directory.
 */
export function rawPath(
  name: string,
  args: string,
  directoryOf?: (fd: number) => string | undefined,
): string | undefined {
  const place = places.get(name);
  if (place === undefined) return undefined;
  if (place.index > 1) return rawString(parts(args)[place.index]);
  const from = place.isAt ? afterFirst(args) : 0;
  const path = stringAt(args, from);
  if (path === undefined || path.startsWith('/') || !place.isAt) return path;
  const directory = directoryIn(args.slice(0, from - 2), directoryOf);
  if (directory === undefined) return path === '' ? undefined : path;
  return path === '' ? directory : `${directory === '/' ? '' : directory}/${path}`;
}

/** The same as the program wrote it, joined to nothing. */
export function writtenPath(name: string, args: string): string | undefined {
  const place = places.get(name);
  if (place === undefined) return undefined;
  if (place.index > 1) return rawString(parts(args)[place.index]);
  return stringAt(args, place.isAt ? afterFirst(args) : 0);
}

/** The position behind the first argument, a descriptor. */
function afterFirst(args: string): number {
  for (let at = 0; at < args.length; at += 1) {
    const code = args.charCodeAt(at);
    if (code === COMMA && args.charCodeAt(at + 1) === SPACE) return at + 2;
    if (code === LESS) {
      const end = args.indexOf('>, ', at);
      return end < 0 ? args.length : end + 3;
    }
  }
  return args.length;
}

/** The inside of the string that begins at `from`; undefined if none does. */
function stringAt(args: string, from: number): string | undefined {
  if (args.charCodeAt(from) !== QUOTE) return undefined;
  let end = args.indexOf('"', from + 1);
  while (end >= 0 && isEscaped(args, end)) end = args.indexOf('"', end + 1);
  return end < 0 ? undefined : args.slice(from + 1, end);
}

/** Whether an odd number of backslashes stands before `at`. */
function isEscaped(args: string, at: number): boolean {
  let from = at;
  while (args.charCodeAt(from - 1) === BACKSLASH) from -= 1;
  return (at - from) % 2 === 1;
}

function directoryIn(
  arg: string,
  directoryOf: ((fd: number) => string | undefined) | undefined,
): string | undefined {
  const open = arg.indexOf('<');
  if (open >= 0 && arg.endsWith('>')) return arg.slice(open + 1, -1);
  return directoryOf === undefined || !/^\d+$/.test(arg) ? undefined : directoryOf(Number(arg));
}
