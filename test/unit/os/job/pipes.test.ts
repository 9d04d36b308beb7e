/** Lines from a pipe, for as long as anybody may write one or we want to read. */
import { closeSync, constants, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execaSync } from 'execa';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readLines } from '../../../../src/os/job/pipes.ts';

let place: string;
let reader: number;
let writer: number;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'vimtrace-pipes-'));
  const pipe = join(place, 'pipe');
  execaSync('mkfifo', [pipe]);
  // The reader alone would wait for a writer, so it is opened as one that does not wait.
  const both = openSync(pipe, constants.O_RDWR);
  reader = openSync(pipe, constants.O_RDONLY);
  writer = openSync(pipe, constants.O_WRONLY);
  closeSync(both);
});
afterEach(() => {
  closeSync(reader);
  rmSync(place, { recursive: true });
});

it('takes whole lines, also those written in parts, until no writer is left', async () => {
  const lines: string[] = [];
  await new Promise<void>((over) => {
    readLines(
      reader,
      (line) => {
        lines.push(line);
        if (line === 'one') writeSync(writer, 'o\nthree\nfo');
        if (line === 'three') closeSync(writer);
      },
      over,
    );
    writeSync(writer, 'one\ntw');
  });
  expect(lines).toEqual(['one', 'two', 'three']);
});

it('stops reading where it is told to, though a writer is left that says nothing', async () => {
  const lines: string[] = [];
  await new Promise<void>((over) => {
    const stop = readLines(reader, (line) => lines.push(line), over);
    stop();
  });
  expect(lines).toEqual([]);
  closeSync(writer);
});
