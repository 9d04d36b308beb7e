/** Signals sent to us, to our group, and the one we may have to die of. */
import type { Ended, SignalName } from '../../core/types.ts';

const nothing = (): void => undefined;
const stops = ['SIGTSTP', 'SIGTTIN', 'SIGTTOU'] as const;
/** Node would start its debugger on SIGUSR1. */
const passed = ['SIGHUP', 'SIGTERM', 'SIGINT', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2'] as const;

/**
 * Others that would end or stop us. Not SIGTTOU: with a listener the kernel has a write that is
 * forbidden (stty tostop) tried for ever. We read from no terminal.
 */
const unheard = [
  ...(['SIGTSTP', 'SIGTTIN', 'SIGALRM', 'SIGVTALRM', 'SIGPROF'] as const),
  ...(['SIGXCPU', 'SIGXFSZ', 'SIGIO', 'SIGPWR', 'SIGSTKFLT'] as const),
];

/**
 * Ignore again what was `ignored` when vimtrace started (H3), for which Node needs a listener (N1). The
 * sooner the better: till then we would end of it.
 */
export function ignore(ignored: readonly number[]): void {
  if (ignored.length === 0) return;
  const was = (signal: SignalName): boolean => ignored.includes(numberOf(signal));
  for (const signal of [...passed, ...unheard].filter(was)) process.on(signal, nothing);
}

/** From now on report what is sent to us and is not `ignored`, but the stops; and outlive it. */
export function listen(ignored: readonly number[], signalled: (signal: SignalName) => void): void {
  const isHeeded = (signal: SignalName): boolean =>
    ignored.length === 0 || !ignored.includes(numberOf(signal));
  for (const signal of passed.filter(isHeeded)) process.on(signal, signalled);
}

/** The stops that are not `ignored`; SIGTTOU never is. */
const heeded = (ignored: readonly number[]): readonly (typeof stops)[number][] =>
  ignored.length === 0
    ? stops
    : stops.filter((stop) => stop === 'SIGTTOU' || !ignored.includes(numberOf(stop)));

/** From the pager's start on, a stop signal sent to us is reported instead of stopping us alone. */
export function listenForStops(
  ignored: readonly number[],
  signalled: (signal: SignalName) => void,
): void {
  for (const signal of heeded(ignored)) process.on(signal, signalled);
}

/**
 * From the pager's end on they stop us again. Where the terminal forbids writing (stty tostop) and
 * is not ours, with a listener the kernel would have us try for ever.
 */
export function listenForStopsNoMore(ignored: readonly number[]): void {
  for (const signal of heeded(ignored)) process.removeAllListeners(signal);
}

/** Report what nobody has caught, instead of ending by it; whoever listened before does no more. */
export function onDefect(found: (detail: string) => void): void {
  process.removeAllListeners('uncaughtException');
  process.on('uncaughtException', (error) => found(String(error)));
}

/**
 * Stop our process group, until it is continued, or not at all where it is orphaned (N5) or a SIGTSTP
 * is ignored: without a listener kill(2) to ourselves does not return before that. A SIGTTIN is for one
 * that was stopped before and is in the background now, and is heeded whoever ignores it. What was sent to
 * us meanwhile is reported first, and then that we are `continued`: one that is hung up must not stop
 * once more.
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
  // Node takes signals between one immediate and the next.
  setImmediate(() => setImmediate(continued));
}

/** End as `ended` says; by the signal itself, so that our parent sees what the tracer's would. */
export function end(ended: Ended): never {
  if (ended.how === 'exited') process.exit(ended.code);
  const signal = ended.signal as NodeJS.Signals;
  try {
    // A listener come and gone leaves the default disposition, also where Node ignores it (N1).
    if (signal !== 'SIGKILL' && signal !== 'SIGSTOP') process.on(signal, nothing);
  } catch {
    // Not one that can be caught: it needs no preparation.
  }
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
  // A process 1 cannot die of it (pid_namespaces(7)): as a shell would have it.
  process.exit(128 + numberOf(ended.signal));
}

/** The signal's number on this architecture; loaded when needed, as the usual start needs none. */
export const numberOf = (signal: SignalName): number =>
  process.getBuiltinModule('node:os').constants.signals[signal as NodeJS.Signals];
