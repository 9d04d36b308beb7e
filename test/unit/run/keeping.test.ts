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
import { readRecord, writeRecord } from '../../../src/os/trace/record.ts';
import { ourselves } from '../../../src/os/trace/writer.ts';
import { type Keeping, keepingOf } from '../../../src/run/keeping.ts';

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
