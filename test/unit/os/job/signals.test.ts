/** stopGroup: kill(2) stops vimtrace synchronously only if nothing listens for the signal (N5). */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { listenForStops, stopGroup, whenSignalsAreHeard } from '../../../../src/os/job/signals.ts';

const stops = ['SIGTSTP', 'SIGTTIN', 'SIGTTOU'] as const;
const signalled = (): void => undefined;
const listening = (): number[] => stops.map((signal) => process.listenerCount(signal));
const { readFileSync: read } = fs;
/** From now on, files of /proc whose path matches `pattern` have the texts of `looks`, one after the other. */
function shows(pattern: RegExp, looks: string[]): void {
  vi.spyOn(fs, 'readFileSync').mockImplementation((path, options) =>
    pattern.test(String(path)) ? (looks.shift() ?? read(path, options)) : read(path, options),
  );
  syncBuiltinESMExports();
}

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
  syncBuiltinESMExports();
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

describe('whenSignalsAreHeard', () => {
  it('waits while a signal that vimtrace listens for is pending', async () => {
    const SIGTERM = 'ShdPnd:\t0000000000004000\n';
    const SIGWINCH = 'ShdPnd:\t0000000008000000\n';
    const looks = [SIGTERM, SIGTERM, SIGWINCH];
    shows(/^\/proc\/self\/status$/, looks);
    process.on('SIGTERM', signalled);
    await new Promise<void>((resolve) => whenSignalsAreHeard(resolve));
    process.off('SIGTERM', signalled);
    expect(looks).toEqual([]);
  });

  it('waits while another thread can have taken a signal', async () => {
    const looks = ['2 (node) R 1', '2 (node) R 1', '2 (node) S 1'];
    shows(/^\/proc\/self\/task\/\d+\/stat$/, looks);
    await new Promise<void>((resolve) => whenSignalsAreHeard(resolve));
    expect(looks).toEqual([]);
  });

  it('lets Node report a signal that a thread has just told it of', async () => {
    const told: string[] = [];
    process.once('SIGUSR2', () => told.push('signalled'));
    vi.restoreAllMocks();
    process.kill(process.pid, 'SIGUSR2');
    await new Promise<void>((resolve) => {
      whenSignalsAreHeard(() => {
        told.push('heard');
        resolve();
      });
    });
    expect(told).toEqual(['signalled', 'heard']);
  });
});
