/** The traces that nobody has read yet, each in a directory of its own with a record beside it. */
import { chmodSync, lstatSync, readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { basename } from 'node:path';
import { isRecord, readRecord, type TraceRecord } from './record.ts';
import { isAtWork } from './writer.ts';

export type KeptTrace = {
  /** The directory of the trace and its record. */
  readonly place: string;
  readonly trace: string;
  readonly bytes: number;
  /** When it was last written to, as milliseconds since the epoch. */
  readonly written: number;
  /** Whether nobody writes it any more; `unseen`: by what can be seen from here, somebody may. */
  readonly state: 'over' | 'unseen';
  readonly record: TraceRecord;
};

/** Have the trace in the directory `place` be its owner's alone, whatever the umask was. */
export const closeToOthers = (place: string): void => chmodSync(`${place}/trace`, 0o600);

/** Have the trace in the directory `place` be the one last written to: it may have been read for hours since. */
export function renew(place: string): void {
  const now = new Date();
  utimesSync(`${place}/trace`, now, now);
}

/** The traces in `directory` that nobody writes any more, the one last written to first. */
export const keptTraces = (directory: string): readonly KeptTrace[] =>
  tracesIn(directory).filter(({ state }) => state === 'over');

/** The same, and those that may be written where that cannot be seen from here. */
export function tracesIn(directory: string): readonly KeptTrace[] {
  return places(directory)
    .flatMap((place) => keptIn(place) ?? [])
    .sort((a, b) => b.written - a.written);
}

/** Whether there is more in `directory` than one trace: the usual answer, at a glance, is no. */
export const hasOthers = (directory: string): boolean => readdirSync(directory).length > 1;

/** By then a vimtrace has written its record (ms). */
const BEGUN = 60_000;

/** Remove those in `directory` that came to their end before there was a trace. */
export function sweep(directory: string): void {
  for (const place of places(directory)) {
    if (isBegun(place) && isWritten(place, readRecord(place)) === 'no' && isEmpty(place))
      forget(place);
  }
}

const isBegun = (place: string): boolean => Date.now() - changed(place) > BEGUN;

/** When something was last made in `place`, or removed, as milliseconds since the epoch. */
const changed = (place: string): number =>
  statSync(place, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();

/** Whether there is nothing in `place` but a record, and files to which nobody has written anything. */
const isEmpty = (place: string): boolean =>
  readdirSync(place).every((file) => isRecord(file) || statSync(`${place}/${file}`).size === 0);

/** Remove the trace in the directory `place`, and all that is with it. */
export const forget = (place: string): void => rmSync(place, { recursive: true, force: true });

/** Those at the end of `kept` that are too many, or too large together; not the first for its size. */
export function surplus(
  kept: readonly KeptTrace[],
  most: { readonly count: number; readonly bytes: number },
): readonly KeptTrace[] {
  let bytes = 0;
  return kept.filter((each, at) => {
    bytes += each.bytes;
    return at >= most.count || (at > 0 && bytes > most.bytes);
  });
}

/** The directories of traces in `directory`: as mkdtemp(3) names them, and our own. */
function places(directory: string): readonly string[] {
  try {
    return readdirSync(directory)
      .filter((name) => isPlace.test(name))
      .map((name) => `${directory}/${name}`)
      .filter(isOurs);
  } catch {
    return [];
  }
}

/** The number of the vimtrace that made it, and six letters and digits. */
const isPlace = /^[1-9]\d*-[A-Za-z\d]{6}$/;

function isOurs(place: string): boolean {
  const stats = lstatSync(place, { throwIfNoEntry: false });
  return stats?.isDirectory() === true && stats.uid === process.geteuid?.();
}

/** Whether the vimtrace that made `place`, with that record, or its tracer is writing there. */
function isWritten(place: string, record: TraceRecord | undefined): ReturnType<typeof isAtWork> {
  if (record === undefined) {
    const found = isAtWork(unknown(place));
    // One that was just begun elsewhere has none yet.
    return found === 'no' && !isBegun(place) ? 'perhaps' : found;
  }
  const { tracer, end } = record;
  const found = end === undefined ? isAtWork(record) : 'no';
  return found === 'no' && tracer !== undefined ? isAtWork({ ...record, ...tracer }) : found;
}

/** What can be said of the trace in `place` where there is no record. */
const unknown = (place: string): TraceRecord => ({
  command: [],
  directory: '',
  time: changed(place),
  pid: Number.parseInt(basename(place), 10),
  birth: 0,
  host: '',
  boot: '',
  namespace: '',
});

/** Undefined for one that is seen to be written, or that is empty. */
function keptIn(place: string): KeptTrace | undefined {
  const trace = `${place}/trace`;
  const stats = lstatSync(trace, { throwIfNoEntry: false });
  if (stats?.isFile() !== true || stats.size === 0) return undefined;
  const record = readRecord(place);
  const progress = isWritten(place, record);
  if (progress === 'yes') return undefined;
  return {
    place,
    trace,
    bytes: stats.size,
    written: stats.mtimeMs,
    state: progress === 'no' ? 'over' : 'unseen',
    record: record ?? unknown(place),
  };
}
