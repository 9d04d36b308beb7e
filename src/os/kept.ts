/** The traces that nobody has read yet, each in a directory of its own with a record beside it. */
import {
  chmodSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import type { Pid } from '../core/types.ts';
import { stat } from './proc.ts';

/** What is known of a trace. */
export type TraceRecord = {
  readonly command: readonly string[];
  readonly directory: string;
  /** When it began, as milliseconds since the epoch. */
  readonly time: number;
  /** The vimtrace that wrote it, and when that began, in clock ticks since the boot. */
  readonly pid: number;
  readonly birth: number;
  /** How it ended, in words; missing while it is written, and where that came to a sudden end. */
  readonly end?: string;
  readonly isAnnounced?: boolean;
};

export type KeptTrace = {
  /** The directory of the trace and its record. */
  readonly place: string;
  readonly trace: string;
  readonly bytes: number;
  /** When it was last written to, as milliseconds since the epoch. */
  readonly written: number;
  readonly record: TraceRecord;
};

/** Have the trace in the directory `place` be its owner's alone, whatever the umask was. */
export const closeToOthers = (place: string): void => chmodSync(`${place}/trace`, 0o600);

/** Have the trace in the directory `place` be the one last written to: it may have been read for hours since. */
export function renew(place: string): void {
  const now = new Date();
  utimesSync(`${place}/trace`, now, now);
}

/** Write the record of the trace in the directory `place`. */
export function writeRecord(place: string, record: TraceRecord): void {
  writeFileSync(`${place}/record.json`, `${JSON.stringify(record)}\n`, { mode: 0o600 });
}

/** The traces in `directory` that are not being written any more, the one last written to first. */
export function keptTraces(directory: string): readonly KeptTrace[] {
  return names(directory)
    .flatMap((name) => keptIn(`${directory}/${name}`, name) ?? [])
    .sort((a, b) => b.written - a.written);
}

/** Whether there is more in `directory` than one trace: the usual answer, at a glance, is no. */
export const hasOthers = (directory: string): boolean => readdirSync(directory).length > 1;

/** By then a tracer that outlives its vimtrace has begun its trace (ms). */
const BEGUN = 60_000;

/** Remove the directories in `directory` of those that were killed before there was a trace. */
export function sweep(directory: string): void {
  for (const name of names(directory)) {
    const place = `${directory}/${name}`;
    const isOld = Date.now() - statSync(place).mtimeMs > BEGUN;
    if (!isOld || isWriting(Number.parseInt(name, 10) as Pid, 0)) continue;
    try {
      rmdirSync(place);
    } catch {
      // There is something in it.
    }
  }
}

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

function names(directory: string): readonly string[] {
  try {
    const entries = readdirSync(directory, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  } catch {
    return [];
  }
}

/** Whether the vimtrace of that number is the one that began then; 0 where that is not known. */
function isWriting(pid: Pid, birth: number): boolean {
  const now = stat(pid);
  return now !== undefined && now.state !== 'Z' && (birth === 0 || birth === now.birth);
}

/** Undefined for one that is being written, that is empty, or that is none of ours. */
function keptIn(place: string, name: string): KeptTrace | undefined {
  const pid = Number(/^(\d+)-/.exec(name)?.[1] ?? Number.NaN);
  const stats = statSync(`${place}/trace`, { throwIfNoEntry: false });
  if (Number.isNaN(pid) || stats === undefined) return undefined;
  const unknown: TraceRecord = { command: [], directory: '', time: stats.mtimeMs, pid, birth: 0 };
  const record = readRecord(place) ?? unknown;
  if (record.end === undefined && isWriting(pid as Pid, record.birth)) return undefined;
  return { place, trace: `${place}/trace`, bytes: stats.size, written: stats.mtimeMs, record };
}

function readRecord(place: string): TraceRecord | undefined {
  try {
    return recordOf(JSON.parse(readFileSync(`${place}/record.json`, 'utf8')));
  } catch {
    return undefined;
  }
}

/** A record as it must be, whatever somebody has written there. */
function recordOf(value: unknown): TraceRecord | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { command, directory, time, pid, birth, end, isAnnounced } = value as Partial<
    Record<keyof TraceRecord, unknown>
  >;
  if (!Array.isArray(command) || !command.every((word) => typeof word === 'string'))
    return undefined;
  if (typeof directory !== 'string' || typeof time !== 'number') return undefined;
  if (typeof pid !== 'number' || typeof birth !== 'number') return undefined;
  return {
    command,
    directory,
    time,
    pid,
    birth,
    ...(typeof end === 'string' && { end }),
    ...(isAnnounced === true && { isAnnounced }),
  };
}
