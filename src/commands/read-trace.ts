/** Reads a trace from a file, from the files of its processes or from standard input, for those who ask what it says. */
import { closeSync, openSync, readSync } from 'node:fs';
import { reasonOf } from '../os/errno.ts';
import type { Fact, Summary } from '../trace/facts.ts';
import { Reader } from '../trace/reader.ts';
import type { Fail } from './traces.ts';
import { Whole } from './whole.ts';

/** Larger chunks are not faster, and stay longer in memory (bytes). */
export const CHUNK = 64 * 1024;

/** A path, a descriptor, or the files of the processes. */
export type Source = string | number | Whole;

/** Reads the whole of `source` and hands each fact to `see`; `fail` gets the reason. */
export function readTrace(source: Source, see: (fact: Fact) => void, fail: Fail): Summary {
  const reader = new Reader(see);
  if (source instanceof Whole) {
    source.read((line, pid) => reader.line(line, pid));
    return { ...reader.end(), isCut: source.cut !== undefined };
  }
  const buffer = Buffer.allocUnsafe(CHUNK);
  const read = (descriptor: number): number => {
    try {
      return readSync(descriptor, buffer, 0, CHUNK, null);
    } catch (error) {
      return fail(reasonOf(error));
    }
  };
  let descriptor: number;
  try {
    descriptor = typeof source === 'number' ? source : openSync(source, 'r');
  } catch (error) {
    return fail(reasonOf(error));
  }
  for (let size = read(descriptor); size > 0; size = read(descriptor))
    reader.feed(buffer.toString('latin1', 0, size));
  if (typeof source === 'string') closeSync(descriptor);
  return reader.end();
}
