/** handover: the words of bin/vimtrace, read. */
import { mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { giveBack, handover } from '../../../../src/os/job/launcher.ts';

const bit = (...signals: readonly number[]): string =>
  String(signals.reduce((mask, signal) => mask + 2n ** BigInt(signal - 1), 0n));
const { SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGCHLD, SIGSYS } = constants.signals;

let place: string;
let reports: number;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'vimtrace-handover-'));
});
afterEach(() => rmSync(place, { recursive: true }));

/** The user's streams, and a descriptor from which `facts` are to be read. */
function stdio(facts: string): string {
  const file = join(place, 'facts');
  writeFileSync(file, facts);
  reports = openSync(file, 'r');
  return `9 8 7 ${reports}`;
}

describe('handover', () => {
  it('reads what the launcher found', () => {
    const given = handover([
      ' 0 2',
      'yes',
      bit(SIGHUP),
      stdio('unlimited\n1024\n500:5:bf:8a3b:3\n'),
      ' 3 63',
      'NODE_OPTIONS=--trace-gc',
      '',
      'strace',
      '',
      '-x',
    ]);
    expect(given).toEqual({
      terminals: [0, 2],
      ignored: [SIGHUP],
      core: 'unlimited',
      files: '1024',
      modes: '500:5:bf:8a3b:3',
      stdio: [9, 8, 7],
      reports,
      inherited: [3, 63],
      settings: ['NODE_OPTIONS=--trace-gc'],
      argv: ['strace', '', '-x'],
    });
  });

  it('takes no modes from the background, which may be those of a line editor', () => {
    const words = ['', '', '0', stdio('0\n\n500:5:bf:8a3b:3\n'), '', '', '', 'ls'];
    expect(handover(words).modes).toBe('');
  });

  it.each([
    ['0', []],
    [bit(SIGINT, SIGQUIT), [SIGINT, SIGQUIT]],
    [bit(SIGHUP, SIGPIPE, SIGCHLD), [SIGHUP, SIGPIPE, SIGCHLD]],
    [bit(SIGSYS), [SIGSYS]],
    [bit(SIGHUP, 34, 64), [SIGHUP]],
    [
      bit(...Array.from({ length: 31 }, (_, at) => at + 1)),
      Array.from({ length: 31 }, (_, at) => at + 1),
    ],
  ])('reads the mask %s of signals, each once', (mask, ignored) => {
    expect(handover(['', '', mask, stdio('0\n\n'), '', '', '', 'ls']).ignored).toEqual(ignored);
  });

  it('has no modes where there is no terminal, and no descriptors where none are handed on', () => {
    expect(handover(['', '', '0', stdio('0\n\n'), '', '', '', 'ls'])).toMatchObject({
      terminals: [],
      core: '0',
      files: '',
      modes: '',
      inherited: [],
      settings: [],
    });
  });
});

describe('giveBack', () => {
  it('sets what is left of the first = to what is right of it', () => {
    giveBack(['VIMTRACE_TEST=a=b', 'VIMTRACE_EMPTY=']);
    expect([process.env['VIMTRACE_TEST'], process.env['VIMTRACE_EMPTY']]).toEqual(['a=b', '']);
    delete process.env['VIMTRACE_TEST'];
    delete process.env['VIMTRACE_EMPTY'];
  });
});
