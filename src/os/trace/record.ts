/** Reads and writes the record of a run, which stands beside its trace. */
import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import type { Known } from '../process/proc.ts';
import { makeFile } from './private.ts';
import { type Writer, writerIn } from './writer.ts';

/** A run: who writes its trace, what was run, and how the run ended. */
export type TraceRecord = Writer & {
  /** The tracer and its arguments. */
  readonly command: readonly string[];
  /** The working directory of the run. */
  readonly directory: string;
  /** The time of the start (ms since the epoch). */
  readonly time: number;
  /** The tracer, if it ran when the record was written: a tracer may outlive its vimtrace. */
  readonly tracer?: Known;
  /** How vimtrace ended, in words; missing while vimtrace runs, and if it was killed. */
  readonly end?: string;
  /** Whether a later start has told the user of this trace. */
  readonly isAnnounced?: boolean;
};

/** The beginning of the names of a record's files. */
const NAME = 'record';

/** Whether `file`, a name in a place, is a file of the record. */
export const isRecord = (file: string): boolean => file.startsWith(NAME);

/**
 * Write `record` to `place`, the directory of the trace. The old record is replaced in one step, so that readers and a
 * full disk never leave half a record. Throws like write(2) and rename(2).
 */
export function writeRecord(place: string, record: TraceRecord): void {
  const unfinished = `${place}/${NAME}-${process.pid}`;
  // A vimtrace of the same pid may have been killed in the middle of this function.
  rmSync(unfinished, { force: true });
  try {
    makeFile(unfinished, `${JSON.stringify(record)}\n`);
    renameSync(unfinished, `${place}/${NAME}.json`);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}

/**
 * Write the title of the trace in `place`: one line that says what was run and how the run ended. vim names its buffer
 * for the title (vim/autoload/vimtrace/buffer.vim). Never throws: without a title vim takes the path of the trace.
 */
export function writeTitle(place: string, title: string): void {
  try {
    makeFile(`${place}/${NAME}-title`, `${title}\n`);
  } catch {
    // A full disk, a directory that is gone or read-only, or a title of the same run.
  }
}

/**
 * Whether we are the first to announce the trace in `place`: of several starts at the same time, one is.
 * True if the mark cannot be written: to announce a trace twice is better than never.
 */
export function isFirstToAnnounce(place: string): boolean {
  try {
    makeFile(`${place}/${NAME}-announced`, '');
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'EEXIST';
  }
}

/** The record in `place`; undefined if there is no valid one. Never throws. */
export function readRecord(place: string): TraceRecord | undefined {
  try {
    return recordOf(JSON.parse(textOf(`${place}/${NAME}.json`)));
  } catch {
    return undefined;
  }
}

/** More than the longest command line makes of a record (bytes). */
const LARGEST = 16 * 1024 ** 2;

/** The text of a regular file. Throws like open(2) and read(2), and if `file` is another kind of file, or too large. */
export function textOf(file: string): string {
  // Without O_NONBLOCK, the open of a FIFO waits for a writer.
  const fd = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const stats = fstatSync(fd);
    if (!stats.isFile() || stats.size > LARGEST) throw new Error('is no record');
    return readFileSync(fd, 'utf8');
  } finally {
    closeSync(fd);
  }
}

/** The record that `value` stands for; undefined if a field has the wrong type. Anybody may have written the file. */
function recordOf(value: unknown): TraceRecord | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { command, directory, time, tracer, end, isAnnounced } = value as Partial<
    Record<keyof TraceRecord, unknown>
  >;
  const writer = writerIn(value);
  if (!Array.isArray(command) || !command.every((word) => typeof word === 'string'))
    return undefined;
  if (typeof directory !== 'string' || !isTime(time)) return undefined;
  if (writer === undefined) return undefined;
  return {
    command,
    directory,
    time,
    ...writer,
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

/** Whether a Date can hold `value` (ECMAScript, Time Values). */
const isTime = (value: unknown): value is number =>
  typeof value === 'number' && !Number.isNaN(new Date(value).getTime());
