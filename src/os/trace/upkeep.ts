/** Changes kept traces on the disk: their mode, their time, and whether they stay. */
import { lstatSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { isBegun, placesIn, progressOf } from './place.ts';
import { closeToOthers } from './private.ts';
import { isBeingRead, readAt, stays } from './reading.ts';
import { isRecord, readRecord } from './record.ts';

/** Let only the owner read the trace in `place`, whatever the umask was. Throws like chmod(2). */
export const closeTrace = (place: string): void => closeToOthers(`${place}/trace`);

/**
 * Make the trace in `place` the one last written to, so that it comes first in the list: the user may have read it
 * for hours since. `newest` is the time of the trace that is first now, which is in the future if the clock was set
 * back since (ms since the epoch). Throws like utimensat(2).
 */
export function renew(place: string, newest: number): void {
  // A time of 123 ms may be read back as 122.9998 ms: Node passes it on as a fraction of seconds.
  const time = new Date(Math.max(Date.now(), Math.ceil(newest) + 1));
  utimesSync(`${place}/trace`, time, time);
}

/** Remove `place`, with the trace and its record. */
export const forget = (place: string): void => rmSync(place, { recursive: true, force: true });

/** The same, unless another vimtrace shows the trace: a later run removes it. A trace that the reader keeps stays. */
export function forgetUnopened(place: string): void {
  if (!stays(place) && !isBeingRead(place)) forget(place);
}

/** Remove the places in `directory` whose run ended before it wrote any trace, for example by SIGKILL. */
export function sweep(directory: string): void {
  for (const place of placesIn(directory)) {
    if (readAt(place) !== undefined || !isBegun(place) || !isEmpty(place)) continue;
    if (progressOf(place, readRecord(place)) === 'over') forget(place);
  }
}

/** Whether `place` has nothing but a record and empty traces. */
const isEmpty = (place: string): boolean =>
  readdirSync(place).every((name) => isRecord(name) || hasNothing(`${place}/${name}`));

/** Whether `path` is an empty file, or a directory of empty files. */
function hasNothing(path: string): boolean {
  const stats = lstatSync(path);
  if (!stats.isDirectory()) return stats.size === 0;
  return readdirSync(path).every((name) => {
    const file = lstatSync(`${path}/${name}`);
    return file.isFile() && file.size === 0;
  });
}
