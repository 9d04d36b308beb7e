/** This run's trace: its record, and the older traces that are removed for it. */
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { settle } from '../../../src/cli/settings.ts';
import type { Pid } from '../../../src/core/types.ts';
import { hasOthers } from '../../../src/os/trace/kept.ts';
import { markRead, readAt } from '../../../src/os/trace/reading.ts';
import { readRecord, writeRecord } from '../../../src/os/trace/record.ts';
import { ourselves } from '../../../src/os/trace/writer.ts';
import { type Keeping, keepingOf } from '../../../src/run/keeping.ts';
import { readingOf } from '../../../src/run/reading.ts';
import { succeeds } from '../../harness/command.ts';

let state: string;
let place: string;
beforeEach(() => {
  vi.useFakeTimers();
  state = mkdtempSync(join(tmpdir(), 'vimtrace-keeping-'));
  vi.stubEnv('XDG_STATE_HOME', state);
  mkdirSync(join(state, 'vimtrace'));
  place = made('4194305-aaaaaa');
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.useRealTimers();
  rmSync(state, { recursive: true });
});

/** Make a trace of six bytes in a spool `name`. */
function made(name: string): string {
  const directory = join(state, 'vimtrace', name);
  mkdirSync(directory);
  writeFileSync(join(directory, 'trace'), 'execve');
  return directory;
}

/** Make a trace that was kept before; `written` is the time of its last write, in seconds. */
function keptBefore(name: string, written: number): void {
  const before = made(name);
  const run = { command: ['strace'], directory: '/', time: 1 };
  writeRecord(before, { ...run, ...ourselves(), end: 'killed', isAnnounced: true });
  utimesSync(join(before, 'trace'), written, written);
}

const keeping = (limits?: string, tracer?: number): Keeping =>
  keepingOf(place, {
    command: 'strace',
    args: ['ls'],
    say: () => undefined,
    settings: settle({}, { VIMTRACE_KEEP: limits }),
    tracer: tracer as Pid | undefined,
  });
const end = (): unknown => readRecord(place)?.end;
const names = (): readonly string[] => readdirSync(join(state, 'vimtrace')).sort();

describe('the record of a run', () => {
  it('is written after the start without an ending, and gets its ending later', () => {
    const { keep } = keeping();
    expect(existsSync(join(place, 'record.json'))).toBe(false);
    vi.runAllTimers();
    expect(end()).toBe(undefined);
    keep('exited with 0');
    expect(end()).toBe('exited with 0');
  });

  it('keeps an end that came before the record was due', () => {
    keeping().keep('exited with 0');
    vi.runAllTimers();
    expect(end()).toBe('exited with 0');
  });

  it('names the tracer while the tracer runs', async () => {
    const child = execa('cat');
    const { keep } = keeping(undefined, child.pid);
    vi.runAllTimers();
    expect(readRecord(place)?.tracer).toEqual({ pid: child.pid, birth: expect.any(Number) });
    child.stdin.end();
    await once(child, 'exit');
    keep('exited with 0');
    expect(readRecord(place)).not.toHaveProperty('tracer');
  });

  it('is written even if the trace has been removed', () => {
    rmSync(join(place, 'trace'));
    keeping().keep('exited with 0');
    expect(end()).toBe('exited with 0');
  });
});

describe('room in the state directory', () => {
  const now = Date.now() / 1000;
  it.each([
    ['a trace that began long before the others', '2', 2, ['1-bbbbbb', '4194305-aaaaaa']],
    ['a trace that leaves no room for the others', '9,6', 2, ['4194305-aaaaaa']],
    ['a trace with the time of another trace', '1', now, ['4194305-aaaaaa']],
  ])('is made for %s', (_which, limits, written, left) => {
    const { keep } = keeping(limits);
    vi.setSystemTime(now * 1000);
    keptBefore('1-bbbbbb', written);
    keptBefore('2-cccccc', 1);
    utimesSync(join(place, 'trace'), 0, 0);
    expect(keep('exited with 0')).toBe('kept');
    expect(names()).toEqual(left);
  });

  it('is for no trace if no trace may be kept', () => {
    const { keep } = keeping('0');
    keptBefore('1-bbbbbb', now);
    expect(keep('exited with 0')).toBe('forgotten');
    expect(names()).toEqual([]);
  });
});

describe('a trace that was read', () => {
  /** Make a trace that was read `days` ago. */
  function readBefore(name: string, days: number): void {
    keptBefore(name, 1);
    const directory = join(state, 'vimtrace', name);
    markRead(directory);
    const read = Date.now() / 1000 - days * 24 * 3600;
    utimesSync(join(directory, 'record-read'), read, read);
  }
  const shelve = (limits?: string): void => keeping(limits).shelve('exited with 0');

  it('stays, with its record and its mark', () => {
    shelve();
    expect(end()).toBe('exited with 0');
    expect(readAt(place)).toEqual(expect.any(Number));
    expect(statSync(join(place, 'trace')).mode & 0o777).toBe(0o600);
  });

  it('leaves no room for those that were read before it, and takes none from unread ones', () => {
    for (const at of [1, 2, 3]) keptBefore(`${at}-bbbbbb`, at);
    readBefore('4-cccccc', 0);
    readBefore('5-cccccc', 0);
    shelve('2/3');
    expect(names().filter((name) => !/^\d-c/.test(name))).toEqual([
      '1-bbbbbb',
      '2-bbbbbb',
      '3-bbbbbb',
      '4194305-aaaaaa',
    ]);
    expect(names().length).toBe(5);
  });

  it('leaves with its age', () => {
    readBefore('1-bbbbbb', 6.9);
    readBefore('2-cccccc', 7.1);
    shelve();
    expect(names()).toEqual(['1-bbbbbb', '4194305-aaaaaa']);
  });

  it('makes no room for itself among the unread ones, which go by their own limits', () => {
    for (const at of [1, 2]) keptBefore(`${at}-bbbbbb`, at);
    readBefore('3-cccccc', 0);
    shelve('1/1');
    expect(names()).toEqual(['2-bbbbbb', '4194305-aaaaaa']);
  });

  it.each([['0'], ['0/20'], ['10,5']])('goes if the limits %s leave no room', (limits) => {
    readBefore('1-bbbbbb', 0);
    shelve(limits);
    // Six bytes each.
    expect(names()).toEqual([]);
  });

  it('stays while another vimtrace shows it, and goes at the end of a later run', () => {
    readBefore('1-bbbbbb', 9);
    const reader = join(state, 'vimtrace/1-bbbbbb/record-reader-1');
    writeFileSync(reader, JSON.stringify({ ...ourselves(), time: Date.now() }));
    shelve();
    expect(names()).toEqual(['1-bbbbbb', '4194305-aaaaaa']);
    writeFileSync(reader, JSON.stringify({ ...ourselves(), birth: 1, time: Date.now() }));
    shelve();
    expect(names()).toEqual(['4194305-aaaaaa']);
  });

  it('goes if it cannot be marked as read: it would be announced as unread', () => {
    mkdirSync(join(place, 'record-read'));
    shelve();
    expect(names()).toEqual([]);
  });

  it('goes where --last would not find it', () => {
    vi.stubEnv('XDG_STATE_HOME', '/nowhere');
    shelve();
    expect(names()).toEqual([]);
  });

  it('costs a start no look at its record, and is never announced', () => {
    readBefore('1-bbbbbb', 0);
    succeeds('mkfifo', [join(state, 'vimtrace/1-bbbbbb/record-announced')]);
    expect(hasOthers(join(state, 'vimtrace'), place)).toBe(false);
    keptBefore('2-bbbbbb', 1);
    expect(hasOthers(join(state, 'vimtrace'), place)).toBe(true);
  });

  it('counts as read when an earlier run’s trace is opened and quit', () => {
    keptBefore('1-bbbbbb', 1);
    const opened = join(state, 'vimtrace/1-bbbbbb');
    const settings = settle({}, {});
    const live = readingOf({ place: opened, state: 'running' }, { settings });
    live.finish();
    expect(readAt(opened)).toBe(undefined);
    live.leave();
    const reading = readingOf({ place: opened, state: 'over' }, { settings });
    expect(readdirSync(opened)).toContain(`record-reader-${process.pid}`);
    reading.finish();
    reading.leave();
    expect(readdirSync(opened).sort()).toEqual(['record-read', 'record.json', 'trace']);
    readingOf(
      { place: opened, state: 'over' },
      { settings: settle({}, { VIMTRACE_KEEP: '0' }) },
    ).finish();
    expect(existsSync(opened)).toBe(false);
  });
});

describe('a trace that a killed vimtrace left behind', () => {
  /** Make a trace of a vimtrace that has ended, open to everybody; `written` is its last write in seconds. */
  function leftBehind(name: string, written: number): void {
    const trace = join(made(name), 'trace');
    chmodSync(trace, 0o666);
    utimesSync(trace, written, written);
    utimesSync(join(trace, '..'), 0, 0);
  }
  const modeOf = (name: string): number =>
    statSync(join(state, 'vimtrace', name, 'trace')).mode & 0o777;

  it('is made private, and counts for the limits, from the next start on', () => {
    for (const at of [1, 2, 3]) leftBehind(`419430${at}-bbbbbb`, at);
    keeping('2');
    expect(names()).toEqual(['4194302-bbbbbb', '4194303-bbbbbb', '4194305-aaaaaa']);
    expect(names().slice(0, 2).map(modeOf)).toEqual([0o600, 0o600]);
  });

  it('counts among the kept traces by its age', () => {
    keptBefore('1-bbbbbb', 2);
    leftBehind('4194302-cccccc', 1);
    keeping('1');
    expect(names()).toEqual(['1-bbbbbb', '4194305-aaaaaa']);
  });

  it('is needed before the start removes any kept trace', () => {
    for (const at of [1, 2]) keptBefore(`${at}-bbbbbb`, at);
    keeping('1');
    expect(names().length).toBe(3);
  });
});
