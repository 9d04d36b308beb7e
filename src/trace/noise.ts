/** Failed calls that mean nothing (X14): what programs try on purpose, and searches that find something in the end. */
import type { Call } from './line.ts';
import { rawPath } from './paths.ts';

/** Errors that are answers, whatever the call. */
const answers = new Set(['EAGAIN', 'EWOULDBLOCK', 'EINTR', 'EINPROGRESS', 'EALREADY', 'ENOTTY']);

/** Whether `errno` is an answer, and no failure, whatever the call. */
export const isAnswer = (errno: string): boolean => answers.has(errno);

/** Errors that are answers from these calls. */
const answersOf: Readonly<Record<string, ReadonlySet<string>>> = {
  access: new Set(['ENOENT']),
  arch_prctl: new Set(['EINVAL']),
  close: new Set(['EBADF']),
  epoll_ctl: new Set(['EPERM', 'ENOENT', 'EEXIST', 'EBADF']),
  fadvise64: new Set(['ESPIPE', 'EINVAL', 'EBADF']),
  fcntl: new Set(['EBADF', 'EINVAL']),
  fgetxattr: new Set(['ENODATA', 'EOPNOTSUPP']),
  fstat: new Set(['EBADF']),
  futex: new Set(['ETIMEDOUT', 'EAGAIN']),
  getpeername: new Set(['ENOTCONN', 'ENOTSOCK']),
  getsockname: new Set(['ENOTSOCK']),
  getsockopt: new Set(['ENOTSOCK', 'EOPNOTSUPP', 'ENOPROTOOPT']),
  getxattr: new Set(['ENODATA', 'EOPNOTSUPP']),
  ioctl: new Set(['EINVAL', 'EBADF', 'ENODEV', 'ENOTSOCK', 'EOPNOTSUPP']),
  lgetxattr: new Set(['ENODATA', 'EOPNOTSUPP', 'ENOENT']),
  lseek: new Set(['ESPIPE', 'ENXIO', 'EINVAL']),
  mkdir: new Set(['EEXIST']),
  mprotect: new Set(['EINVAL']),
  prctl: new Set(['EINVAL']),
  readlink: new Set(['EINVAL', 'ENOENT']),
  readlinkat: new Set(['EINVAL', 'ENOENT']),
  rt_sigaction: new Set(['EINVAL']),
  setpgid: new Set(['EACCES', 'EPERM']),
  setsockopt: new Set(['ENOPROTOOPT', 'EINVAL']),
  statfs: new Set(['ENOENT']),
  wait4: new Set(['ECHILD']),
  waitid: new Set(['ECHILD']),
};

/** Files that the loader, the C library and shells look for everywhere, and do without. */
const doneWithout =
  /^(?:\/etc\/ld\.so\.(?:preload|nohwcap)|\/usr\/share\/locale|\/usr\/lib\/locale|\/(?:var\/)?run\/nscd\/|\/etc\/(?:suid-debug|terminfo)|.*\/(?:LC_[A-Z]+|glibc-hwcaps)\b|\/sys\/fs\/selinux|\/selinux|\/proc\/(?:self|sys|filesystems))/;

/** Whether `call`, which failed with `errno`, means nothing. */
export function isNoise(call: Call, errno: string): boolean {
  if (answers.has(errno) || errno === 'ENOSYS') return true;
  // It puts back the result of the call that a signal interrupted.
  if (call.name === 'rt_sigreturn' || call.name === 'sigreturn') return true;
  if (Object.hasOwn(answersOf, call.name) && answersOf[call.name]?.has(errno) === true) return true;
  if (errno !== 'ENOENT' && errno !== 'ENOTDIR' && errno !== 'ECONNREFUSED') return false;
  if (call.name === 'connect') return call.args.includes('/nscd/socket');
  return isDoneWithout(rawPath(call.name, call.args) ?? '');
}

/** Whether programs look for `path` everywhere, and do without it. */
export const isDoneWithout = (path: string): boolean => doneWithout.test(path);

/** What a search looks for: the name without its directory and its extensions. */
function soughtIn(path: string): string {
  const name = path.slice(path.lastIndexOf('/', path.length - 2) + 1);
  const dot = name.indexOf('.', 1);
  return dot < 0 ? name : name.slice(0, dot);
}

/**
 * Searches: calls that fail one after another, in one thread, on one name in several directories. A search that
 * finds its file did not fail; of one that does not, its last call stands for all. Holds one call a thread.
 */
export class Searches {
  readonly #last = new Map<number, { readonly sought: string; readonly call: Call }>();

  /** Take `call`, which failed with `errno` or succeeded; the failed call that is now known to matter. */
  see(call: Call, errno: string): Call | undefined {
    const last = this.#last.get(call.pid);
    if (errno !== 'ENOENT' && errno !== 'ENOTDIR') {
      if (errno !== '') return call;
      if (last === undefined) return undefined;
      const path = rawPath(call.name, call.args);
      if (path !== undefined && soughtIn(path) === last.sought) this.#last.delete(call.pid);
      return undefined;
    }
    const path = rawPath(call.name, call.args);
    if (path === undefined) return call;
    const sought = soughtIn(path);
    this.#last.set(call.pid, { sought, call });
    return last === undefined || last.sought === sought ? undefined : last.call;
  }

  /** The call of the search that the thread `pid`, which ended, has not finished. */
  ended(pid: number): Call | undefined {
    const last = this.#last.get(pid);
    this.#last.delete(pid);
    return last?.call;
  }

  /** The calls of searches that are still going on, when the trace is over. */
  end(): readonly Call[] {
    const calls = [...this.#last.values()].map(({ call }) => call);
    this.#last.clear();
    return calls.sort((one, next) => one.line - next.line);
  }
}
