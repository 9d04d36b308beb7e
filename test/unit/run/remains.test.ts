/** What vimtrace reports about a trace at its end, from what it found when the tracer ended. */
import fs, { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { remainsOf } from '../../../src/run/remains.ts';

const said: string[] = [];
const say = (text: string): void => void said.push(text);
let directory: string;
let path: string;

const { mkdtempSync: make } = fs;
/** Whether the disk has room from now on: a full disk refuses the directory that hasRoom tries to make. */
function room(is: boolean): void {
  vi.mocked(fs.mkdtempSync).mockImplementation((prefix) => {
    if (is) return make(prefix);
    throw Object.assign(new Error('ENOSPC'), { errno: -constants.errno.ENOSPC });
  });
}

beforeEach(() => {
  said.length = 0;
  directory = make(join(tmpdir(), 'vimtrace-remains-'));
  path = join(directory, 'trace');
  writeFileSync(path, 'execve');
  vi.spyOn(fs, 'mkdtempSync');
  syncBuiltinESMExports();
  room(true);
});
afterEach(() => {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
  rmSync(directory, { recursive: true });
});

describe('a trace', () => {
  it('counts as truncated or whole by the state of the disk when its tracer ended', () => {
    const [whole, cut] = [remainsOf(path, false, say), remainsOf(path, false, say)];
    expect(whole.settle()).toBe(6);
    whole.measure();
    room(false);
    cut.measure();
    room(true);
    expect([whole.isThere(), cut.isThere()]).toEqual([true, true]);
    expect(said).toEqual([expect.stringContaining('cannot complete the trace')]);
    expect(fs.mkdtempSync).toHaveBeenCalledTimes(2);
  });

  it('of an earlier run does not count as truncated if the disk is full now', () => {
    room(false);
    expect(remainsOf(path, true, say).isThere()).toBe(true);
    expect(said).toEqual([]);
  });

  it('is reported as removed if it was there before', () => {
    const remains = remainsOf(path, false, say);
    remains.settle();
    rmSync(path);
    expect(remains.isThere()).toBe(false);
    expect(said).toEqual([expect.stringContaining(`somebody has removed ${path}`)]);
  });

  it('is not reported as removed if it was never there', () => {
    rmSync(path);
    const remains = remainsOf(path, false, say);
    expect(remains.settle()).toBe(0);
    expect(remains.isThere()).toBe(true);
    expect(said).toEqual([]);
  });

  it('that cannot be reached counts as no trace, and the reason is reported', () => {
    rmSync(path);
    symlinkSync('trace', path);
    const remains = remainsOf(path, false, say);
    expect(remains.settle()).toBe(0);
    expect(remains.isThere()).toBe(false);
    expect(said).toEqual([
      expect.stringContaining(`cannot reach the trace in ${path}: too many symbolic links`),
    ]);
  });
});
