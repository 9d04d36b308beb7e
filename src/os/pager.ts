/** The pager's process group, as seen and signalled from outside. */
import type { Pid, SignalName } from '../core/types.ts';
import type { Monitor } from './monitor.ts';
import { stat } from './proc.ts';
import { send } from './tree.ts';

/** Send `signal` to the pager's process group, if there still is one. */
export function signalGroup(monitor: Monitor | undefined, signal: SignalName): void {
  const pager = monitor?.pager();
  if (pager === undefined) return;
  try {
    process.kill(-pager, signal as NodeJS.Signals);
  } catch {
    // It has ended, which its monitor will report.
  }
}

/** Send `signal` to the pager's process group or, where there is none, to the monitor. */
export function endPager(monitor: Monitor | undefined, signal: SignalName): void {
  if (monitor?.pager() !== undefined) signalGroup(monitor, signal);
  else if (monitor?.pid !== undefined) send([monitor.pid], signal);
}

/** SIGCONT for a process that /proc shows as stopped, and for no other (S11). */
export function continueStopped(pid: Pid | undefined): void {
  if (pid !== undefined && stat(pid)?.state === 'T') send([pid], 'SIGCONT');
}

/** End the pager, if it still runs, by `signal`; then the monitor. */
export function close(monitor: Monitor | undefined, signal: SignalName): void {
  signalGroup(monitor, signal);
  continueStopped(monitor?.pager());
  continueStopped(monitor?.pid);
  monitor?.say('bye');
}
