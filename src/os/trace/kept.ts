/** Lists the kept traces: those that nobody has read to the end, each in its place with a record beside it. */
import { lstatSync, readdirSync } from 'node:fs';
import { isWritten, placesIn, unknownRun } from './place.ts';
import { readRecord, type TraceRecord } from './record.ts';

export type KeptTrace = {
  /** The directory of the trace and its record. */
  readonly place: string;
  /** The file of the trace. */
  readonly trace: string;
  readonly bytes: number;
  /** The last time somebody wrote to the trace (ms since the epoch). */
  readonly written: number;
  /** `over`: nobody writes the trace any more. `unseen`: somebody on another host or in another pid namespace may. */
  readonly state: 'over' | 'unseen';
  readonly record: TraceRecord;
};

/** The traces in `directory` that nobody writes any more; the one last written to comes first. */
export const keptTraces = (directory: string): readonly KeptTrace[] =>
  tracesIn(directory).filter(({ state }) => state === 'over');

/** The same, and those in the state `unseen`. */
export function tracesIn(directory: string): readonly KeptTrace[] {
  return placesIn(directory)
    .flatMap((place) => keptIn(place) ?? [])
    .sort((a, b) => b.written - a.written);
}

/** Whether `directory` has more than one entry. Most starts find only their own, and need not look further. */
export const hasOthers = (directory: string): boolean => readdirSync(directory).length > 1;

/** The trace in `place`; undefined if the trace is empty, or a process that we can see writes to it. */
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
    record: record ?? unknownRun(place),
  };
}
