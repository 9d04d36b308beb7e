/** What /proc says about processes (proc_pid_stat(5)). */
import { readdirSync, readFileSync } from 'node:fs';
import type { Pgid, Pid } from '../../core/types.ts';

export type Stat = {
  /** R, S, D …; T stopped, t stopped by a tracer, Z zombie. */
  readonly state: string;
  readonly parent: Pid;
  readonly group: Pgid;
  readonly session: number;
  /** The controlling terminal's device number; 0 for none. */
  readonly terminal: number;
  /** The terminal's foreground process group, or -1 without a terminal (FACTS N4). */
  readonly foreground: Pgid;
  /** When it began, in clock ticks since the boot. */
  readonly birth: number;
};

/** The process's stat, or undefined when there is none of that number. */
export function stat(pid: Pid | 'self'): Stat | undefined {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined;
  }
  // The command's name may hold anything, ") " too: the fields start after its last one.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
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

/** A process, told from a later one of the same number. */
export type Known = { readonly pid: Pid; readonly birth: number };

export const known = (pid: Pid): Known => ({ pid, birth: stat(pid)?.birth ?? 0 });

/** Its stat, or undefined when it is gone, also where its number is another's by now. */
export function statOf({ pid, birth }: Known): Stat | undefined {
  const found = stat(pid);
  return found?.birth === birth ? found : undefined;
}

/**
 * Whether no member of the group has a parent in another group of the same session: then
 * nobody can continue it, and the kernel discards its stops (setpgid(2), POSIX 3.264).
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
