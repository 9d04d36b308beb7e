/**
 * Replaces what differs between two runs that do the same: addresses, times, inode numbers, random bytes. Words
 * in capitals stand in their place.
 */
import type { Description } from '../descriptors.ts';
import type { Call } from '../line.ts';

/** What no two runs share of a call: all that it tells in braces, or its strings. */
type Volatile = 'arguments' | 'strings';

/** The kernel answers these calls with times, load, free space, or chance. */
const volatileCalls: Readonly<Record<string, Volatile>> = {
  clock_gettime: 'arguments',
  getrandom: 'strings',
  getrusage: 'arguments',
  gettimeofday: 'arguments',
  sysinfo: 'arguments',
  rt_sigreturn: 'arguments',
  times: 'arguments',
};

/** These return a time, or what the call was about to return that a signal interrupted. */
const volatileResults = new Set(['time', 'times', 'rt_sigreturn']);

/** Calls that tell nothing when addresses are masked: how the heap grows depends on hash seeds and alignment. */
const silentCalls = new Set(['brk']);

export const isSilent = (name: string): boolean => silentCalls.has(name);

/** Files whose content differs from run to run. */
const volatileFiles =
  /^\/dev\/u?random(?:$|<)|^\/proc\/(?:(?:self|thread-self|\d+)\/(?!cmdline|cgroup|mountinfo|mounts|comm$)|buddyinfo|diskstats|interrupts|loadavg|locks|meminfo|net\/|pagetypeinfo|pressure\/|schedstat|slabinfo|softirqs|stat$|timer_list|uptime|vmstat|zoneinfo)|^\/sys\/fs\/cgroup\/|^\/sys\/devices\/system\/cpu\/.*freq/;

/** The calls that read from a descriptor, which is their first argument. */
const reads = new Set('read readv pread64 preadv preadv2 recv recvfrom'.split(' '));

/** What a call reads from: a stream, or a file whose content differs from run to run. */
export type Flow = {
  readonly kind: 'stream' | 'volatile';
  readonly fd: number;
  readonly of: Description;
};

/** What a call reads from; undefined for everything else. */
export function flowOf(
  { name, args }: Call,
  descriptor: (fd: number) => Description | undefined,
): Flow | undefined {
  if (!reads.has(name)) return undefined;
  const fd = Number.parseInt(args, 10);
  const of = descriptor(fd);
  if (of === undefined) return undefined;
  if (volatileFiles.test(of.name)) return { kind: 'volatile', fd, of };
  return /^(?:pipe|socket|accept)/.test(of.call) ? { kind: 'stream', fd, of } : undefined;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * The parts of `text` inside of quotes, and those outside, by a function of their own each. A regular expression
 * would need a time that is quadratic in the length of a string that no quote closes.
 */
export function apply(
  text: string,
  inside: (quoted: string) => string,
  outside: (bare: string) => string,
): string {
  let masked = '';
  let from = 0;
  for (let open = text.indexOf('"'); open >= 0; open = text.indexOf('"', from)) {
    let close = open + 1;
    while (close < text.length && text.charCodeAt(close) !== QUOTE)
      close += text.charCodeAt(close) === BACKSLASH ? 2 : 1;
    const end = text.startsWith('...', close + 1) ? close + 4 : close + 1;
    masked += outside(text.slice(from, open)) + inside(text.slice(open, end));
    from = end;
  }
  return masked + outside(text.slice(from));
}

/** Text outside of quotes: arguments and results. */
export function maskBare(bare: string): string {
  return bare
    .replace(ADDRESS, (address) => (/^0xf+$/.test(address) ? address : 'ADDR'))
    .replace(
      /\b(tv_sec|tv_nsec|tv_usec|stx?_[amcb]time(?:_nsec)?)=(\d+)(?: \/\* [^*]*\*\/)?/g,
      (whole, field: string, value: string) => (isChosen(field, value) ? whole : `${field}=TIME`),
    )
    .replace(/(stx?_[amcb]time=\{)[^{}]*\}/g, '$1TIME}')
    .replace(/\b(stx?_ino|d_ino)=\d+/g, '$1=INODE')
    .replace(/\b(f_(?:bfree|bavail|ffree|favail))=\d+/g, '$1=FREE')
    .replace(DIRECTORY, (facts) => facts.replace(/\b(stx?_(?:nlink|size|blocks))=\d+/g, '$1=ANY'))
    .replace(/\b(u64|u32)=\d{7,}/g, '$1=ADDR')
    .replace(OBJECTS, '$1:[INODE');
}

/** What stat tells of a directory. Its links, size and blocks change, as its times do, with each file made in it. */
const DIRECTORY = /\{[^{}]*\bstx?_mode=S_IFDIR[^{}]*/g;

/** Names of objects without a path, as readlink(2) in /proc/PID/fd and -y tell them. */
const OBJECTS = /\b([a-zA-Z][\w-]{0,30}):\[\d{3,}(?:->\d{3,})?/g;

/** Text inside of quotes. */
export const maskQuoted = (quoted: string): string => quoted.replace(OBJECTS, '$1:[INODE');

/** Whether a program may have chosen a time, as a timeout: a day at most, in whole milliseconds. */
function isChosen(field: string, value: string): boolean {
  switch (field) {
    case 'tv_sec':
      return value.length <= 5;
    case 'tv_nsec':
      return value === '0' || value.endsWith('000000');
    case 'tv_usec':
      return value === '0' || value.endsWith('000');
    default:
      return false;
  }
}

/** The time in the arguments is a moment, not a distance. */
const ABSOLUTE = /\b(?:FUTEX_WAIT_BITSET|TIMER_ABSTIME|TFD_TIMER_ABSTIME)/;
const ADDRESS = /0x[0-9a-f]{6,}\b/g;

/** The arguments of the call `name`; `isVolatile`: it reads from a file whose content differs from run to run. */
export function maskArgs(name: string, args: string, isVolatile: boolean): string {
  const kind = isVolatile ? 'strings' : kindOf(name);
  if (kind === 'arguments') return braced(args, 0, 'ANY').replace(ADDRESS, 'ADDR');
  const usage = args.indexOf('{ru_utime=');
  if (usage >= 0) return maskArgs(name, braced(args, usage, 'USAGE'), isVolatile);
  // An absolute time may be a few digits long soon after the machine has started.
  const timed = ABSOLUTE.test(args) ? args.replace(/\{tv_sec=[^{}]*\}/g, '{TIME}') : args;
  return apply(timed, kind === 'strings' ? () => 'BYTES' : maskQuoted, maskBare);
}

/** `text` with `word` between its first brace behind `from` and its last. */
function braced(text: string, from: number, word: string): string {
  const open = text.indexOf('{', from);
  const close = text.lastIndexOf('}');
  return open < 0 || close < open ? text : `${text.slice(0, open)}{${word}${text.slice(close)}`;
}

const kindOf = (name: string): Volatile | undefined =>
  Object.hasOwn(volatileCalls, name) ? volatileCalls[name] : undefined;

/** The result of the call `name`. */
export function maskResult(name: string, result: string, isVolatile: boolean): string {
  if (volatileResults.has(name) || (isVolatile && /^\d/.test(result))) return 'ANY';
  return apply(result, maskQuoted, maskBare).replace(/\bleft \{[^{}]*\}/g, 'left {TIME}');
}
