/** handover: reads the words that bin/vimtrace passes to Node. */
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

/** The word with the descriptors of the user's streams, and a descriptor that reads `facts`. */
function stdio(facts: string): string {
  const file = join(place, 'facts');
  writeFileSync(file, facts);
  reports = openSync(file, 'r');
  return `9 8 7 ${reports}`;
}

describe('handover', () => {
  it('reads the facts that the launcher found', () => {
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

  it('takes no modes in the background, because they may be a line editor’s', () => {
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
  ])('reads each signal in the mask %s once', (mask, ignored) => {
    expect(handover(['', '', mask, stdio('0\n\n'), '', '', '', 'ls']).ignored).toEqual(ignored);
  });

  it('has no modes without a terminal, and no descriptors if none are passed on', () => {
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
  it('sets the variable before the first = to the text after it', () => {
    giveBack(['VIMTRACE_TEST=a=b', 'VIMTRACE_EMPTY=']);
    expect([process.env['VIMTRACE_TEST'], process.env['VIMTRACE_EMPTY']]).toEqual(['a=b', '']);
    delete process.env['VIMTRACE_TEST'];
    delete process.env['VIMTRACE_EMPTY'];
  });
});
