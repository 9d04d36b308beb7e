/** Signals sent to us, to our group, and the one we may have to die of. */
import type { Ended, SignalName } from '../core/types.ts';

const nothing = (): void => undefined;
const stops = ['SIGTSTP', 'SIGTTIN', 'SIGTTOU'] as const;
/** With their numbers, the same everywhere (POSIX, kill(1)). */
const ends = [
  ['SIGHUP', 1],
  ['SIGTERM', 15],
] as const;

/**
 * While the tracer runs, ^C and ^\ are the tracer's and the program's: the kernel has sent
 * them to all of P, and we outlive them. The rest is reported, unless it was `ignored` when
 * vimtrace started: then it stays so (H3), for which Node needs a listener (N1).
 */
export function listenWhileTracing(
  ignored: readonly number[],
  signalled: (signal: SignalName) => void,
): void {
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) process.on(signal, nothing);
  for (const [signal, number] of ends)
    process.on(signal, ignored.includes(number) ? nothing : signalled);
}

/** From the pager's start on, a stop signal sent to us is reported instead of stopping us alone. */
export function listenForStops(signalled: (signal: SignalName) => void): void {
  for (const signal of stops) process.on(signal, signalled);
}

/**
 * Stop our process group and return when it is continued, or at once where it is orphaned
 * (N5): without a listener kill(2) to ourselves does not return before that.
 */
export function stopGroup(signal: 'SIGTSTP' | 'SIGTTIN'): void {
  const listeners = stops.map((stop) => [stop, process.listeners(stop)] as const);
  for (const stop of stops) process.removeAllListeners(stop);
  process.kill(0, signal);
  for (const [stop, before] of listeners) for (const each of before) process.on(stop, each);
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
  process.exit(125);
}
