/** What a tracer has started, and how signals get to it. */
import { readdirSync } from 'node:fs';
import type { Pid, SignalName } from '../../core/types.ts';
import { type Known, type Stat, stat, statOf } from './proc.ts';
import { hasBit, statusOf } from './status.ts';

type Process = Known & Pick<Stat, 'parent' | 'group'> & { readonly tracer: Pid };

/** What a tracer traces: what it has started, or also what was there before, which is not ours to end. */
export type Tracees = 'started' | 'attached';

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

/** Have `pids` end by `signal`, also where they are stopped; those that it may not be sent to are returned. */
export function endAll(pids: readonly Pid[], signal: SignalName): readonly Pid[] {
  const refused = send(pids, signal);
  send(pids, 'SIGCONT');
  return refused;
}

/** Those of `processes` that have not ended. */
export const leftOf = (processes: Iterable<Known>): readonly Known[] =>
  [...processes].filter((each) => !'ZX'.includes(statOf(each)?.state ?? 'X'));

/**
 * Who is meant by a signal for `tracer`: itself or, where it ignores that signal as strace -o
 * does (H4), the program that it runs, or what is left of that.
 */
export function meant(tracer: Pid, signal: number, tracees: Tracees): readonly Pid[] {
  if (!ignores(tracer, signal)) return [tracer];
  const children = all().filter(({ parent }) => parent === tracer);
  return (children.length > 0 ? children : startedBy(tracer, tracees)).map(({ pid }) => pid);
}

/**
 * All that `tracer` has started: its descendants, and those that one of them traces and that have left
 * the family. Not those where it has attached to a process that was there before, as that is told, or
 * seen by its age: that is not ours to end, nor what that has started since.
 */
export function startedBy(tracer: Pid, tracees: Tracees): readonly Known[] {
  const processes = all();
  const births = new Map(processes.map(({ pid, birth }) => [pid, birth]));
  const attached = new Set(
    processes
      .filter(({ birth, tracer: by }) => birth < (births.get(by) ?? 0))
      .map(({ tracer: by }) => by),
  );
  const family = new Set([tracer]);
  const isOurs = ({ parent, tracer: by }: Process): boolean =>
    family.has(parent) || (tracees === 'started' && family.has(by) && !attached.has(by));
  for (let size = 0; size < family.size; ) {
    size = family.size;
    for (const each of processes) if (isOurs(each)) family.add(each.pid);
  }
  return processes.filter(({ pid }) => pid !== tracer && family.has(pid));
}

/**
 * What a tracer that has ended, and began at `birth`, has left behind: those of our process group that
 * have been adopted by somebody outside of our session, and are younger.
 */
export function orphansSince(birth: number): readonly Known[] {
  const self = stat('self');
  return all().filter(
    (each) =>
      each.birth >= birth &&
      each.group === self?.group &&
      each.pid !== process.pid &&
      stat(each.parent)?.session !== self.session,
  );
}

const ignores = (pid: Pid, signal: number): boolean =>
  hasBit(statusOf(pid)?.ignored ?? 0n, signal - 1);

function all(): readonly Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => processOf(Number(name) as Pid) ?? []);
}

function processOf(pid: Pid): Process | undefined {
  const found = stat(pid);
  const tracer = statusOf(pid)?.tracer;
  return found === undefined || tracer === undefined ? undefined : { ...found, pid, tracer };
}
