/** What vimtrace reports about a trace at its end, from what it found when the tracer ended. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type Found, look } from '../../../src/os/trace/file.ts';
import { hasRoom } from '../../../src/os/trace/room.ts';
import { remainsOf } from '../../../src/run/remains.ts';

vi.mock('../../../src/os/trace/file.ts');
vi.mock('../../../src/os/trace/room.ts');

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
  it('counts as truncated or whole by the state of the disk when its tracer ended', () => {
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

  it('of an earlier run does not count as truncated if the disk is full now', () => {
    room(false);
    expect(remainsOf('/s/t', true, say).isThere()).toBe(true);
    expect(said).toEqual([]);
  });

  it('is reported as removed if it was there before', () => {
    const remains = remainsOf('/s/t', false, say);
    remains.settle();
    found({ is: 'nothing' });
    expect(remains.isThere()).toBe(false);
    expect(said).toEqual([expect.stringContaining('somebody has removed /s/t')]);
  });

  it('is not reported as removed if it was never there', () => {
    found({ is: 'nothing' });
    const remains = remainsOf('/s/t', false, say);
    expect(remains.settle()).toBe(0);
    expect(remains.isThere()).toBe(true);
    expect(said).toEqual([]);
  });

  it('that cannot be reached counts as no trace, and the reason is reported', () => {
    found({ is: 'unreachable', reason: 'permission denied' });
    const remains = remainsOf('/s/t', false, say);
    expect(remains.settle()).toBe(0);
    expect(remains.isThere()).toBe(false);
    expect(said).toEqual([expect.stringContaining('cannot reach the trace in /s/t: permission')]);
  });
});
