/** What /proc says of the processes a test started; found by pid, parent and session only. */
import { closeSync, openSync, readdirSync, readlinkSync, readSync } from 'node:fs';

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

const buffer = Buffer.allocUnsafe(1 << 16);

/**
 * The text of a file of /proc, as latin1; undefined if there is no such process. readFileSync takes 64 KiB of memory
 * for each file whose size is 0: the garbage collector would use a fifth of the tests' processor time.
 */
function textOf(file: string): string | undefined {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, 'r');
    let end = 0;
    for (let count = -1; count !== 0; end += count)
      count = readSync(descriptor, buffer, end, buffer.length - end, null);
    return buffer.toString('latin1', 0, end);
  } catch {
    return undefined;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** The fields of proc_pid_stat(5) from the third on, the state; undefined if there is no such process. */
function fieldsOf(pid: number): readonly string[] | undefined {
  const text = textOf(`/proc/${pid}/stat`);
  return text?.slice(text.lastIndexOf(')') + 2).split(' ');
}

export function processOf(pid: number): Process | undefined {
  const stat = statOf(pid);
  return stat && withCommand(stat);
}

function statOf(pid: number): Stat | undefined {
  const fields = fieldsOf(pid);
  if (fields === undefined) return undefined;
  const number = (index: number): number => Number(fields[index]);
  return {
    pid,
    state: fields[0] ?? '?',
    parent: number(1),
    group: number(2),
    session: number(3),
    foreground: number(5),
  };
}

function withCommand(stat: Stat): Process | undefined {
  const text = textOf(`/proc/${stat.pid}/cmdline`);
  return text === undefined ? undefined : { ...stat, command: text.replaceAll('\0', ' ') };
}

/** The process that traces the process `pid`. */
export const tracerOf = (pid: number): number | undefined =>
  Number(/^TracerPid:\s*(\d+)$/m.exec(textOf(`/proc/${pid}/status`) ?? '')?.[1]) || undefined;

/** How often a process has slept and been interrupted, as /proc/PID/status has it. */
export const switchesOf = (pid: number): string =>
  [...(textOf(`/proc/${pid}/status`) ?? '').matchAll(/ctxt_switches:\s*(\d+)/g)]
    .map(([, count]) => count)
    .join();

/** The time that a process has run for, in clock ticks (proc_pid_stat(5), utime and stime). */
export function ticksOf(pid: number): number {
  const fields = fieldsOf(pid);
  return Number(fields?.[11]) + Number(fields?.[12]);
}

/** Whether it has waited for a child, by the minor faults of those it has waited for (proc_pid_stat(5), cminflt). */
export const hasReaped = (pid: number): boolean => Number(fieldsOf(pid)?.[8]) > 0;

const allStats = (): readonly Stat[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => statOf(Number(name)) ?? []);

export const allProcesses = (): readonly Process[] =>
  allStats().flatMap((stat) => withCommand(stat) ?? []);

/**
 * The children of a process that are no zombies, the oldest first, as the kernel lists them. Sorting by pid would be
 * wrong: after pid_max the kernel starts again with small pids. Does not look at all processes: the tests ask for this
 * every 10 ms.
 */
export const childrenOf = (pid: number): readonly Process[] =>
  childPids(pid)
    .flatMap((child) => processOf(child) ?? [])
    .filter(({ parent, state }) => parent === pid && state !== 'Z');

function childPids(pid: number): readonly number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
      (textOf(`/proc/${pid}/task/${thread}/children`)?.match(/\d+/g) ?? []).map(Number),
    );
  } catch {
    return [];
  }
}

/** The files that a process has open. A descriptor may close while we look. */
export const linksOf = (pid: number): readonly string[] =>
  readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
    try {
      return readlinkSync(`/proc/${pid}/fd/${fd}`);
    } catch {
      return [];
    }
  });

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
