/** A trace with a file for each process, on the disk. */
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isDirectory, look } from '../../../../src/os/trace/file.ts';
import { tracesIn } from '../../../../src/os/trace/kept.ts';
import { extentOf, partsIn, partsWith } from '../../../../src/os/trace/parts.ts';
import { closeToOthers } from '../../../../src/os/trace/private.ts';
import { sweep } from '../../../../src/os/trace/upkeep.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'vimtrace-parts-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

function write(files: Readonly<Record<string, string>>, at = directory): void {
  mkdirSync(at, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(at, name), text);
}

const names = (parts: ReturnType<typeof partsIn>): readonly string[] =>
  parts.map(({ path }) => path.slice(directory.length + 1));

describe('the files of the processes', () => {
  it('end with a pid, and come in the order of the pids', () => {
    write({ 'x.10': 'a', 'x.9': 'b', 'y.z.100': 'c', 'x.0': '', 'x.01': '', x: '', 'x.txt': '' });
    mkdirSync(join(directory, 'x.7'));
    symlinkSync('x.9', join(directory, 'x.8'));
    expect(names(partsIn(directory))).toEqual(['x.9', 'x.10', 'y.z.100']);
    expect(names(partsWith(join(directory, 'x')))).toEqual(['x.9', 'x.10']);
    expect(names(partsWith(join(directory, 'y.z')))).toEqual(['y.z.100']);
    expect(partsWith(`${directory}/`)).toEqual([]);
  });

  it('are read in blocks, and have no text if they cannot be read', () => {
    const text = 'brk(NULL) = 0x1\n'.repeat(10_000);
    write({ 'x.1': text, 'x.2': '' });
    const [one, two] = partsIn(directory);
    expect([...(one?.blocks() ?? [])].join('')).toBe(text);
    expect([...(two?.blocks() ?? [])]).toEqual([]);
    rmSync(join(directory, 'x.1'));
    expect([...(one?.blocks() ?? [])]).toEqual([]);
  });
});

describe('a trace that is a directory', () => {
  it('has the size and the age of its files', () => {
    write({ 'trace.1': 'abc', 'trace.2': 'defgh' });
    utimesSync(join(directory, 'trace.1'), 4e9, 4e9);
    expect(extentOf(directory)).toEqual({ bytes: 8, largest: 5, written: 4e12 });
    expect(look(directory)).toEqual({ is: 'trace', bytes: 8, largest: 5 });
    expect([isDirectory(directory), isDirectory(join(directory, 'trace.1'))]).toEqual([
      true,
      false,
    ]);
  });

  it('is none without text', () => {
    write({ 'trace.1': '' });
    expect(look(directory)).toEqual({ is: 'nothing' });
  });

  it('is listed once, with the size of all files', () => {
    write({ 'trace.1': 'abc', 'trace.2': 'defgh' }, join(directory, '4194305-aaaaaa/trace'));
    utimesSync(join(directory, '4194305-aaaaaa'), 0, 0);
    expect(tracesIn(directory)).toMatchObject([
      { trace: join(directory, '4194305-aaaaaa/trace'), bytes: 8, state: 'over' },
    ]);
  });

  it('is private with all its files, whatever the umask was', () => {
    write({ 'trace.1': 'abc' });
    chmodSync(join(directory, 'trace.1'), 0o444);
    chmodSync(directory, 0o755);
    closeToOthers(directory);
    const mode = (path: string): number => statSync(path).mode & 0o777;
    expect([mode(directory), mode(join(directory, 'trace.1'))]).toEqual([0o700, 0o600]);
  });

  it('is swept if all its files are empty, and stays with any other', () => {
    write({ 'trace.1': '' }, join(directory, '4194305-aaaaaa/trace'));
    write({ 'trace.1': 'abc' }, join(directory, '4194305-bbbbbb/trace'));
    write({ other: 'abc' }, join(directory, '4194305-cccccc/trace'));
    for (const name of readdirSync(directory)) utimesSync(join(directory, name), 0, 0);
    sweep(directory);
    expect(readdirSync(directory).sort()).toEqual(['4194305-bbbbbb', '4194305-cccccc']);
  });
});
