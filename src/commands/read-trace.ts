/** Reads a trace from a file or from standard input, for those who ask what the trace says. */
import { closeSync, openSync, readSync } from 'node:fs';
import { reasonOf } from '../os/errno.ts';
import type { Fact, Summary } from '../trace/facts.ts';
import { Reader } from '../trace/reader.ts';
import type { Fail } from './traces.ts';

/** Larger chunks are not faster, and stay longer in memory (bytes). */
export const CHUNK = 64 * 1024;

/** Reads the whole of `source`, a path or a descriptor, and hands each fact to `see`; `fail` gets the reason. */
export function readTrace(source: string | number, see: (fact: Fact) => void, fail: Fail): Summary {
  const reader = new Reader(see);
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
