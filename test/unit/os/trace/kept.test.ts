/** Kept traces, as read from the state directory. */
import {
  lutimesSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Pid } from '../../../../src/core/types.ts';
import { known } from '../../../../src/os/process/proc.ts';
import { keptTraces, tracesIn } from '../../../../src/os/trace/kept.ts';
import { writeRecord } from '../../../../src/os/trace/record.ts';
import { renew } from '../../../../src/os/trace/upkeep.ts';
import { ourselves } from '../../../../src/os/trace/writer.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'vimtrace-kept-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const record = {
  command: ['strace'],
  directory: '/',
  time: 1,
  ...ourselves(),
  end: 'exited with 0',
};

/** Make a trace in a spool `name`. */
function made(name: string): string {
  const place = join(directory, name);
  mkdirSync(place);
  writeFileSync(join(place, 'trace'), 'execve');
  return place;
}

describe('keptTraces', () => {
  it('lists traces whose record has an end, the last written trace first', () => {
    for (const time of [1, 3, 2]) {
      const place = made(`${time}-abcdef`);
      writeRecord(place, { ...record, time });
      utimesSync(join(place, 'trace'), 10 - time, 10 - time);
    }
    expect(keptTraces(directory).map((each) => each.record.time)).toEqual([1, 2, 3]);
    expect(keptTraces(directory)[0]).toMatchObject({
      bytes: 6,
      trace: `${directory}/1-abcdef/trace`,
    });
    renew(`${directory}/3-abcdef`);
    expect(keptTraces(directory).map((each) => each.record.time)).toEqual([3, 1, 2]);
  });

  it('lists nothing without a directory, and no other files of the directory', () => {
    expect(keptTraces(join(directory, 'none'))).toEqual([]);
    mkdirSync(join(directory, '4194305-aaaaaa'));
    writeFileSync(join(made('4194305-bbbbbb'), 'trace'), '');
    for (const name of [
      'other',
      '4194305-short',
      '4194305-toolong',
      '4194305-aaa.bb',
      '0-aaaaaa',
      'x4194305-aaaaaa',
    ])
      made(name);
    writeFileSync(join(directory, '4194305-cccccc'), '');
    symlinkSync(made('elsewhere'), join(directory, '4194305-dddddd'));
    mkdirSync(join(directory, '4194305-eeeeee'));
    symlinkSync('/etc/passwd', join(directory, '4194305-eeeeee/trace'));
    for (const name of readdirSync(directory)) lutimesSync(join(directory, name), 0, 0);
    expect(keptTraces(directory)).toEqual([]);
  });

  it('lists the trace of a killed vimtrace, but not of a running one', () => {
    const { end: _, ...open } = record;
    writeRecord(made(`${process.pid}-nownow`), open);
    expect(keptTraces(directory)).toEqual([]);
    writeRecord(made(`${process.pid}-others`), { ...open, birth: open.birth - 1 });
    expect(keptTraces(directory).map(({ place }) => place)).toEqual([
      `${directory}/${process.pid}-others`,
    ]);
  });

  it('does not list a trace while its tracer runs, however its vimtrace ended', () => {
    const tracer = known(process.pid as Pid);
    const { end: _, ...open } = { ...record, pid: 4194305, tracer };
    writeRecord(made('4194305-aaaaaa'), open);
    writeRecord(made('4194305-bbbbbb'), { ...open, end: 'ended by SIGHUP' });
    expect(tracesIn(directory)).toEqual([]);
    // The tracer's pid belongs to another process by now.
    const before = { ...tracer, birth: tracer.birth - 1 };
    writeRecord(made('4194305-cccccc'), { ...open, tracer: before });
    expect(keptTraces(directory).map(({ place }) => place)).toEqual([
      `${directory}/4194305-cccccc`,
    ]);
  });

  it('does not list a trace that another host may still write; tracesIn lists it', () => {
    const { end: _, ...open } = record;
    const there = { host: 'there', boot: 'another' };
    writeRecord(made('4194305-aaaaaa'), { ...open, ...there });
    writeRecord(made('4194305-bbbbbb'), { ...record, ...there });
    expect(keptTraces(directory).map(({ place }) => place)).toEqual([
      `${directory}/4194305-bbbbbb`,
    ]);
    expect(
      tracesIn(directory)
        .map(({ state }) => state)
        .sort(),
    ).toEqual(['over', 'unseen']);
  });

  it('does not list a trace so young that its record may still come', () => {
    made('4194305-abcdef');
    expect(keptTraces(directory)).toEqual([]);
    expect(tracesIn(directory).map(({ state }) => state)).toEqual(['unseen']);
  });

  it('lists a trace without a record with an unknown command', () => {
    utimesSync(made('4194305-abcdef'), 0, 0);
    expect(keptTraces(directory).map((each) => each.record.command)).toEqual([[]]);
  });
});
