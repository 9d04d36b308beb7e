/** Reads /proc/PID/stat (proc_pid_stat(5)), and tells a process from a later one with the same pid. */
import { readdirSync, readFileSync } from 'node:fs';
import type { Pgid, Pid } from '../../core/types.ts';

export type Stat = {
  /** R running, S or D asleep, T stopped, t stopped by a tracer, Z zombie, and a few more. */
  readonly state: string;
  readonly parent: Pid;
  readonly group: Pgid;
  /** The session's id, which is the pid of the session leader. */
  readonly session: number;
  /** The device number of the controlling terminal, encoded as tty_nr; 0 without a terminal. */
  readonly terminal: number;
  /** The terminal's foreground process group (tpgid); -1 without a terminal (N4). */
  readonly foreground: Pgid;
  /** The time of the process's start, in clock ticks since the boot. */
  readonly birth: number;
};

/** The stat of the process `pid`; undefined if there is no such process. Never throws. */
export const stat = (pid: Pid | 'self'): Stat | undefined => statIn(`/proc/${pid}`);

/** The fields of the file stat in `directory` that follow the command's name; undefined if there is no such file. */
function fieldsIn(directory: string): string | undefined {
  try {
    const text = readFileSync(`${directory}/stat`, 'utf8');
    // The name stands in parentheses and may contain some itself.
    return text.slice(text.lastIndexOf(')') + 2);
  } catch {
    return undefined;
  }
}

function statIn(directory: string): Stat | undefined {
  const fields = fieldsIn(directory)?.split(' ');
  if (fields === undefined) return undefined;
  const number = (index: number): number => Number(fields[index]);
  return {
    state: fields[0] ?? '?',
    parent: number(1) as Pid,
    group: number(2) as Pgid,
    session: number(3),
    terminal: number(4),
    foreground: number(5) as Pgid,
    birth: number(19),
  };
}

/** A process, told from a later one with the same pid by the time of its start; a birth of 0 is unknown. */
export type Known = { readonly pid: Pid; readonly birth: number };

/** The process that has the number `pid` now. */
export const known = (pid: Pid): Known => ({ pid, birth: stat(pid)?.birth ?? 0 });

/** No kernel starts so many processes within a clock tick. */
const FAR = 10_000;

/**
 * Whether `one` was started after `other`. Within a clock tick the pid decides. After pid_max the kernel starts again
 * with small pids (proc_sys_kernel(5)), so if two pids are far apart, the smaller one is the younger.
 */
export function isYounger(one: Known, other: Known): boolean {
  if (one.birth !== other.birth) return one.birth > other.birth;
  return Math.abs(one.pid - other.pid) < FAR ? one.pid > other.pid : one.pid < other.pid;
}

/** The stat of a known process; undefined if the process is gone, even if another one has its pid by now. */
export function statOf({ pid, birth }: Known): Stat | undefined {
  const found = stat(pid);
  return found?.birth === birth ? found : undefined;
}

/** The children of the process `pid` (proc_pid_task_children(5)); none if the kernel does not tell. Never throws. */
export function childrenOf(pid: Pid): readonly Pid[] {
  try {
    const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
    return text.split(' ').filter(Boolean).map(Number) as Pid[];
  } catch {
    return [];
  }
}

/** Whether all threads of ours sleep, but the main thread. Reads the state alone: each fg waits for the answer. */
export const areOtherThreadsAsleep = (): boolean =>
  readdirSync('/proc/self/task').every(
    (id) =>
      Number(id) === process.pid || 'SD'.includes(fieldsIn(`/proc/self/task/${id}`)?.[0] ?? 'S'),
  );

/**
 * Whether the process group `group` is an orphaned process group (POSIX 3.264, setpgid(2)): no member has a parent
 * in another group of the same session. Nobody would continue such a group, so the kernel discards its stops (N5).
 */
export function isOrphaned(group: Pgid): boolean {
  return !readdirSync('/proc').some((entry) => {
    if (!/^\d+$/.test(entry)) return false;
    const member = stat(Number(entry) as Pid);
    if (member?.group !== group) return false;
    const parent = stat(member.parent);
    return parent?.session === member.session && parent.group !== group;
  });
}
