/** Finds the readers of the program's output, when that is a pipe, and waits for their end or their stop. */
import { closeSync, constants, fstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { type Ends, type Member, type Pipe, readersOf } from '../../core/readers.ts';
import type { Pid } from '../../core/types.ts';
import { isYounger, type Known, type Stat, stat, statOf } from '../process/proc.ts';
import { leftOf } from '../process/tree.ts';

export type Readers = {
  /** Look for the readers that a pager waits for. Without a pipe: one fstat(2). Never throws. */
  readonly find: () => 'none' | 'left';
  /**
   * Close standard output, and call `ended` when the readers that were found have ended, or
   * `stopped` when all that are left are stopped. Call it again after `stopped`.
   */
  readonly await: (on: ReadersListener) => void;
  /** Wait no more. */
  readonly leave: () => void;
};

/** One of the two is called, once. */
export type ReadersListener = { readonly ended: () => void; readonly stopped: () => void };

/** The times between two looks (ms): readers such as wc end at once, and a user reads for minutes. */
const SOONEST = 2;
const LATEST = 100;

/** The readers of standard output, which is our descriptor `stdout`. */
export function readersOn(stdout: number): Readers {
  let readers: readonly Known[] = [];
  let timer: NodeJS.Timeout | undefined;
  let isOpen = true;
  const look = (on: ReadersListener, after: number, before: 'stopped' | 'running'): void => {
    readers = leftOf(readers);
    const now = readers.every((each) => statOf(each)?.state === 'T') ? 'stopped' : 'running';
    if (readers.length === 0) on.ended();
    // Only at the second look: a SIGCONT for P may reach us a moment before the readers.
    else if (now === 'stopped' && before === 'stopped') on.stopped();
    else timer = setTimeout(look, after, on, Math.min(2 * after, LATEST), now);
  };
  return {
    find: () => {
      try {
        const isPipe = fstatSync(stdout).isFIFO();
        const pipe = isPipe ? readlinkSync(`/proc/self/fd/${stdout}`) : undefined;
        readers = pipe === undefined ? [] : readersOf(pipe, members(pipe));
      } catch {
        // Without /proc nobody can be found, and the pager opens at once.
      }
      return readers.length === 0 ? 'none' : 'left';
    },
    await: (on) => {
      const isFirst = isOpen;
      isOpen = false;
      if (isFirst) closeSync(stdout);
      look(on, isFirst ? SOONEST : LATEST, 'running');
    },
    leave: () => clearTimeout(timer),
  };
}

type Found = Member & Known;

/** The running processes of our own group, and what they do with `pipe` and with unnamed pipes. */
function members(pipe: Pipe): readonly Found[] {
  const self = stat('self');
  if (self === undefined) return [];
  const us: Known = { pid: process.pid as Pid, birth: self.birth };
  const ancestors = ancestorsOf(self);
  return readdirSync('/proc').flatMap((name): readonly Found[] => {
    if (!/^\d+$/.test(name)) return [];
    const pid = Number(name) as Pid;
    const found = stat(pid);
    if (found?.group !== self.group || 'ZX'.includes(found.state)) return [];
    const ends = endsOf(pid, pipe);
    const { birth } = found;
    const isNext = found.parent === self.parent && isYounger({ pid, birth }, us);
    const far = ancestors.has(pid) ? 'ancestor' : isNext ? 'next' : 'other';
    const kin = pid === process.pid ? 'us' : far;
    return ends === 'gone' ? [] : [{ pid, birth, kin, ends }];
  });
}

function ancestorsOf(self: Stat): ReadonlySet<Pid> {
  const ancestors = new Set<Pid>();
  for (let pid = self.parent; pid > 0 && !ancestors.has(pid); pid = stat(pid)?.parent ?? pid)
    ancestors.add(pid);
  return ancestors;
}

/** What the process `pid` has open; gone if it has ended meanwhile. */
function endsOf(pid: Pid, pipe: Pipe): Ends | 'hidden' | 'gone' {
  const fds = descriptorsOf(pid);
  if (typeof fds === 'string') return fds;
  const ends = fds.flatMap((fd) => endOf(pid, fd, pipe) ?? []);
  const linksOf = (other: number): readonly Pipe[] =>
    ends.filter(({ mode }) => mode !== other).map(({ link }) => link);
  return {
    reads: linksOf(constants.O_WRONLY),
    writes: linksOf(constants.O_RDONLY),
    input: ends.some(({ fd }) => fd === '0') ? 'pipe' : 'other',
  };
}

function descriptorsOf(pid: Pid): readonly string[] | 'hidden' | 'gone' {
  try {
    return readdirSync(`/proc/${pid}/fd`);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'gone' : 'hidden';
  }
}

/** The end of a pipe that the descriptor `fd` is, with its access mode; undefined if it is none, or was closed. */
function endOf(pid: Pid, fd: string, pipe: Pipe) {
  try {
    const link = readlinkSync(`/proc/${pid}/fd/${fd}`);
    if (link !== pipe && !link.startsWith('pipe:[')) return undefined;
    const text = readFileSync(`/proc/${pid}/fdinfo/${fd}`, 'utf8');
    // The last two bits of the octal flags (proc_pid_fdinfo(5)) are O_RDONLY, O_WRONLY or O_RDWR.
    const flags = Number.parseInt(/^flags:\s*(\d+)$/m.exec(text)?.[1] ?? '0', 8);
    return { fd, link, mode: flags & 3 };
  } catch {
    // The process opens and closes descriptors meanwhile, as a launcher does.
    return undefined;
  }
}
