/** areOtherThreadsAsleep: a thread that runs may be about to tell Node of a signal. */
import { Worker } from 'node:worker_threads';
import { expect, it, vi } from 'vitest';
import { areOtherThreadsAsleep } from '../../../../src/os/process/proc.ts';

it('tells a thread that runs from threads that sleep', async () => {
  const flag = new Int32Array(new SharedArrayBuffer(4));
  const spin =
    'const { workerData } = require("worker_threads"); while (Atomics.load(workerData, 0) === 0);';
  const worker = new Worker(spin, { eval: true, workerData: flag });
  await new Promise((running) => worker.once('online', running));
  await vi.waitFor(() => expect(areOtherThreadsAsleep()).toBe(false), { timeout: 30_000 });
  Atomics.store(flag, 0, 1);
  await new Promise((over) => worker.once('exit', over));
  await vi.waitFor(() => expect(areOtherThreadsAsleep()).toBe(true), { timeout: 30_000 });
});
