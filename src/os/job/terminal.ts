/** The controlling terminal: which group owns it, and its path. Nothing here changes the terminal. */
import { accessSync, constants, readlinkSync, statSync } from 'node:fs';
import type { Ownership, Pid } from '../../core/types.ts';
import { isOrphaned, stat } from '../process/proc.ts';
import { numberOf } from './signals.ts';

/**
 * Who owns the terminal, seen from P; `foreground` also if the group of `monitor` owns it, because a bash keeps the
 * terminal while it waits for us. `ignored` are the signals that P ignores: SIGTTIN decides between `background`,
 * where a read stops P, and `orphaned`, where the read fails instead.
 */
export function ownership(monitor: Pid | undefined, ignored: readonly number[] = []): Ownership {
  const self = stat('self');
  if (self === undefined || self.foreground === -1) return 'gone';
  if (self.foreground === self.group) return 'foreground';
  if (monitor !== undefined && self.foreground === Number(monitor)) return 'foreground';
  const wouldStop = !ignored.includes(numberOf('SIGTTIN')) && !isOrphaned(self.group);
  return wouldStop ? 'background' : 'orphaned';
}

/**
 * The path of the controlling terminal's device, as by ttyname(3), found among our descriptors `fds`: some pagers
 * open that path themselves. /dev/tty, which always works, if the path is unknown (a pts of another mount namespace)
 * or may not be opened (after a change of user).
 */
export function device(fds: readonly number[]): string {
  const number = stat('self')?.terminal;
  const names = fds.map((fd) => `/proc/self/fd/${fd}`);
  for (const name of names) {
    try {
      const path = readlinkSync(name);
      if (deviceNumber(statSync(path).rdev) !== number) continue;
      accessSync(path, constants.R_OK | constants.W_OK);
      return path;
    } catch {
      // No path, or no permission: try the next descriptor.
    }
  }
  return '/dev/tty';
}

/** Convert st_rdev to the encoding of tty_nr in proc_pid_stat(5): minor in bits 31–20 and 7–0, major in 15–8. */
function deviceNumber(rdev: number): number {
  const major = (rdev >>> 8) & 0xfff;
  const minor = (rdev & 0xff) | ((rdev >>> 12) & 0xfff00);
  return (minor & 0xff) | (major << 8) | ((minor & 0xfff00) << 12);
}
