/** The failed calls of one process that may explain its end, and how well each does. */

import { addressIn } from '../address.ts';
import type { Call } from '../line.ts';
import { isAnswer, isDoneWithout, isNoise } from '../noise.ts';
import { rawPath, writtenPath } from '../paths.ts';
import { type Said, spoken } from './said.ts';

/** Older suspects are forgotten. */
const MOST = 64;

export type Suspect = {
  readonly call: Call;
  readonly errno: string;
  /** What the call names: a path or an address; empty if neither. */
  readonly object: string;
  /** The same in the words of the program, which may be a relative path. */
  readonly written: string;
  /** How many calls the process had made before. */
  readonly turn: number;
};

/** Errors that end a program more often than they are an answer to a question. */
const grave = new Set(
  'EACCES EPERM EROFS ENOSPC EDQUOT ECONNREFUSED ECONNRESET EHOSTUNREACH ENETUNREACH EADDRINUSE EADDRNOTAVAIL ENOMEM EMFILE ENFILE EIO EISDIR ENOTDIR ELOOP ENAMETOOLONG ENOEXEC ETXTBSY EBUSY EXDEV EFBIG EPIPE ENOTEMPTY ENODEV ENXIO ETIMEDOUT'.split(
    ' ',
  ),
);
/** Calls that ask or tidy up: their failure seldom matters. */
const slight = new Set([
  'access',
  'faccessat',
  'faccessat2',
  'readlink',
  'readlinkat',
  'statfs',
  'getxattr',
  'lgetxattr',
  'unlink',
  'unlinkat',
  'kill',
  'getsockopt',
  'setsockopt',
  'prlimit64',
  'setrlimit',
  'chown',
  'fchown',
  'fchmod',
  'utimensat',
  'ioctl',
  'fcntl',
  'lseek',
  'mkdir',
  'rmdir',
  'sched_setscheduler',
  'epoll_ctl',
]);

export class Suspects {
  #all: Suspect[] = [];

  clear(): void {
    this.#all = [];
  }

  /** `call` failed with `errno`; its process has made `turn` calls. */
  add(call: Call, errno: string, turn: number): void {
    if (errno.startsWith('ERESTART') || (isAnswer(errno) && call.name !== 'connect')) return;
    const path = rawPath(call.name, call.args);
    if (path !== undefined && isDoneWithout(path)) return;
    const written = writtenPath(call.name, call.args);
    const object = path === undefined ? this.#address(call) : spoken(path);
    const last = this.#all.at(-1);
    // Of a search, the last call stands for all.
    if (last !== undefined && errno === last.errno && isSame(object, last.object)) this.#all.pop();
    this.#all.push({ call, errno, object, written: written ? spoken(written) : object, turn });
    if (this.#all.length > 2 * MOST) this.#all = this.#all.slice(-MOST);
  }

  /** `call` succeeded: a search that has found what it sought explains no failure. */
  settle(call: Call): void {
    if (!this.#all.some(isSought)) return;
    const path = rawPath(call.name, call.args);
    if (path === undefined) return;
    const found = nameIn(spoken(path));
    this.#all = this.#all.filter((each) => !isSought(each) || nameIn(each.object) !== found);
  }

  /** getsockopt tells how a connect ended that did not wait; the connect has the address. */
  #address(call: Call): string {
    if (call.name !== 'getsockopt') return addressIn(call.args);
    const fd = Number.parseInt(call.args, 10);
    const connect = this.#all.findLast(
      (suspect) => suspect.call.name === 'connect' && Number.parseInt(suspect.call.args, 10) === fd,
    );
    return connect?.object ?? '';
  }

  /** The suspects, the best one first, each with its weight. `turn` is that of the end. */
  ranked(
    said: Said,
    turn: number,
  ): readonly { readonly suspect: Suspect; readonly weight: number }[] {
    return this.#all
      .map((suspect, index) => ({ suspect, index, weight: weigh(suspect, said, turn) }))
      .sort((one, next) => next.weight - one.weight || next.index - one.index);
  }
}

/** Calls that look for a file. Others, such as link(2), may fail for another path that they name. */
const seeking = /stat|access|open|readlink/;
const isSought = ({ call, errno }: Suspect): boolean =>
  errno === 'ENOENT' && seeking.test(call.name);
const nameIn = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
const stem = (path: string): string => nameIn(path).replace(/(?<=.)\..*$/, '');
const isSame = (one: string, next: string): boolean =>
  one !== '' && (one === next || (stem(one) !== '' && stem(one) === stem(next)));

/** From 0, which is nothing, upwards (guess.ts has the thresholds). */
function weigh({ call, errno, written, turn }: Suspect, said: Said, end: number): number {
  let weight = grave.has(errno) ? 1.5 : errno === 'ENOENT' ? 0.5 : 0.25;
  if (isNoise(call, errno)) weight -= 1.5;
  if (slight.has(call.name) && !call.args.includes('SO_ERROR')) weight -= 1;
  if (call.name.startsWith('exec')) weight += 0.5;
  // A program tells of a failure at once; before its end it tidies up.
  const distance = said.distance(turn);
  if (distance !== undefined) weight += 2 / (1 + distance / 6);
  else if (said.isSilent) weight += 1 / (1 + (end - turn) / 12);
  else weight -= 1.5;
  if (said.isSilent) return weight;
  const reason = said.namesReason(call, errno);
  if (reason !== undefined) weight += reason === 'all' ? 3 : 2;
  return weight + namedIn(written, said);
}

/** How clearly `said` names `object`: by its path, its name, or its name without extensions. */
function namedIn(object: string, said: Said): number {
  if (object === '') return 0;
  const name = nameIn(object);
  // The directory alone says nothing: many calls name a path in it.
  const whole = said.names(object, object.length - name.length + 1);
  if (whole === 'all') return 4;
  const called = name.length > 1 ? said.names(name, 5) : undefined;
  if (called === 'all') return 3;
  if (whole === 'beginning') return 3;
  if (called === 'beginning') return 2;
  const short = stem(object);
  if (short.length > 2 && said.names(short, short.length) !== undefined) return 2;
  const [, host = '', port = ''] = /^(.*):(\d+)$/.exec(object) ?? [];
  return port !== '' &&
    (said.names(host, host.length) === 'all' || said.names(port, port.length) === 'all')
    ? 2
    : 0;
}
