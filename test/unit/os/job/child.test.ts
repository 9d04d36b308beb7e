/** Children that read our words: how they are killed, and how long that may take. */
import { describe, expect, it } from 'vitest';
import { type Child, kill, startChild } from '../../../../src/os/job/child.ts';

const sleeper = (): Child => startChild(['sleep', '1000'], ['ignore', 'ignore', 'ignore']);

describe('kill', () => {
  it('returns when none of them runs', async () => {
    const children = [sleeper(), sleeper()];
    expect(children.every((child) => child.isAlive())).toBe(true);
    expect(kill(children)).toBe(true);
    expect(children.some((child) => child.isAlive())).toBe(false);
    const killed = { how: 'killed', signal: 'SIGKILL' };
    expect(await Promise.all(children.map(({ end }) => end))).toEqual([killed, killed]);
    expect(children.map(({ running }) => running())).toEqual([undefined, undefined]);
  });

  it('is done with children that have ended before', async () => {
    const child = startChild(['true'], []);
    await child.end;
    expect(kill([child])).toBe(true);
  });

  it('gives up on one that SIGKILL does not end, after it has killed the others', async () => {
    const signals: string[] = [];
    const stuck = { isAlive: () => true, signal: (name: string) => signals.push(name) };
    const other = sleeper();
    expect(kill([stuck, other], 20)).toBe(false);
    expect(signals).toEqual(['SIGKILL']);
    expect(await other.end).toEqual({ how: 'killed', signal: 'SIGKILL' });
  });
});

describe('startChild', () => {
  it('ends with 127 where it cannot be started', async () => {
    const child = startChild(['/nowhere/sh'], []);
    expect(child.isAlive()).toBe(false);
    expect(await child.end).toEqual({ how: 'exited', code: 127 });
  });
});
