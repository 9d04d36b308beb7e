/** handover: the words of bin/vimtrace, read. */
import { constants } from 'node:os';
import { describe, expect, it } from 'vitest';
import { handover } from '../../../src/os/launcher.ts';

const bit = (...signals: readonly number[]): string =>
  String(signals.reduce((mask, signal) => mask + 2 ** (signal - 1), 0));
const { SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGCHLD, SIGSYS } = constants.signals;

describe('handover', () => {
  it('reads what the launcher found', () => {
    const given = handover([
      bit(SIGHUP),
      'unlimited\n500:5:bf:8a3b:3',
      '9 8 7',
      ' 3 63',
      '--trace-gc',
      'strace',
      '',
      '-x',
    ]);
    expect(given).toEqual({
      ignored: [SIGHUP],
      core: 'unlimited',
      modes: '500:5:bf:8a3b:3',
      stdio: [9, 8, 7],
      inherited: [3, 63],
      nodeOptions: '--trace-gc',
      argv: ['strace', '', '-x'],
    });
  });

  it.each([
    ['0', []],
    [bit(SIGINT, SIGQUIT), [SIGINT, SIGQUIT]],
    [bit(SIGHUP, SIGPIPE, SIGCHLD), [SIGHUP, SIGPIPE, SIGCHLD]],
    [bit(SIGSYS), [SIGSYS]],
    [
      bit(...Array.from({ length: 31 }, (_, at) => at + 1)),
      Array.from({ length: 31 }, (_, at) => at + 1),
    ],
  ])('reads the mask %s of signals, each once', (mask, ignored) => {
    const read = handover([mask, '0\n', '9 8 7', '', '', 'ls']).ignored;
    expect([...read].sort((a, b) => a - b)).toEqual([...ignored].sort((a, b) => a - b));
  });

  it('has no modes where there is no terminal, and no descriptors where none are handed on', () => {
    expect(handover(['0', '0', '9 8 7', '', '', 'ls'])).toMatchObject({
      core: '0',
      modes: '',
      inherited: [],
    });
  });
});
