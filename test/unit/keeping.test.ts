/** The record of our own trace, as its directory has it at the end. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { settle } from '../../src/cli/settings.ts';
import { type Keeping, keepingOf } from '../../src/keeping.ts';

let place: string;
beforeEach(() => {
  vi.useFakeTimers();
  place = mkdtempSync(join(tmpdir(), 'vimtrace-keeping-'));
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(place, { recursive: true });
});

const keeping = (): Keeping =>
  keepingOf(place, {
    command: 'strace',
    args: ['ls'],
    say: () => undefined,
    settings: settle({}, {}),
  });
const end = (): unknown => JSON.parse(readFileSync(join(place, 'record.json'), 'utf8')).end;

describe('the record', () => {
  it('comes a while after the start, and then has its end', () => {
    writeFileSync(join(place, 'trace'), 'execve');
    const { keep } = keeping();
    expect(existsSync(join(place, 'record.json'))).toBe(false);
    vi.runAllTimers();
    expect(end()).toBe(undefined);
    keep('exited with 0');
    expect(end()).toBe('exited with 0');
  });

  it('keeps an end that came first', () => {
    writeFileSync(join(place, 'trace'), 'execve');
    keeping().keep('exited with 0');
    vi.runAllTimers();
    expect(end()).toBe('exited with 0');
  });

  it('is written also where the trace is gone', () => {
    keeping().keep('exited with 0');
    expect(end()).toBe('exited with 0');
  });
});
