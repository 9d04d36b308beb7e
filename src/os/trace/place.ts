/** The directory of one trace, its place: which directories are places, and how far its run is. */
import { lstatSync, readdirSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { TraceRecord } from './record.ts';
import { isAtWork } from './writer.ts';

/** By this age a place has its record; the record is written 0.1 s after the start (ms). */
const BEGUN = 60_000;

/** The places in `directory`: our own directories with a name as createSpool gives it. Never throws. */
export function placesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory)
      .filter(isPlaceName)
      .map((name) => `${directory}/${name}`)
      .filter(isOurs);
  } catch {
    return [];
  }
}

/** The pid of the vimtrace that made the place, and the six characters of mkdtemp(3). */
export const isPlaceName = (name: string): boolean => /^[1-9]\d*-[A-Za-z\d]{6}$/.test(name);

function isOurs(place: string): boolean {
  const stats = lstatSync(place, { throwIfNoEntry: false });
  return stats?.isDirectory() === true && stats.uid === process.geteuid?.();
}

/** Whether `place` is old enough to have its record. */
export const isBegun = (place: string): boolean => Date.now() - changed(place) > BEGUN;

/** The last time a file was created or removed in `place` (ms since the epoch); now if there is no such place. */
const changed = (place: string): number =>
  statSync(place, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();

/**
 * How far a run is.
 * - running: its tracer may still write the trace. A tracer may outlive its vimtrace.
 * - shown: the tracer has ended, and its vimtrace has not: it shows the trace, or waits for the terminal.
 * - over: both have ended.
 * - unseen: nobody can tell from here, for example because the run is on another host.
 */
export type Progress = 'running' | 'shown' | 'over' | 'unseen';

/** How far the run is that writes in `place`. `record` is the record of `place`, or undefined if there is none. */
export function progressOf(place: string, record: TraceRecord | undefined): Progress {
  if (record === undefined) {
    const found = isAtWork(unknownRun(place));
    // Another host or pid namespace may have made the place a moment ago: its record is still to come.
    if (found === 'no') return isBegun(place) ? 'over' : 'unseen';
    return found === 'yes' ? 'running' : 'unseen';
  }
  const { tracer, end } = record;
  const writes = tracer === undefined ? 'no' : isAtWork({ ...record, ...tracer });
  const shows = end === undefined ? isAtWork(record) : 'no';
  if (writes === 'yes') return 'running';
  if (shows === 'yes') return 'shown';
  return writes === 'no' && shows === 'no' ? 'over' : 'unseen';
}

/** Stands in for a missing record: the name of `place` tells the pid, and its age the time. */
export const unknownRun = (place: string): TraceRecord => ({
  command: [],
  directory: '',
  time: changed(place),
  pid: Number.parseInt(basename(place), 10),
  birth: 0,
  host: '',
  boot: '',
  namespace: '',
});
