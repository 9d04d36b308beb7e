/** Kept traces, as their directory has them. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type KeptTrace, keptTraces, renew, surplus, writeRecord } from '../../../src/os/kept.ts';
import { stat } from '../../../src/os/proc.ts';
import { claim } from '../../../src/os/state.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'vimtrace-kept-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const record = {
  command: ['strace'],
  directory: '/',
  time: 1,
  pid: 1,
  birth: 1,
  end: 'exited with 0',
};

/** A trace in a directory `name`. */
function made(name: string): string {
  const place = join(directory, name);
  mkdirSync(place);
  writeFileSync(join(place, 'trace'), 'execve');
  return place;
}

describe('keptTraces', () => {
  it('are those with a record of their end, the one last written to first, whenever it began', () => {
    for (const time of [1, 3, 2]) {
      const place = made(`${time}-x`);
      writeRecord(place, { ...record, time });
      utimesSync(join(place, 'trace'), 10 - time, 10 - time);
    }
    expect(keptTraces(directory).map((each) => each.record.time)).toEqual([1, 2, 3]);
    expect(keptTraces(directory)[0]).toMatchObject({ bytes: 6, trace: `${directory}/1-x/trace` });
    renew(`${directory}/3-x`);
    expect(keptTraces(directory).map((each) => each.record.time)).toEqual([3, 1, 2]);
  });

  it('are none where there is no directory, and not what else is in it', () => {
    mkdirSync(join(directory, '7-empty'));
    made('other');
    writeFileSync(join(directory, '8-file'), '');
    expect(keptTraces(directory)).toEqual([]);
    expect(keptTraces(join(directory, 'none'))).toEqual([]);
  });

  it('include one that came to a sudden end, and none of a process that is at work', () => {
    const { end: _, ...open } = record;
    const birth = stat('self')?.birth ?? 0;
    writeRecord(made(`${process.pid}-now`), { ...open, pid: process.pid, birth });
    expect(keptTraces(directory)).toEqual([]);
    writeRecord(made(`${process.pid}-other`), { ...open, pid: process.pid, birth: birth - 1 });
    expect(keptTraces(directory).map(({ place }) => place)).toEqual([
      `${directory}/${process.pid}-other`,
    ]);
  });

  it.each([
    ['none', undefined],
    ['no JSON', '{'],
    ['another kind of thing', '[]'],
    ['null', 'null'],
    ['wrong types', '{"command":[1],"directory":"","time":0,"pid":1,"birth":1}'],
  ])('have an unknown command where the record is %s', (_how, text) => {
    const place = made('999999999-x');
    if (text !== undefined) writeFileSync(join(place, 'record.json'), text);
    expect(keptTraces(directory).map((each) => each.record.command)).toEqual([[]]);
  });
});

describe('surplus', () => {
  const of = (...sizes: readonly number[]): readonly KeptTrace[] =>
    sizes.map((bytes, at) => ({ place: String(at), trace: '', bytes, written: 0, record }));
  it.each([
    [{ count: 2, bytes: 100 }, [1, 1, 1], ['2']],
    [{ count: 9, bytes: 10 }, [4, 4, 4, 1], ['2', '3']],
    [{ count: 9, bytes: 10 }, [40, 4], ['1']],
    [{ count: 0, bytes: 10 }, [1], ['0']],
    [{ count: 9, bytes: 10 }, [], []],
  ])('over %j of %j', (most, sizes, expected) => {
    expect(surplus(of(...sizes), most).map(({ place }) => place)).toEqual(expected);
  });
});

describe('claim', () => {
  it('makes what is missing, and throws where nothing can be made', () => {
    claim(join(directory, 'a/b/c'));
    expect(() => claim('/proc/none/vimtrace')).toThrow('ENOENT');
  });
  it('refuses a symbolic link and a file', () => {
    symlinkSync(directory, join(directory, 'link'));
    writeFileSync(join(directory, 'file'), '');
    expect(() => claim(join(directory, 'link'))).toThrow('not a directory');
    expect(() => claim(join(directory, 'file'))).toThrow('not a directory');
  });
});
