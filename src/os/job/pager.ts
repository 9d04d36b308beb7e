/** The pager's process group, as seen and signalled from outside. */
import type { Pgid, Pid, SignalName } from '../../core/types.ts';
import { stat } from '../process/proc.ts';
import { send, sendGroup } from '../process/tree.ts';
import type { Monitor } from './monitor.ts';

/** Send `signal` to the pager's process group, if there is one; returns the pager if we may not (EPERM). */
export function signalGroup(monitor: Monitor | undefined, signal: SignalName): readonly Pid[] {
  const pager = monitor?.pager();
  if (pager === undefined) return [];
  return sendGroup(groupOf(pager), signal) ? [] : [pager];
}

/** The pager leads its process group (S11): the group has its number. */
const groupOf = (pager: Pid): Pgid => Number(pager) as Pgid;

/** End the pager's process group or, if there is no pager, the monitor. */
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

/** End the pager by `signal`, if it runs, then the monitor; returns the pager if we may not (EPERM). */
export function close(monitor: Monitor | undefined, signal: SignalName): readonly Pid[] {
  const refused = signalGroup(monitor, signal);
  continueStopped(monitor?.running());
  if (monitor === undefined || !monitor.wasOpened()) return refused;
  if (isOver(monitor)) monitor.say('bye');
  else setTimeout(seeOff, TICK, monitor);
  return refused;
}

/** What a pager gets that may be about to go on; and how often its end is looked for (ms). */
const TICK = 10;

/**
 * Continue a pager that is still stopped, and end the monitor after it. A monitor that ends first may
 * leave the pager stopped, with nobody to continue it; or may not end, because it has a stopped job.
 */
function seeOff(monitor: Monitor): void {
  continueStopped(monitor.pager());
  const look = (): void => {
    if (isOver(monitor)) monitor.say('bye');
    else setTimeout(look, TICK);
  };
  look();
}

const isOver = (monitor: Monitor): boolean =>
  monitor.pager() === undefined || monitor.hasLostPager();
