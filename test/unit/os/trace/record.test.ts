/** The record beside a trace: written whole or not at all, and checked when read. */
import fs, {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  isFirstToAnnounce,
  isRecord,
  readRecord,
  writeRecord,
  writeTitle,
} from '../../../../src/os/trace/record.ts';
import { succeeds } from '../../../harness/command.ts';

let place: string;
let file: string;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'vimtrace-record-'));
  file = join(place, 'record.json');
});
afterEach(() => rmSync(place, { recursive: true }));

const run = { command: ['strace'], directory: '/', time: 1, pid: 1, birth: 1 };
const record = { ...run, host: 'here', boot: 'b-1', namespace: 'pid:[1]' };
const ended = { ...record, end: 'exited with 0' };

describe('writeRecord', () => {
  it('writes a private file that readRecord reads', () => {
    writeRecord(place, ended);
    expect(readRecord(place)).toEqual(ended);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(place)).toEqual(['record.json']);
  });

  it('does not change a record that a reader has opened', () => {
    writeRecord(place, record);
    const before = readFileSync(file, 'utf8');
    const reader = openSync(file, 'r');
    writeRecord(place, ended);
    expect(readFileSync(reader, 'utf8')).toBe(before);
    closeSync(reader);
  });

  it('follows no symbolic link', () => {
    const victim = join(place, 'victim');
    writeFileSync(victim, 'as it was');
    symlinkSync(victim, file);
    symlinkSync(victim, join(place, `record-${process.pid}`));
    writeRecord(place, ended);
    expect(readFileSync(victim, 'utf8')).toBe('as it was');
    expect(readRecord(place)).toEqual(ended);
  });

  it('leaves the old record and no other file if the disk is full', () => {
    writeRecord(place, record);
    const { writeFileSync: write } = fs;
    const full = vi.spyOn(fs, 'writeFileSync').mockImplementation((path, _text, options) => {
      write(path, '{"command":', options);
      throw new Error('ENOSPC: no space left on device, write');
    });
    syncBuiltinESMExports();
    try {
      expect(() => writeRecord(place, ended)).toThrow('ENOSPC');
    } finally {
      full.mockRestore();
      syncBuiltinESMExports();
    }
    expect(readRecord(place)).toEqual(record);
    expect(readdirSync(place)).toEqual(['record.json']);
  });
});

describe('readRecord', () => {
  it.each([
    ['no file', undefined],
    ['no JSON', '{'],
    ['another kind of thing', '[]'],
    ['null', 'null'],
    ['wrong types', JSON.stringify({ ...record, command: [1] })],
    ['a time that no date has', JSON.stringify({ ...record, time: 8.64e15 + 1 })],
    ['a time that is no number', JSON.stringify({ ...record, time: 'now' })],
  ])('returns nothing for %s', (_what, text) => {
    if (text !== undefined) writeFileSync(file, text);
    expect(readRecord(place)).toBe(undefined);
  });

  it.each([
    ['a FIFO', () => succeeds('mkfifo', [file])],
    ['a directory', () => mkdirSync(file)],
    ['a symbolic link', () => symlinkSync('/dev/zero', file)],
  ])('returns nothing for %s, and does not wait', (_what, make) => {
    make();
    expect(readRecord(place)).toBe(undefined);
  });

  it('reads a record of an earlier version, which does not name a host', () => {
    writeFileSync(file, JSON.stringify(run));
    expect(readRecord(place)).toEqual({ ...run, host: '', boot: '', namespace: '' });
  });

  it('ignores a tracer that is malformed', () => {
    const tracer = { pid: 7, birth: 9 };
    writeFileSync(file, JSON.stringify({ ...record, tracer: { ...tracer, more: 1 } }));
    expect(readRecord(place)).toEqual({ ...record, tracer });
    for (const other of [null, 7, { pid: 7 }, { pid: '7', birth: 9 }]) {
      writeFileSync(file, JSON.stringify({ ...record, tracer: other }));
      expect(readRecord(place)).toEqual(record);
    }
  });

  it('reads the latest time that a Date can hold', () => {
    writeFileSync(file, JSON.stringify({ ...record, time: 8.64e15 }));
    expect(readRecord(place)?.time).toBe(8.64e15);
  });
});

it('isFirstToAnnounce is true once, and always true if it cannot write', () => {
  expect([isFirstToAnnounce(place), isFirstToAnnounce(place)]).toEqual([true, false]);
  const none = join(place, 'none');
  expect([isFirstToAnnounce(none), isFirstToAnnounce(none)]).toEqual([true, true]);
});

it('writeTitle writes one line that only the owner reads, as a file of the record, and never throws', () => {
  writeTitle(place, 'strace ls (exited with 0)');
  const title = join(place, 'record-title');
  expect(readFileSync(title, 'utf8')).toBe('strace ls (exited with 0)\n');
  expect(statSync(title).mode & 0o777).toBe(0o600);
  expect(isRecord('record-title')).toBe(true);
  expect(() => writeTitle(join(place, 'none'), 'lost')).not.toThrow();
});
