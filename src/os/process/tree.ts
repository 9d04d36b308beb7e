/** Finds the processes that a tracer has started, and sends signals to processes. */
import { readdirSync } from 'node:fs';
import type { Pgid, Pid, SignalName } from '../../core/types.ts';
import { type Known, type Stat, stat, statOf } from './proc.ts';
import { hasBit, statusOf } from './status.ts';

type Process = Known & Pick<Stat, 'parent' | 'group'> & { readonly tracer: Pid };

/** What a tracer traces: only programs that it started, or also processes that ran before, which we must not end. */
export type Tracees = 'started' | 'attached';

/** Send `signal` to `pids`. Returns the processes that we may not signal (EPERM); skips those that have ended. */
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

/** Send `signal` to every process of `group`; false if that is not permitted for any of them (EPERM). */
export const sendGroup = (group: Pgid, signal: SignalName): boolean =>
  send([-group as Pid], signal).length === 0;

/** Send `signal` to `pids`, and SIGCONT, because a stopped process acts on no other signal. Returns as `send` does. */
export function endAll(pids: readonly Pid[], signal: SignalName): readonly Pid[] {
  const refused = send(pids, signal);
  send(pids, 'SIGCONT');
  return refused;
}

/** The members of `processes` that have not ended; a zombie (Z) and a dead process (X) have. */
export const leftOf = (processes: Iterable<Known>): readonly Known[] =>
  [...processes].filter((each) => !'ZX'.includes(statOf(each)?.state ?? 'X'));

/**
 * The processes to send `signal` to, when somebody sent it to us for `tracer`. Usually the tracer itself. If the
 * tracer ignores the signal, as strace -o does (H4): its children, or if they have ended, all that it started.
 */
export function meant(tracer: Pid, signal: number, tracees: Tracees): readonly Pid[] {
  if (!ignores(tracer, signal)) return [tracer];
  const children = processes().filter(({ parent }) => parent === tracer);
  return (children.length > 0 ? children : startedBy(tracer, tracees)).map(({ pid }) => pid);
}

/**
 * All processes that `tracer` has started: its descendants, and the processes that a descendant traces, because
 * a daemon leaves the tree and stays traced. Without the traced ones if the tracer attached to a process that ran
 * before: `tracees` says so, or a tracee that is older than its tracer. We must not end such a process or its children.
 */
export function startedBy(tracer: Pid, tracees: Tracees): readonly Known[] {
  const all = processes();
  const births = new Map(all.map(({ pid, birth }) => [pid, birth]));
  const attachedTracers = new Set(
    all.filter((each) => each.birth < (births.get(each.tracer) ?? 0)).map((each) => each.tracer),
  );
  const family = new Set([tracer]);
  const isTraced = (each: Process): boolean =>
    tracees === 'started' && family.has(each.tracer) && !attachedTracers.has(each.tracer);
  // A parent may stand behind its child in /proc: repeat until nobody new is found.
  for (let size = 0; size < family.size; ) {
    size = family.size;
    for (const each of all) if (family.has(each.parent) || isTraced(each)) family.add(each.pid);
  }
  return all.filter(({ pid }) => pid !== tracer && family.has(pid));
}

/**
 * The processes that a tracer left behind when it ended; `birth` is the tracer's. A guess by what /proc still tells:
 * they are in our process group, younger than the tracer, and adopted by a process outside our session.
 */
export function orphansSince(birth: number): readonly Known[] {
  const self = stat('self');
  return processes().filter(
    (each) =>
      each.birth >= birth &&
      each.group === self?.group &&
      each.pid !== process.pid &&
      stat(each.parent)?.session !== self.session,
  );
}

const ignores = (pid: Pid, signal: number): boolean =>
  hasBit(statusOf(pid)?.ignored ?? 0n, signal - 1);

/** All processes that /proc shows. */
function processes(): readonly Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => processOf(Number(name) as Pid) ?? []);
}

function processOf(pid: Pid): Process | undefined {
  const found = stat(pid);
  const tracer = statusOf(pid)?.tracer;
  return found === undefined || tracer === undefined ? undefined : { ...found, pid, tracer };
}
