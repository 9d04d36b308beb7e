/** The pager's process group, as seen and signalled from outside. */
import type { Pid, SignalName } from '../../core/types.ts';
import { stat } from '../process/proc.ts';
import { send } from '../process/tree.ts';
import type { Monitor } from './monitor.ts';

/** Send `signal` to the pager's process group, if there still is one; the pager is returned where that may not be (EPERM). */
export function signalGroup(monitor: Monitor | undefined, signal: SignalName): readonly Pid[] {
  const pager = monitor?.pager();
  if (pager === undefined) return [];
  return send([-pager as Pid], signal).length > 0 ? [pager] : [];
}

/** The same or, where there is no pager, for the monitor. */
export function endPager(monitor: Monitor | undefined, signal: SignalName): readonly Pid[] {
  if (monitor?.pager() !== undefined) {
    const refused = signalGroup(monitor, signal);
    continueStopped(monitor.pager());
    return refused;
  }
  const pid = monitor?.running();
  return pid === undefined ? [] : send([pid], signal);
}

/** SIGCONT for a process that /proc shows as stopped, and for no other (S11). */
export function continueStopped(pid: Pid | undefined): void {
  if (pid !== undefined && stat(pid)?.state === 'T') send([pid], 'SIGCONT');
}

/** End the pager, if it still runs, by `signal`; then the monitor. The pager is returned where it may not be sent that. */
export function close(monitor: Monitor | undefined, signal: SignalName): readonly Pid[] {
  const refused = signalGroup(monitor, signal);
  continueStopped(monitor?.running());
  if (monitor === undefined) return refused;
  if (isOver(monitor)) monitor.say('bye');
  else setTimeout(seeOff, TICK, monitor);
  return refused;
}

/** How long a pager that may be just about to go on has for it, and how often its end is looked for (ms). */
const TICK = 10;

/**
 * Have a pager that is still stopped go on. The monitor ends after it, not before: it might leave it
 * stopped, with nobody to continue it; or stay, as a sh does that has a stopped job.
 */
function seeOff(monitor: Monitor): void {
  continueStopped(monitor.pager());
  const look = (): void => {
    if (isOver(monitor)) monitor.say('bye');
    else setTimeout(look, TICK);
  };
  look();
}

const isOver = (monitor: Monitor): boolean => monitor.pager() === undefined || monitor.isOver();
