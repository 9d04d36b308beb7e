/** Changes kept traces on the disk: their mode, their time, and whether they stay. */
import { chmodSync, readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { isBegun, isWritten, placesIn } from './place.ts';
import { isRecord, readRecord } from './record.ts';

/** Let only the owner read the trace in `place`, whatever the umask was. Throws like chmod(2). */
export const closeToOthers = (place: string): void => chmodSync(`${place}/trace`, 0o600);

/**
 * Make the trace in `place` the one last written to, so that it comes first in the list:
 * the user may have read it for hours since. Throws like utimensat(2).
 */
export function renew(place: string): void {
  const now = new Date();
  utimesSync(`${place}/trace`, now, now);
}

/** Remove `place`, with the trace and its record. */
export const forget = (place: string): void => rmSync(place, { recursive: true, force: true });

/** Remove the places in `directory` whose run ended before it wrote any trace, for example by SIGKILL. */
export function sweep(directory: string): void {
  for (const place of placesIn(directory)) {
    if (isBegun(place) && isWritten(place, readRecord(place)) === 'no' && isEmpty(place))
      forget(place);
  }
}

/** Whether `place` has nothing but a record and empty files. */
const isEmpty = (place: string): boolean =>
  readdirSync(place).every((file) => isRecord(file) || statSync(`${place}/${file}`).size === 0);
