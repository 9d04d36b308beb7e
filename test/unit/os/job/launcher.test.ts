/** handover: reads the words that bin/vimtrace passes to Node. */
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { giveBack, type Handover, handover } from '../../../../src/os/job/launcher.ts';
import { outputOf } from '../../../harness/command.ts';

const bit = (...signals: readonly number[]): string =>
  String(signals.reduce((mask, signal) => mask + 2n ** BigInt(signal - 1), 0n));
const { SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGCHLD, SIGSYS } = constants.signals;

let place: string;
let reports: number;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'vimtrace-handover-'));
});
afterEach(() => rmSync(place, { recursive: true }));

const refuse = (reason: string): never => {
  throw new Error(reason);
};

/** What the launcher said: the words in `changed`, and others of their name for the rest. */
function said(changed: Readonly<Record<string, string>>, modes: string, argv = ['ls']): Handover {
  const file = join(place, 'modes');
  writeFileSync(file, modes);
  reports = openSync(file, 'r');
  const words = {
    ...{ stdin: '9', stdout: '8', stderr: '7', reports: `${reports}`, core: '0', files: '' },
    ...{ size: 'unlimited', terminals: ' 0 1 2', foreground: 'no', ignored: '0', inherited: '' },
    ...changed,
  };
  const all = Object.entries(words).map(([name, value]) => `${name}=${value}`);
  return handover([...all, '--', ...argv], refuse);
}

describe('handover', () => {
  it('reads the facts that the launcher found', () => {
    const given = said(
      {
        ...{ core: 'unlimited', files: '1024', terminals: ' 1 2', foreground: 'yes' },
        ...{ ignored: bit(SIGHUP), inherited: ' 3 63', NODE_OPTIONS: '--trace-gc' },
      },
      '500:5:bf:8a3b:3\n',
      ['strace', '', '-x'],
    );
    expect(given).toEqual({
      terminals: [1, 2],
      ignored: [SIGHUP],
      core: 'unlimited',
      files: '1024',
      fileSize: 'unlimited',
      modes: '500:5:bf:8a3b:3',
      stdio: [9, 8, 7],
      reports,
      inherited: [3, 63],
      settings: ['NODE_OPTIONS=--trace-gc'],
      argv: ['strace', '', '-x'],
    });
  });

  it.each([
    ['unlimited', 'unlimited'],
    ['2048', 'limited'],
    ['0', 'limited'],
  ])('knows whether the size of files is limited: %s', (size, fileSize) => {
    expect(said({ size }, '').fileSize).toBe(fileSize);
  });

  it('takes no modes in the background, because they may be a line editor’s', () => {
    expect(said({ foreground: 'no' }, '500:5:bf:8a3b:3\n').modes).toBe('');
  });

  it('takes no modes if standard output is a pipe, because they may be those of its reader', () => {
    const pipe = join(place, 'pipe');
    outputOf('mkfifo', [pipe]);
    const stdout = openSync(pipe, 'r+');
    const words = { terminals: ' 0 2', foreground: 'yes', stdout: `${stdout}` };
    expect(said(words, '500:5:bf:8a3b:3\n').modes).toBe('');
    closeSync(stdout);
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
    expect(said({ ignored: mask }, '').ignored).toEqual(ignored);
  });

  it('has no modes without a terminal, and no descriptors if none are passed on', () => {
    expect(said({ foreground: 'yes', terminals: '', stdout: '0' }, '')).toMatchObject({
      terminals: [],
      core: '0',
      files: '',
      modes: '',
      inherited: [],
      settings: [],
    });
  });
});

describe('a word that is unknown or missing', () => {
  it('is refused with a reason', () => {
    expect(() => said({ colour: 'red' }, '')).toThrow(/"colour=red"/);
    expect(() => handover(['--', 'ls'], refuse)).toThrow(/did not say stdin/);
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
