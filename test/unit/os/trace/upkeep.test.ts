/** sweep: removes the places of runs that ended before they wrote a trace, and nothing else. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Pid } from '../../../../src/core/types.ts';
import { known } from '../../../../src/os/process/proc.ts';
import { sweep } from '../../../../src/os/trace/upkeep.ts';
import { ourselves } from '../../../../src/os/trace/writer.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'vimtrace-upkeep-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const record = {
  command: ['strace'],
  directory: '/',
  time: 1,
  ...ourselves(),
  end: 'exited with 0',
};

describe('sweep', () => {
  /** Make an old directory `name` with `files`. */
  function old(name: string, files: Readonly<Record<string, string>>): void {
    const place = join(directory, name);
    mkdirSync(place);
    for (const [file, text] of Object.entries(files)) writeFileSync(join(place, file), text);
    utimesSync(place, 0, 0);
  }
  const text = JSON.stringify(record);

  it('removes old spools that have ended and have no trace', () => {
    old('4194305-aaaaaa', {});
    old('4194305-bbbbbb', { trace: '', 'record.json': text });
    old('4194305-cccccc', { 'record.json': text, 'record-7': text.slice(0, 9) });
    sweep(directory);
    expect(readdirSync(directory)).toEqual([]);
  });

  it('leaves all other files', () => {
    old('4194305-aaaaaa', { trace: 'execve', 'record.json': text });
    old('4194305-bbbbbb', { trace: '', 'trace.7': 'execve' });
    old('1-cccccc', {});
    // Process 1 began before the directory was made, so it may be its owner.
    const time = Date.now() / 1000 - 61;
    utimesSync(join(directory, '1-cccccc'), time, time);
    const { end: _, ...open } = { ...record, host: 'there', boot: 'another' };
    old('4194305-eeeeee', { trace: '', 'record.json': JSON.stringify(open) });
    const traced = { ...record, tracer: known(process.pid as Pid) };
    old('4194305-ffffff', { 'record.json': JSON.stringify(traced) });
    old('4194305-other', {});
    mkdirSync(join(directory, '4194305-dddddd'));
    const all = readdirSync(directory);
    sweep(directory);
    expect(readdirSync(directory)).toEqual(all);
  });
});
