/** The trace's file and its directory, also if another process has changed or removed them. */
import {
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { look, sizeOf } from '../../../../src/os/trace/file.ts';
import { copy } from '../../../../src/os/trace/spool.ts';

let directory: string;
let file: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'vimtrace-trace-'));
  file = join(directory, 'trace');
});
afterEach(() => rmSync(directory, { recursive: true }));

describe('look', () => {
  it('tells a trace, no trace, no directory, and an unreachable one apart', () => {
    expect(look(file)).toEqual({ is: 'nothing' });
    writeFileSync(file, 'execve');
    expect(look(file)).toEqual({ is: 'trace', bytes: 6, largest: 6 });
    expect(look(join(directory, 'none/trace'))).toEqual({ is: 'removed' });
    symlinkSync('circle', join(directory, 'circle'));
    const reason = 'too many symbolic links encountered';
    expect(look(join(directory, 'circle/trace'))).toEqual({ is: 'unreachable', reason });
    expect(sizeOf(file)).toBe(6);
    expect(sizeOf(join(directory, 'circle/trace'))).toBe(0);
  });
});

describe('copy', () => {
  it('leaves no descriptor open if it fails', () => {
    writeFileSync(file, 'execve');
    const readOnly = openSync(file, 'r');
    const open = (): number => readdirSync('/proc/self/fd').length;
    const before = open();
    expect(() => copy(file, readOnly)).toThrow('EBADF');
    expect(open()).toBe(before);
    closeSync(readOnly);
  });
});
