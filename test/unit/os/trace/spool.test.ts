/** userFile: whether vimtrace makes the user's file before the tracer starts. */
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { userFile } from '../../../../src/os/trace/spool.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'vimtrace-spool-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

it('userFile makes an empty file', () => {
  const file = join(directory, 'trace');
  userFile(file).make();
  expect(readFileSync(file, 'utf8')).toBe('');
  writeFileSync(file, 'of another run');
  userFile(file).make();
  expect(readFileSync(file, 'utf8')).toBe('');
});

it('userFile leaves the file to the tracer in a sticky directory, where root may not write to it', () => {
  chmodSync(directory, 0o1777);
  const file = join(directory, 'trace');
  userFile(file).make();
  expect(existsSync(file)).toBe(false);
  writeFileSync(file, 'of another run');
  userFile(file).make();
  expect(readFileSync(file, 'utf8')).toBe('');
});
