/** hasRoom: tries for room on the disk, and leaves no file behind. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hasRoom } from '../../../../src/os/trace/room.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'vimtrace-room-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

describe('hasRoom', () => {
  it('changes no file, whatever the file’s name', () => {
    const strangers = join(directory, `.vimtrace-${process.pid}`);
    writeFileSync(strangers, 'a stranger’s');
    expect(hasRoom(directory)).toBe(true);
    expect(readFileSync(strangers, 'utf8')).toBe('a stranger’s');
    expect(readdirSync(directory)).toEqual([`.vimtrace-${process.pid}`]);
  });

  it('answers yes if the test for room is not possible', () => {
    expect(hasRoom(join(directory, 'none'))).toBe(true);
  });
});
