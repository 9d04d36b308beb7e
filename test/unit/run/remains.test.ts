/** What is said of a trace at the end, by what was found when its tracer ended. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type Found, hasRoom, look } from '../../../src/os/trace/file.ts';
import { remainsOf } from '../../../src/run/remains.ts';

vi.mock('../../../src/os/trace/file.ts');

const said: string[] = [];
const say = (text: string): void => void said.push(text);
const found = (what: Found): void => void vi.mocked(look).mockReturnValue(what);
const room = (is: boolean): void => void vi.mocked(hasRoom).mockReturnValue(is);
const trace: Found = { is: 'trace', bytes: 6 };

beforeEach(() => {
  said.length = 0;
  vi.mocked(hasRoom).mockClear();
  found(trace);
  room(true);
});

describe('a trace', () => {
  it('was cut or was not when its tracer ended, whatever comes later', () => {
    const [whole, cut] = [remainsOf('/s/t', false, say), remainsOf('/s/t', false, say)];
    expect(whole.settle()).toBe(6);
    whole.measure();
    room(false);
    cut.measure();
    room(true);
    expect([whole.isThere(), cut.isThere()]).toEqual([true, true]);
    expect(said).toEqual([expect.stringContaining('cannot complete the trace')]);
    expect(hasRoom).toHaveBeenCalledTimes(2);
  });

  it('of an earlier run is not cut by a disk that is full now', () => {
    room(false);
    expect(remainsOf('/s/t', true, say).isThere()).toBe(true);
    expect(said).toEqual([]);
  });

  it('is missed where it was there', () => {
    const remains = remainsOf('/s/t', false, say);
    remains.settle();
    found({ is: 'nothing' });
    expect(remains.isThere()).toBe(false);
    expect(said).toEqual([expect.stringContaining('somebody has removed /s/t')]);
  });

  it('is not missed where it never was', () => {
    found({ is: 'nothing' });
    const remains = remainsOf('/s/t', false, say);
    expect(remains.settle()).toBe(0);
    expect(remains.isThere()).toBe(true);
    expect(said).toEqual([]);
  });

  it('that cannot be reached is no trace, and why is said', () => {
    found({ is: 'unreachable', reason: 'permission denied' });
    const remains = remainsOf('/s/t', false, say);
    expect(remains.settle()).toBe(0);
    expect(remains.isThere()).toBe(false);
    expect(said).toEqual([expect.stringContaining('cannot reach the trace in /s/t: permission')]);
  });
});
