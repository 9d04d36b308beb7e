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

type Stat = Omit<Process, 'command'>;

export function processOf(pid: number): Process | undefined {
  const stat = statOf(pid);
  return stat && withCommand(stat);
}

function statOf(pid: number): Stat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const number = (index: number): number => Number(fields[index]);
    return {
      pid,
      state: fields[0] ?? '?',
      parent: number(1),
      group: number(2),
      session: number(3),
      foreground: number(5),
    };
  } catch {
    return undefined;
  }
}

function withCommand(stat: Stat): Process | undefined {
  try {
    const text = readFileSync(`/proc/${stat.pid}/cmdline`, 'latin1');
    return { ...stat, command: text.replaceAll('\0', ' ') };
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

const allStats = (): readonly Stat[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => statOf(Number(name)) ?? []);

export const allProcesses = (): readonly Process[] =>
  allStats().flatMap((stat) => withCommand(stat) ?? []);

/** The children of a process that are no zombies. Does not look at all processes: the tests ask for this every 10 ms. */
export const childrenOf = (pid: number): readonly Process[] =>
  childPids(pid)
    .sort((a, b) => a - b)
    .flatMap((child) => processOf(child) ?? [])
    .filter(({ parent, state }) => parent === pid && state !== 'Z');

function childPids(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
      (readFileSync(`/proc/${pid}/task/${thread}/children`, 'latin1').match(/\d+/g) ?? []).map(
        Number,
      ),
    );
  } catch {
    return [];
  }
}

/** The processes of a session, and their descendants in sessions of their own. */
export function family(session: number): readonly Process[] {
  const all = allStats();
  const members = new Set(all.filter((each) => each.session === session).map(({ pid }) => pid));
  for (let size = -1; size !== members.size; ) {
    size = members.size;
    for (const each of all) if (members.has(each.parent)) members.add(each.pid);
  }
  return all.filter(({ pid }) => members.has(pid)).flatMap((stat) => withCommand(stat) ?? []);
}

/** Of our own, and no part of what the user has started: the monitor and its guard. */
export const isAside = ({ command }: Process): boolean => /(monitor|guard)\.sh/.test(command);

/** Whether ^Z has stopped them: all but those that wait to be needed, of which no shell knows. */
export const areStopped = (job: readonly Process[]): boolean =>
  job.every((each) => 'Tt'.includes(each.state) || isAside(each));
