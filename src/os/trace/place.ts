/** The directory of one trace, its place: which directories are places, and whether somebody writes in one. */
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
      .filter((name) => isName.test(name))
      .map((name) => `${directory}/${name}`)
      .filter(isOurs);
  } catch {
    return [];
  }
}

/** The pid of the vimtrace that made the place, and the six characters of mkdtemp(3). */
const isName = /^[1-9]\d*-[A-Za-z\d]{6}$/;

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
 * Whether somebody writes the trace in `place`: the vimtrace that made the place, or its tracer,
 * which may outlive that vimtrace. `record` is the record of `place`, or undefined if there is none.
 */
export function isWritten(
  place: string,
  record: TraceRecord | undefined,
): ReturnType<typeof isAtWork> {
  if (record === undefined) {
    const found = isAtWork(unknownRun(place));
    // Another host or pid namespace may have made the place a moment ago: its record is still to come.
    return found === 'no' && !isBegun(place) ? 'perhaps' : found;
  }
  const { tracer, end } = record;
  const found = end === undefined ? isAtWork(record) : 'no';
  return found === 'no' && tracer !== undefined ? isAtWork({ ...record, ...tracer }) : found;
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
