/** A pager's stop counts when its children have stopped too, and its rest when they sleep. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { execa } from 'execa';
import { afterEach, expect, it, vi } from 'vitest';
import type { Pid } from '../../../../src/core/types.ts';
import { whenAllRest, whenAllStopped } from '../../../../src/os/job/stopping.ts';
import { childrenOf, known, stat } from '../../../../src/os/process/proc.ts';

let group: number | undefined;

const patience = { timeout: 30_000, interval: 10 };

afterEach(() => {
  if (group !== undefined) process.kill(-group, 'SIGKILL');
  group = undefined;
});

/** A process that leads its group, with one child, which sleeps. */
async function pagerWithChild(): Promise<{ readonly pager: Pid; readonly child: Pid }> {
  const subprocess = execa('sh', ['-c', 'sleep 1000 & wait'], { detached: true, reject: false });
  const pager = subprocess.pid as Pid;
  group = pager;
  const child = await vi.waitFor(() => {
    const [first] = childrenOf(pager);
    if (first === undefined) throw new Error('no child yet');
    expect(readFileSync(`/proc/${first}/comm`, 'utf8')).toBe('sleep\n');
    expect(stat(first)?.state).toBe('S');
    return first;
  }, patience);
  return { pager, child };
}

const stopped = (pid: Pid): Promise<void> =>
  vi.waitFor(() => expect(stat(pid)?.state).toBe('T'), patience);

it('waits for a child that still runs', async () => {
  const { pager, child } = await pagerWithChild();
  process.kill(pager, 'SIGSTOP');
  await stopped(pager);
  const states: (string | undefined)[] = [];
  const over = new Promise<void>((done) => {
    whenAllStopped(pager, () => {
      states.push(stat(child)?.state);
      done();
    });
  });
  expect(states).toEqual([]);
  process.kill(child, 'SIGSTOP');
  await over;
  expect(states).toEqual(['T']);
});

it('does not wait for a child that has stopped', async () => {
  const { pager, child } = await pagerWithChild();
  process.kill(-pager, 'SIGSTOP');
  await stopped(pager);
  await stopped(child);
  const then = vi.fn();
  whenAllStopped(pager, then);
  expect(then).toHaveBeenCalledOnce();
});

it('gives up on a child that ignores the signal', async () => {
  const { pager, child } = await pagerWithChild();
  await new Promise<void>((done) => whenAllStopped(pager, done, 3));
  expect(stat(child)?.state).toBe('S');
});

it('waits for the rest of a pager that computes', async () => {
  const loop = 'trap "exec sleep 1000" USR1; echo trapped; while :; do :; done';
  const subprocess = execa('sh', ['-c', loop], { detached: true, reject: false });
  const pager = subprocess.pid as Pid;
  group = pager;
  await once(subprocess.stdout, 'data');
  await vi.waitFor(() => expect(stat(pager)?.state).toBe('R'), patience);
  const states: (string | undefined)[] = [];
  const over = new Promise<void>((done) => {
    whenAllRest(known(pager), () => {
      states.push(stat(pager)?.state);
      done();
    });
  });
  expect(states).toEqual([]);
  process.kill(pager, 'SIGUSR1');
  await over;
  expect(states).toEqual(['S']);
});

it('waits for the rest of a child that is stopped', async () => {
  const { pager, child } = await pagerWithChild();
  process.kill(child, 'SIGSTOP');
  await stopped(child);
  const states: (string | undefined)[] = [];
  const over = new Promise<void>((done) => {
    whenAllRest(known(pager), () => {
      states.push(stat(child)?.state);
      done();
    });
  });
  expect(states).toEqual([]);
  process.kill(child, 'SIGCONT');
  await over;
  expect(states).toEqual(['S']);
});

it('does not wait for a pager that has ended', () => {
  const then = vi.fn();
  whenAllRest({ pid: process.pid as Pid, birth: 0 }, then);
  expect(then).toHaveBeenCalledOnce();
});
