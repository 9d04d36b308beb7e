/** What a tracer has started, and how signals get to it. */
import { readdirSync, readFileSync } from 'node:fs';
import type { Pid, SignalName } from '../core/types.ts';
import { stat } from './proc.ts';

type Process = {
  readonly pid: Pid;
  readonly parent: Pid;
  readonly tracer: Pid;
  /** In clock ticks since the boot. */
  readonly started: number;
};

/** Send `signal` to those of `pids` that are left; those that it may not be sent to are returned (EPERM). */
export function send(pids: readonly Pid[], signal: SignalName): readonly Pid[] {
  return pids.filter((pid) => {
    try {
      process.kill(pid, signal as NodeJS.Signals);
      return false;
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'EPERM';
    }
  });
}

/**
 * Have `tracer` and all that it started end by `signal`, also where it is stopped. SIGKILL is
 * for the tracer only when nobody else is left: till then it has a trace to finish.
 */
export function endFamily(tracer: Pid, signal: SignalName): readonly Pid[] {
  const others = startedBy(tracer);
  const pids = signal === 'SIGKILL' && others.length > 0 ? others : [tracer, ...others];
  const refused = send(pids, signal);
  send(pids, 'SIGCONT');
  return refused;
}

/**
 * Who is meant by a signal for `tracer`: itself or, where it ignores that signal as strace -o
 * does (H4), the program that it runs.
 */
export function meant(tracer: Pid, signal: number): readonly Pid[] {
  if (!ignores(tracer, signal)) return [tracer];
  return all()
    .filter(({ parent }) => parent === tracer)
    .map(({ pid }) => pid);
}

/**
 * All that `tracer` has started: its descendants, and those it traces that have left the
 * family. Only the first where it has attached to a process that was there before: that is not ours
 * to end, nor what that has started since.
 */
function startedBy(tracer: Pid): readonly Pid[] {
  const processes = all();
  const self = processes.find(({ pid }) => pid === tracer);
  const traced = processes.filter((each) => each.tracer === tracer);
  const hasAttached = traced.some(({ started }) => started < (self?.started ?? 0));
  const family = new Set([tracer, ...(hasAttached ? [] : traced.map(({ pid }) => pid))]);
  for (let size = 0; size < family.size; ) {
    size = family.size;
    for (const { pid, parent } of processes) if (family.has(parent)) family.add(pid);
  }
  return [...family].filter((pid) => pid !== tracer);
}

function ignores(pid: Pid, signal: number): boolean {
  const mask = /^SigIgn:\s*([0-9a-f]+)$/m.exec(status(pid))?.[1] ?? '0';
  return (BigInt(`0x${mask}`) & (1n << BigInt(signal - 1))) !== 0n;
}

function all(): readonly Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => processOf(Number(name) as Pid) ?? []);
}

function processOf(pid: Pid): Process | undefined {
  const found = stat(pid);
  const tracer = /^TracerPid:\s*(\d+)$/m.exec(status(pid))?.[1];
  if (found === undefined || tracer === undefined) return undefined;
  return { pid, parent: found.parent, tracer: Number(tracer) as Pid, started: found.birth };
}

/** proc_pid_status(5); empty where there is no such process any more. */
function status(pid: Pid): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'latin1');
  } catch {
    return '';
  }
}
