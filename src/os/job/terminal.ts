/** The controlling terminal: whose it is, and by which name. vimtrace never opens it to change it. */
import { accessSync, constants, readlinkSync, statSync } from 'node:fs';
import type { Ownership, Pid } from '../../core/types.ts';
import { isOrphaned, stat } from '../process/proc.ts';
import { numberOf } from './signals.ts';

/** Who has the terminal; bash as the `monitor` keeps it while it waits, for us. `ignored`: by P, which is to read. */
export function ownership(monitor: Pid | undefined, ignored: readonly number[] = []): Ownership {
  const self = stat('self');
  if (self === undefined || self.foreground === -1) return 'gone';
  if (self.foreground === self.group) return 'foreground';
  if (monitor !== undefined && self.foreground === Number(monitor)) return 'foreground';
  const isStopped = !ignored.includes(numberOf('SIGTTIN')) && !isOrphaned(self.group);
  return isStopped ? 'background' : 'orphaned';
}

/**
 * The terminal's own device, as ttyname(3) has it: some pagers open what they find there.
 * /dev/tty, which is always right, where that cannot be told (a pts of another mount) or opened
 * (after a change of user).
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
      // Not a path, or not for us: the next one.
    }
  }
  return '/dev/tty';
}

/** st_rdev in the encoding of proc_pid_stat(5): minor in bits 31–20 and 7–0, major in 15–8. */
function deviceNumber(rdev: number): number {
  const major = (rdev >>> 8) & 0xfff;
  const minor = (rdev & 0xff) | ((rdev >>> 12) & 0xfff00);
  return (minor & 0xff) | (major << 8) | ((minor & 0xfff00) << 12);
}
