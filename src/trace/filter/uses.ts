/** What a call does to descriptors, which are numbers in its arguments and its result. */
import type { Call } from '../line.ts';
import { numberOf } from '../result.ts';
import { parts } from '../scan.ts';

/** No argument of these calls is a descriptor, though the first may be a number. */
const none = new Set(
  'exit exit_group alarm kill tkill tgkill rt_sigqueueinfo rt_tgsigqueueinfo setuid setgid setreuid setregid setresuid setresgid setfsuid setfsgid setpgid setgroups setpriority setrlimit setitimer getpgid getsid getpriority getrlimit getitimer getgroups getrandom getcpu get_robust_list umask wait4 waitid waitpid sched_setaffinity sched_getaffinity sched_setscheduler sched_getscheduler sched_setparam sched_getparam sched_setattr sched_getattr sched_get_priority_max sched_get_priority_min sched_rr_get_interval prlimit64 nice personality timer_create timer_settime timer_gettime timer_delete timer_getoverrun clock_gettime clock_settime clock_getres clock_nanosleep clock_adjtime semget semop semctl semtimedop shmget shmat shmdt shmctl msgget msgsnd msgrcv msgctl ptrace process_vm_readv process_vm_writev process_madvise move_pages migrate_pages kcmp capget eventfd eventfd2 epoll_create epoll_create1 inotify_init1 timerfd_create socket socketpair pidfd_open ioprio_get ioprio_set close_range membarrier fanotify_init io_uring_setup userfaultfd munmap io_setup io_submit io_getevents io_destroy io_cancel brk fork vfork'.split(
    ' ',
  ),
);

/** The places of descriptors among the arguments, where the first is not the only one. */
const places: Readonly<Record<string, readonly number[]>> = {
  mmap: [4],
  mmap2: [4],
  epoll_ctl: [0, 2],
  sendfile: [0, 1],
  sendfile64: [0, 1],
  splice: [0, 2],
  tee: [0, 1],
  copy_file_range: [0, 2],
  linkat: [0, 2],
  renameat: [0, 2],
  renameat2: [0, 2],
  symlinkat: [1],
  fanotify_mark: [0, 3],
  move_mount: [0, 2],
};

const makers = new Set(
  'open openat openat2 creat dup dup2 dup3 socket accept accept4 epoll_create epoll_create1 eventfd eventfd2 signalfd signalfd4 timerfd_create inotify_init inotify_init1 memfd_create memfd_secret pidfd_open pidfd_getfd perf_event_open userfaultfd fanotify_init open_by_handle_at io_uring_setup fsopen fsmount fspick open_tree mq_open'.split(
    ' ',
  ),
);
const pairs = new Set(['pipe', 'pipe2', 'socketpair']);
const polls = new Set(['poll', 'ppoll']);
const selects = new Set(['select', '_newselect', 'pselect6', 'pselect6_time64']);

/** What a call has done: which descriptors it used, which it made, and what became of them. */
export type Deed = {
  readonly uses: readonly number[];
  readonly makes: readonly number[];
  /** close: the used ones, or those from the first to the last of `range`. flag: isCloseOnExec holds for the used one. */
  readonly does: 'nothing' | 'make' | 'copy' | 'close' | 'flag' | 'execute';
  readonly isCloseOnExec: boolean;
  readonly range?: readonly [first: number, last: number];
};

/** How a line tells what its call does. */
export type Interest =
  /** The call has nothing to do with descriptors. */
  | 'none'
  /** By its first argument, which it uses. */
  | 'first'
  /** By its first argument and its result, which it makes, or copies. */
  | 'make'
  | 'copy'
  /** By its first argument, which it closes. */
  | 'close'
  /** By its first argument; with F_DUPFD as copy, and with F_SETFD the second one counts. */
  | 'fcntl'
  /** By its last argument but one, which is -1 without a file. */
  | 'mmap'
  /** By its result. */
  | 'execve'
  /** By all arguments. */
  | 'all'
  /** By all arguments, if there is such a word in the line, and else by the first. */
  | { readonly word: RegExp };

const many: readonly string[] = [
  'close_range',
  'execveat',
  ...pairs,
  ...polls,
  ...selects,
  ...Object.keys(places),
];

/** By the names of calls; of all others, the first argument tells. */
export const interests: ReadonlyMap<string, Interest> = new Map<string, Interest>([
  ...[...none].map((name): [string, Interest] => [name, 'none']),
  ...[...makers].map((name): [string, Interest] => [name, none.has(name) ? 'all' : 'make']),
  ...many.map((name): [string, Interest] => [name, 'all']),
  ...['dup', 'dup2', 'dup3'].map((name): [string, Interest] => [name, 'copy']),
  ...['fcntl', 'fcntl64'].map((name): [string, Interest] => [name, 'fcntl']),
  ...['sendmsg', 'sendmmsg', 'recvmsg', 'recvmmsg'].map((name): [string, Interest] => [
    name,
    { word: /SCM_RIGHTS/ },
  ]),
  ['mmap', 'mmap'],
  ['close', 'close'],
  ['execve', 'execve'],
]);

/** What `call`, which has returned, has done. */
export function deedOf({ name, args, tail }: Call): Deed {
  const uses = usedBy(name, args);
  const deed = { uses, makes: [], isCloseOnExec: args.includes('CLOEXEC') };
  if (name === 'close') return { ...deed, does: 'close' };
  if (name === 'close_range' && !deed.isCloseOnExec)
    return { ...deed, does: 'close', range: rangeOf(args) };
  if (name.startsWith('execve'))
    return { ...deed, does: tail.startsWith('0') ? 'execute' : 'nothing' };
  if (name.startsWith('fcntl') && args.includes('F_SETFD')) return { ...deed, does: 'flag' };
  const makes = madeBy(name, args, tail).filter((fd) => !uses.includes(fd));
  return { ...deed, makes, does: /^(?:dup|fcntl)/.test(name) ? 'copy' : 'make' };
}

function rangeOf(args: string): [number, number] {
  const [first, last] = parts(args).map((arg) =>
    arg.startsWith('~') ? Number.POSITIVE_INFINITY : Number.parseInt(arg, 10),
  );
  return [first ?? 0, last ?? 0];
}

const numbersIn = (text: string): readonly number[] =>
  [...text.matchAll(/(?<![\w<])(\d+)(?:<.*?>)?(?=[ \],]|$)/g)].map(([, number]) => Number(number));
const bare = (text: string): string => text.replace(/"(?:\\.|[^"\\])*"/g, '""');
const rights = (args: string): readonly number[] =>
  [...bare(args).matchAll(/SCM_RIGHTS, cmsg_data=\[([^\]]*)\]/g)].flatMap(([, list = '']) =>
    numbersIn(list),
  );

/** The descriptors among the arguments. */
export function usedBy(name: string, args: string): readonly number[] {
  if (polls.has(name))
    return [...bare(args).matchAll(/\{fd=(\d+)/g)].map(([, number]) => Number(number));
  // In the sets before the call, which the result repeats.
  if (selects.has(name))
    return [...bare(args).matchAll(/\[([^\]]*)\]/g)].flatMap(([, list = '']) => numbersIn(list));
  const used = none.has(name) ? [] : placed(name, args);
  return name === 'sendmsg' || name === 'sendmmsg' ? [...used, ...rights(args)] : used;
}

/** The descriptors that the call made; `tail` is its result. */
function madeBy(name: string, args: string, tail: string): readonly number[] {
  const result = numberOf(tail);
  if (result === undefined) return [];
  if (makers.has(name) || (name.startsWith('fcntl') && args.includes('F_DUPFD'))) return [result];
  if (pairs.has(name)) {
    const [, one, other] = /\[(\d+)(?:<.*?>)?, (\d+)/.exec(args) ?? [];
    return one === undefined ? [] : [Number(one), Number(other)];
  }
  return name === 'recvmsg' || name === 'recvmmsg' ? rights(args) : [];
}

/** Most calls have a descriptor in the first place alone, and then the others need no look. */
function placed(name: string, args: string): readonly number[] {
  const among = places[name];
  if (among === undefined) return descriptor(/^[^,<]*<?/.exec(args)?.[0]);
  const all = parts(args);
  return among.flatMap((place) => descriptor(all[place]));
}

/** The number of a descriptor, as in `3` or `3</etc/passwd>`. */
function descriptor(arg: string | undefined): readonly number[] {
  const [, number] = /^(\d+)(?:<|$)/.exec(arg ?? '') ?? [];
  return number === undefined ? [] : [Number(number)];
}
