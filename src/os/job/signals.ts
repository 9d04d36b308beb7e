/** The signals that vimtrace ignores, listens to, sends to its own group, and dies of. */
import type { Ended, SignalName } from '../../core/types.ts';
import { areOtherThreadsAsleep } from '../process/proc.ts';
import { sleep } from '../process/sleep.ts';
import { hasBit, statusOf } from '../process/status.ts';

const nothing = (): void => undefined;
/** The stop signals of a terminal (POSIX <signal.h>), without SIGSTOP, which nobody can catch. */
const stops = ['SIGTSTP', 'SIGTTIN', 'SIGTTOU'] as const;
/** The signals that are reported. SIGUSR1 is one of them, because without a listener Node starts its debugger on it. */
const passed = ['SIGHUP', 'SIGTERM', 'SIGINT', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2'] as const;

/**
 * Other signals that would end or stop us. Without SIGTTOU: with a listener, a write that the terminal forbids
 * (stty tostop) would be repeated for ever. A listener for SIGTTIN does no harm, because we read from no terminal.
 */
const unreported = [
  ...(['SIGTSTP', 'SIGTTIN', 'SIGALRM', 'SIGVTALRM', 'SIGPROF'] as const),
  ...(['SIGXCPU', 'SIGXFSZ', 'SIGIO', 'SIGPWR', 'SIGSTKFLT'] as const),
];

/**
 * Ignore the signals that were `ignored` when vimtrace started (H3). Node has reset them (N1), so each gets an empty
 * listener. Call it early: until then such a signal ends us.
 */
export function ignore(ignored: readonly number[]): void {
  if (ignored.length === 0) return;
  const was = (signal: SignalName): boolean => ignored.includes(numberOf(signal));
  for (const signal of [...passed, ...unreported].filter(was)) process.on(signal, nothing);
}

/** From now on, report the signals sent to us instead of ending by them; not stop signals and `ignored` ones. */
export function listen(ignored: readonly number[], signalled: (signal: SignalName) => void): void {
  const isHeeded = (signal: SignalName): boolean =>
    ignored.length === 0 || !ignored.includes(numberOf(signal));
  for (const signal of passed.filter(isHeeded)) process.on(signal, signalled);
}

/** The signals that `listen` reports end us again. Empty listeners of `ignore` stay. */
export function listenNoMore(ignored: readonly number[]): void {
  for (const signal of passed)
    if (!ignored.includes(numberOf(signal))) process.removeAllListeners(signal);
}

/** The stop signals that are not `ignored`, and SIGTTOU, for which `ignore` sets no listener. */
const heeded = (ignored: readonly number[]): readonly (typeof stops)[number][] =>
  ignored.length === 0
    ? stops
    : stops.filter((stop) => stop === 'SIGTTOU' || !ignored.includes(numberOf(stop)));

/** From the pager's start on, report stop signals: by default they would stop us without the pager. */
export function listenForStops(
  ignored: readonly number[],
  signalled: (signal: SignalName) => void,
): void {
  for (const signal of heeded(ignored)) process.on(signal, signalled);
}

/**
 * From the pager's end on, stop signals stop us again. If the terminal forbids writing (stty tostop) and we are
 * in the background, a listener would make the kernel repeat our write for ever.
 */
export function listenForStopsNoMore(ignored: readonly number[]): void {
  for (const signal of heeded(ignored)) process.removeAllListeners(signal);
}

/** Report an exception that nobody has caught, in place of the listeners that were there before. */
export function onDefect(found: (detail: string) => void): void {
  process.removeAllListeners('uncaughtException');
  process.on('uncaughtException', (error) => found(String(error)));
}

/**
 * Stop our process group with `signal`, and call `continued` after the SIGCONT. Without a listener, kill(2) to
 * ourselves returns only then (N5). It returns at once if the group is orphaned, or SIGTSTP is `ignored`.
 * SIGTTIN stops us even if `ignored` has it: it is sent for a job that was stopped before and is in the background now.
 * Signals that Node has heard of meanwhile are reported before `continued` is called.
 */
export function stopGroup(
  signal: 'SIGTSTP' | 'SIGTTIN',
  ignored: readonly number[],
  continued: () => void,
): void {
  const freed = new Set([...heeded(ignored), ...(signal === 'SIGTTIN' ? [signal] : [])]);
  const listeners = [...freed].map((stop) => [stop, process.listeners(stop)] as const);
  for (const [stop] of listeners) process.removeAllListeners(stop);
  process.kill(0, signal);
  for (const [stop, before] of listeners) for (const each of before) process.on(stop, each);
  afterSignals(continued);
}

/**
 * Call `heard` when each signal that arrived before has been reported: after a hangup or a SIGTERM we must not stop
 * again. After a stop a signal may still be on its way.
 */
export function whenSignalsAreHeard(heard: () => void): void {
  const isAny = isAnyOnItsWay();
  // A loop without a pause would keep the processor from the very threads that it waits for.
  if (isAny) sleep(PAUSE);
  afterSignals(isAny ? () => whenSignalsAreHeard(heard) : heard);
}

/** The time between two looks for a signal on its way (ms). */
const PAUSE = 0.1;

/** Node reports signals between one immediate and the next. */
const afterSignals = (done: () => void): unknown => setImmediate(() => setImmediate(done));

/**
 * Whether a signal that vimtrace listens for may be on its way. After a stop any thread of Node may be the
 * one to take it, and on a busy machine that thread runs later than ours. A thread that has taken a signal
 * runs until it has told Node.
 */
function isAnyOnItsWay(): boolean {
  const pending = statusOf('self')?.pending ?? 0n;
  const isAnyPending = passed.some(
    (signal) => process.listenerCount(signal) > 0 && hasBit(pending, numberOf(signal) - 1),
  );
  return isAnyPending || !areOtherThreadsAsleep();
}

/** End as the tracer has `ended`, by the same signal: our parent sees the same wait status as the tracer's would. */
export function end(ended: Ended): never {
  if (ended.how === 'exited') process.exit(ended.code);
  const signal = ended.signal as NodeJS.Signals;
  try {
    // Adding and removing a listener restores the default disposition, also of SIGPIPE, which Node ignores (N1).
    if (signal !== 'SIGKILL' && signal !== 'SIGSTOP') process.on(signal, nothing);
  } catch {
    // A signal that cannot be caught has the default disposition already.
  }
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
  // Process 1 of a pid namespace does not die of its own signal (pid_namespaces(7)): exit as a shell would.
  process.exit(128 + numberOf(ended.signal));
}

/** The number of `signal` on this architecture. node:os is loaded here, because the usual start needs no numbers. */
export const numberOf = (signal: SignalName): number =>
  process.getBuiltinModule('node:os').constants.signals[signal as NodeJS.Signals];
