/** Lists the traces in the state directory, each in its place with a record beside it. */
import { lstatSync, readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { extentOf } from './parts.ts';
import { isPlaceName, type Progress, placesIn, progressOf, unknownRun } from './place.ts';
import { readAt } from './reading.ts';
import { readRecord, type TraceRecord } from './record.ts';

export type ListedTrace = {
  /** The directory of the trace and its record. */
  readonly place: string;
  /** The file of the trace; or its directory, with a file for each process. */
  readonly trace: string;
  readonly bytes: number;
  /**
   * The time that orders the traces (ms since the epoch): the last time somebody wrote to the trace or kept it, or
   * the start of a run that is not over. In the future if the clock was set back since.
   */
  readonly written: number;
  readonly state: Progress;
  /** When the user last read the trace (ms since the epoch); undefined if nobody has read it. */
  readonly read: number | undefined;
  readonly record: TraceRecord;
};

/** All traces in `directory`, the newest first; the number of a trace, as in @1, is its position here. */
export const tracesIn = (directory: string): readonly ListedTrace[] => listed(placesIn(directory));

/** Those that nobody writes or shows any more. */
export const keptTraces = (directory: string): readonly ListedTrace[] =>
  tracesIn(directory).filter(isOver);

/** Those of them that nobody has read. Traces that were read cost a start no more than a look for their mark. */
export const unreadTraces = (directory: string): readonly ListedTrace[] =>
  listed(placesIn(directory).filter((place) => readAt(place) === undefined)).filter(isOver);

const isOver = ({ state }: ListedTrace): boolean => state === 'over';

const listed = (places: readonly string[]): readonly ListedTrace[] =>
  places.flatMap((place) => traceIn(place) ?? []).sort((a, b) => b.written - a.written);

/** Whether `directory` has anything but `place` and traces that were read. Most starts need not look further. */
export const hasOthers = (directory: string, place: string): boolean =>
  readdirSync(directory).some(
    (name) =>
      name !== basename(place) &&
      !(isPlaceName(name) && readAt(`${directory}/${name}`) !== undefined),
  );

/** The last time somebody wrote to a trace in `directory` other than that in `ours` (ms since the epoch); 0 if never. */
export const newestIn = (directory: string, ours: string): number =>
  Math.max(
    0,
    ...placesIn(directory)
      .filter((place) => place !== ours)
      .map((place) => extentOf(`${place}/trace`, lstatSync)?.written ?? 0),
  );

/** The trace in `place`; undefined if the run has written none, and is not running here. */
function traceIn(place: string): ListedTrace | undefined {
  const trace = `${place}/trace`;
  const extent = extentOf(trace, lstatSync);
  const isOther = extent === undefined && lstatSync(trace, { throwIfNoEntry: false }) !== undefined;
  if (isOther) return undefined;
  const bytes = extent?.bytes ?? 0;
  const own = readRecord(place);
  const state = progressOf(place, own);
  const isLive = state === 'running' || state === 'shown';
  if (bytes === 0 && !isLive) return undefined;
  const record = own ?? unknownRun(place);
  return {
    place,
    trace,
    bytes,
    written: isLive ? record.time : (extent?.written ?? 0),
    state,
    read: readAt(place),
    record,
  };
}
