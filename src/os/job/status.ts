/** What a sh's wait returns, read: an exit code, or 128 and the number of a signal. */
import type { Ended, SignalName } from '../../core/types.ts';

/** The signal of a status above 128; SIGSTOP for a number that none has. */
export function signalOf(status: number): SignalName {
  // The numbers differ between architectures. Loaded here, because no start needs them.
  const names = Object.entries(process.getBuiltinModule('node:os').constants.signals);
  return (names.find(([, number]) => number === status - 128)?.[0] ?? 'SIGSTOP') as SignalName;
}

export function endOf(status: number): Ended {
  return status > 128
    ? { how: 'killed', signal: signalOf(status) }
    : { how: 'exited', code: status };
}
