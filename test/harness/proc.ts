/** What /proc says of the processes a test started; found by pid, parent and session only. */
import { readdirSync, readFileSync } from 'node:fs';

export type Process = {
  readonly pid: number;
  readonly state: string;
  readonly parent: number;
  readonly group: number;
  readonly session: number;
  readonly foreground: number;
  readonly command: string;
};

export function processOf(pid: number): Process | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const command = readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const number = (index: number): number => Number(fields[index]);
    return {
      pid,
      state: fields[0] ?? '?',
      parent: number(1),
      group: number(2),
      session: number(3),
      foreground: number(5),
      command,
    };
  } catch {
    return undefined;
  }
}

/** Who traces the process of that number. */
export function tracerOf(pid: number): number | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'latin1');
    return Number(/^TracerPid:\s*(\d+)$/m.exec(status)?.[1]) || undefined;
  } catch {
    return undefined;
  }
}

/** How often a process has slept and been interrupted, as /proc/PID/status has it. */
export function switchesOf(pid: number): string {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'latin1');
    return [...status.matchAll(/ctxt_switches:\s*(\d+)/g)].map(([, count]) => count).join();
  } catch {
    return '';
  }
}

/** The time that a process has run for, in clock ticks (proc_pid_stat(5), utime and stime). */
export function ticksOf(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return Number(fields[11]) + Number(fields[12]);
}

/** Whether it has waited for a child, by the minor faults of those it has waited for (proc_pid_stat(5), cminflt). */
export function hasReaped(pid: number): boolean {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[8]) > 0;
  } catch {
    return false;
  }
}

export function allProcesses(): readonly Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => processOf(Number(name)) ?? []);
}

export const childrenOf = (pid: number): readonly Process[] =>
  allProcesses().filter((process) => process.parent === pid && process.state !== 'Z');

/** The processes of a session, and their descendants in sessions of their own. */
export function family(session: number): readonly Process[] {
  const all = allProcesses();
  const members = new Set(all.filter((each) => each.session === session).map(({ pid }) => pid));
  for (let size = -1; size !== members.size; ) {
    size = members.size;
    for (const each of all) if (members.has(each.parent)) members.add(each.pid);
  }
  return all.filter(({ pid }) => members.has(pid));
}

/** Of our own, and no part of what the user has started: the monitor and its guard. */
export const isAside = ({ command }: Process): boolean => /(monitor|guard)\.sh/.test(command);

/** Whether ^Z has stopped them: all but those that wait to be needed, of which no shell knows. */
export const areStopped = (job: readonly Process[]): boolean =>
  job.every((each) => 'Tt'.includes(each.state) || isAside(each));
