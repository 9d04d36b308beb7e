/** find: the file that a shell would run, in directories of the test's own. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Found, find } from '../../../../src/os/process/find.ts';

const root = mkdtempSync(join(tmpdir(), 'find-'));
const first = join(root, 'first');
const second = join(root, 'second');

beforeAll(() => {
  for (const directory of [first, second]) mkdirSync(directory);
  const file = (path: string, mode: number): void => {
    writeFileSync(path, '#!/bin/sh\n');
    chmodSync(path, mode);
  };
  file(join(first, 'tool'), 0o755);
  file(join(first, 'plain'), 0o644);
  file(join(first, 'both'), 0o644);
  file(join(second, 'both'), 0o755);
  mkdirSync(join(first, 'directory'));
  symlinkSync('tool', join(first, 'link'));
  symlinkSync('nowhere', join(first, 'dangling'));
});
afterAll(() => rmSync(root, { recursive: true }));

describe('find', () => {
  const rows: readonly (readonly [string, Found])[] = [
    ['tool', 'executable'],
    ['link', 'executable'],
    ['both', 'executable'],
    ['plain', 'EACCES'],
    ['directory', 'EACCES'],
    ['dangling', 'ENOENT'],
    ['nothing', 'ENOENT'],
  ];
  it.each(rows)('looks for %s in PATH: %s', (program, found) => {
    expect(find(program, `${root}/absent:${first}:${second}`)).toBe(found);
  });

  it.each(
    rows.filter(([program]) => program !== 'both'),
  )('looks at the path of %s, whatever PATH is: %s', (program, found) => {
    expect(find(join(first, program), '')).toBe(found);
    expect(find(join(first, program), second)).toBe(found);
  });

  it('searches the usual directories without PATH', () => {
    expect(find('sh', undefined)).toBe('executable');
  });

  it('takes an empty part of PATH for the working directory', () => {
    expect(find('package.json', `${first}:`)).toBe('EACCES');
    expect(find('package.json', first)).toBe('ENOENT');
  });
});
