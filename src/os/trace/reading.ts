/**
 * Who has read a trace, and who reads it now, as files in its place: record-read, written when the user quit a pager,
 * and record-reader-PID, which is there while a vimtrace shows the trace of an earlier run. An editor that shows the trace
 * writes record-stays: then no limit removes the trace.
 */
import { existsSync, lstatSync, readdirSync, rmSync } from 'node:fs';
import { makeFile } from './private.ts';
import { textOf } from './record.ts';
import { isAtWork, ourselves, writerIn } from './writer.ts';

const MARK = 'record-read';
const STAYS = 'record-stays';
const READER = 'record-reader-';

/** When the trace in `place` was last read (ms since the epoch); undefined if nobody has read it. */
export const readAt = (place: string): number | undefined =>
  lstatSync(`${place}/${MARK}`, { throwIfNoEntry: false })?.mtimeMs;

/** Whether the reader has said that the trace in `place` stays (:TraceKeep, vim/autoload/vimtrace/keep.vim). */
export const stays = (place: string): boolean => existsSync(`${place}/${STAYS}`);

/** Mark the trace in `place` as read, now. Throws like unlink(2), open(2) and write(2). */
export function markRead(place: string): void {
  const mark = `${place}/${MARK}`;
  rmSync(mark, { force: true });
  makeFile(mark, '');
}

/** Tell other vimtraces that we show the trace in `place`, so that none of them removes it. Throws like open(2). */
export function beginReading(place: string): void {
  const own = `${place}/${READER}${process.pid}`;
  // An earlier vimtrace of the same pid may have been killed.
  rmSync(own, { force: true });
  makeFile(own, JSON.stringify({ ...ourselves(), time: Date.now() }));
}

/** Take back what `beginReading` told. Throws like unlink(2). */
export const endReading = (place: string): void =>
  rmSync(`${place}/${READER}${process.pid}`, { force: true });

/** Whether another vimtrace shows the trace in `place`, or may do so on another host. Throws like readdir(2). */
export const isBeingRead = (place: string): boolean =>
  readdirSync(place).some(
    (name) =>
      name.startsWith(READER) &&
      name !== `${READER}${process.pid}` &&
      isReading(`${place}/${name}`),
  );

function isReading(file: string): boolean {
  try {
    const value: unknown = JSON.parse(textOf(file));
    const { time } = value as { readonly time?: unknown };
    const reader = writerIn(value);
    if (reader === undefined || typeof time !== 'number') return false;
    return isAtWork({ ...reader, time }) !== 'no';
  } catch {
    // The reader has ended meanwhile, or somebody else made the file.
    return false;
  }
}
