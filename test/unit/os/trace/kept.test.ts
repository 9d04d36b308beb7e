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
import {
  hasOthers,
  keptTraces,
  newestIn,
  tracesIn,
  unreadTraces,
} from '../../../../src/os/trace/kept.ts';
import { markRead } from '../../../../src/os/trace/reading.ts';
import { writeRecord } from '../../../../src/os/trace/record.ts';
import { renew, sweep } from '../../../../src/os/trace/upkeep.ts';
import { ourselves } from '../../../../src/os/trace/writer.ts';
import { succeeds } from '../../../harness/command.ts';

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
    renew(`${directory}/3-abcdef`, 0);
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
    // Its record was written after its tracer had ended.
    expect(tracesIn(directory).map(({ state }) => state)).toEqual(['shown']);
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
    expect(keptTraces(directory)).toEqual([]);
    expect(tracesIn(directory).map(({ state }) => state)).toEqual(['running', 'running']);
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

  it('lists a running trace by its start, before it has written anything', () => {
    const { end: _, ...open } = record;
    for (const [name, time] of [
      ['aaaaaa', 5000],
      ['bbbbbb', 7000],
    ] as const) {
      const place = join(directory, `${process.pid}-${name}`);
      mkdirSync(place);
      writeRecord(place, { ...open, time, tracer: known(process.pid as Pid) });
    }
    const ended = made('4194305-cccccc');
    writeRecord(ended, record);
    utimesSync(join(ended, 'trace'), 6, 6);
    expect(tracesIn(directory).map(({ written, bytes }) => [written, bytes])).toEqual([
      [7000, 0],
      [6000, 6],
      [5000, 0],
    ]);
  });

  it('orders traces by their keeping, even if the clock was set back between them', () => {
    const [first, second] = [made('4194305-aaaaaa'), made('4194305-bbbbbb')];
    for (const place of [first, second]) writeRecord(place, record);
    // Some of these milliseconds cannot be read back as they were written.
    const now = Date.now();
    for (let ms = 0; ms < 50; ms += 1) {
      const ahead = (now + ms) / 1000 + 3600;
      utimesSync(join(first, 'trace'), ahead, ahead);
      renew(second, newestIn(directory, second));
      expect(keptTraces(directory).map(({ place }) => place)).toEqual([second, first]);
      renew(first, newestIn(directory, first));
      expect(keptTraces(directory).map(({ place }) => place)).toEqual([first, second]);
    }
  });

  it('tells a trace that was read from the others, and unreadTraces lists the others alone', () => {
    const [read, unread] = [made('4194305-aaaaaa'), made('4194305-bbbbbb')];
    for (const place of [read, unread]) writeRecord(place, record);
    markRead(read);
    expect(keptTraces(directory).map((each) => [each.place, each.read !== undefined])).toEqual(
      expect.arrayContaining([
        [read, true],
        [unread, false],
      ]),
    );
    expect(unreadTraces(directory).map(({ place }) => place)).toEqual([unread]);
  });

  it('is not held up by files that are no files', () => {
    for (const [name, kind] of [
      ['aaaaaa', 'trace'],
      ['bbbbbb', 'record.json'],
      ['cccccc', 'record-read'],
    ] as const) {
      const place = kind === 'trace' ? join(directory, `4194305-${name}`) : made(`4194305-${name}`);
      if (kind === 'trace') mkdirSync(place);
      if (kind !== 'record.json') writeRecord(place, record);
      succeeds('mkfifo', [join(place, kind)]);
      utimesSync(place, 0, 0);
    }
    succeeds('mkfifo', [join(directory, '4194305-dddddd')]);
    const names = keptTraces(directory).map(({ place }) => place.slice(-6));
    expect(names.sort()).toEqual(['bbbbbb', 'cccccc']);
    sweep(directory);
    expect(hasOthers(directory, '')).toBe(true);
  });

  it('lists a trace without a record with an unknown command', () => {
    utimesSync(made('4194305-abcdef'), 0, 0);
    expect(keptTraces(directory).map((each) => each.record.command)).toEqual([[]]);
  });
});
