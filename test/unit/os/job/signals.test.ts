/** stopGroup: kill(2) stops vimtrace synchronously only if nothing listens for the signal (N5). */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Pid } from '../../../../src/core/types.ts';
import { listenForStops, stopGroup } from '../../../../src/os/job/signals.ts';
import { areOtherThreadsAsleep } from '../../../../src/os/process/proc.ts';
import { type Status, statusOf } from '../../../../src/os/process/status.ts';

vi.mock('../../../../src/os/process/status.ts', { spy: true });
vi.mock('../../../../src/os/process/proc.ts', { spy: true });
const statusWith = (pending: bigint): Status => ({
  tracer: 0 as Pid,
  ignored: 0n,
  pending,
  effective: 0n,
  bounding: 0n,
  seccomp: 0,
});

const stops = ['SIGTSTP', 'SIGTTIN', 'SIGTTOU'] as const;
const signalled = (): void => undefined;
const listening = (): number[] => stops.map((signal) => process.listenerCount(signal));
let sent: (readonly [number, string | number | undefined, readonly number[]])[];

beforeEach(() => {
  sent = [];
  vi.spyOn(process, 'kill').mockImplementation((pid, signal) => {
    sent.push([pid, signal, listening()]);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  for (const signal of stops) process.removeAllListeners(signal);
});

describe('stopGroup', () => {
  it('removes its listeners, sends the signal to the whole group, and listens again', () => {
    listenForStops([], signalled);
    expect(listening()).toEqual([1, 1, 1]);
    stopGroup('SIGTSTP', [], signalled);
    expect(sent).toEqual([[0, 'SIGTSTP', [0, 0, 0]]]);
    expect(listening()).toEqual([1, 1, 1]);
  });

  it('reports a signal that came during the stop before it reports the continuation', async () => {
    const told: string[] = [];
    process.once('SIGUSR2', () => told.push('signalled'));
    await new Promise<void>((resolve) => {
      vi.mocked(process.kill).mockImplementation(() => {
        vi.restoreAllMocks();
        return process.kill(process.pid, 'SIGUSR2');
      });
      // A signal's listener would call stopGroup from this phase of the event loop.
      setImmediate(() =>
        stopGroup('SIGTTIN', [], () => {
          told.push('continued');
          resolve();
        }),
      );
    });
    expect(told).toEqual(['signalled', 'continued']);
  });

  it('reports the continuation only when no signal that vimtrace listens for is pending', async () => {
    const SIGTERM = 1n << 14n;
    const SIGWINCH = 1n << 27n;
    const looks = [SIGTERM, SIGTERM, SIGWINCH];
    vi.mocked(statusOf).mockImplementation(() => statusWith(looks.shift() ?? 0n));
    process.on('SIGTERM', signalled);
    await new Promise<void>((resolve) => stopGroup('SIGTSTP', [], resolve));
    process.off('SIGTERM', signalled);
    expect(looks).toEqual([]);
  });

  it('reports the continuation only when no other thread can have taken a signal', async () => {
    const looks = [false, false, true];
    vi.mocked(areOtherThreadsAsleep).mockImplementation(() => looks.shift() ?? true);
    await new Promise<void>((resolve) => stopGroup('SIGTSTP', [], resolve));
    expect(looks).toEqual([]);
  });

  it('stops the group again after a stop by SIGTTIN, before the pager is opened', () => {
    stopGroup('SIGTTIN', [], signalled);
    listenForStops([], signalled);
    stopGroup('SIGTSTP', [], signalled);
    expect(sent).toEqual([
      [0, 'SIGTTIN', [0, 0, 0]],
      [0, 'SIGTSTP', [0, 0, 0]],
    ]);
  });
});
