/** The record of a run, beside its trace. */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { Known } from '../process/proc.ts';
import type { Writer } from './writer.ts';

/** What is known of a trace. */
export type TraceRecord = Writer & {
  readonly command: readonly string[];
  readonly directory: string;
  /** When it began, as milliseconds since the epoch. */
  readonly time: number;
  /** The tracer, where it was at work when this was written: it may outlive its vimtrace. */
  readonly tracer?: Known;
  /** How its vimtrace ended, in words; missing before that, and where the end was a sudden one. */
  readonly end?: string;
  readonly isAnnounced?: boolean;
};

/** What its files begin with. */
const NAME = 'record';

export const isRecord = (file: string): boolean => file.startsWith(NAME);

/**
 * Write the record of the trace in the directory `place`, all of it or, on a full disk, nothing;
 * who reads it meanwhile has the one before. Throws like write(2).
 */
export function writeRecord(place: string, record: TraceRecord): void {
  const unfinished = `${place}/${NAME}-${process.pid}`;
  // Of one that was killed in the midst of it.
  rmSync(unfinished, { force: true });
  try {
    writeFileSync(unfinished, `${JSON.stringify(record)}\n`, { mode: 0o600, flag: 'wx' });
    renameSync(unfinished, `${place}/${NAME}.json`);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}

/**
 * Whether nobody else has begun to announce the trace in the directory `place`: of several starts at the
 * same time one does. Who cannot tell, does.
 */
export function isFirstToAnnounce(place: string): boolean {
  try {
    writeFileSync(`${place}/${NAME}-announced`, '', { mode: 0o600, flag: 'wx' });
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'EEXIST';
  }
}

/** The record in the directory `place`; undefined where there is none that can be understood. */
export function readRecord(place: string): TraceRecord | undefined {
  try {
    return recordOf(JSON.parse(readFileSync(`${place}/${NAME}.json`, 'utf8')));
  } catch {
    return undefined;
  }
}

/** A record as it must be, whatever somebody has written there. */
function recordOf(value: unknown): TraceRecord | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { command, directory, time, pid, birth, tracer, host, boot, namespace, end, isAnnounced } =
    value as Partial<Record<keyof TraceRecord, unknown>>;
  if (!Array.isArray(command) || !command.every((word) => typeof word === 'string'))
    return undefined;
  if (typeof directory !== 'string' || !isTime(time)) return undefined;
  if (typeof pid !== 'number' || typeof birth !== 'number') return undefined;
  return {
    command,
    directory,
    time,
    pid,
    birth,
    host: textOf(host),
    boot: textOf(boot),
    namespace: textOf(namespace),
    ...(isKnown(tracer) && { tracer: { pid: tracer.pid, birth: tracer.birth } }),
    ...(typeof end === 'string' && { end }),
    ...(isAnnounced === true && { isAnnounced }),
  };
}

function isKnown(value: unknown): value is Known {
  if (typeof value !== 'object' || value === null) return false;
  const { pid, birth } = value as Partial<Record<keyof Known, unknown>>;
  return typeof pid === 'number' && typeof birth === 'number';
}

/** One that a Date can be of (ECMAScript, Time Values). */
const isTime = (value: unknown): value is number =>
  typeof value === 'number' && !Number.isNaN(new Date(value).getTime());

/** Earlier versions wrote none. */
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
