/** The words between vimtrace's processes: what is not in a set is reported. */
import { describe, expect, it } from 'vitest';
import { readHanded, readReport } from '../../../../src/os/job/protocol.ts';
import { stderrIn } from '../../../../src/os/job/stderr.ts';

const words = [
  ...['stdin=9', 'stdout=8', 'stderr=7', 'reports=6', 'core=0', 'files='],
  ...['size=unlimited', 'terminals= 0 2', 'foreground=yes', 'ignored=0', 'inherited= 3 63'],
];
const reasonOf = (given: readonly string[]): string => {
  const handed = readHanded(given);
  return handed.kind === 'unreadable' ? handed.reason : 'none';
};

describe('readHanded', () => {
  it('reads the words in any order, and leaves what follows -- to the user', () => {
    expect(readHanded([...words.toReversed(), '--', 'strace', '--', 'stdin=1'])).toEqual({
      kind: 'handed',
      values: {
        ...{ stdin: '9', stdout: '8', stderr: '7', reports: '6', core: '0', files: '' },
        ...{
          size: 'unlimited',
          terminals: ' 0 2',
          foreground: 'yes',
          ignored: '0',
          inherited: ' 3 63',
        },
      },
      settings: [],
      argv: ['strace', '--', 'stdin=1'],
    });
  });

  it.each(['', '--', ' ', 'a=b\n-- *', '}'])('leaves a setting of Node as it is: %j', (value) => {
    const setting = `NODE_OPTIONS=${value}`;
    expect(readHanded([...words, setting, '--'])).toMatchObject({ settings: [setting] });
  });

  it.each([
    ['an unknown name', 'colour=red'],
    ['no name', 'strace'],
    ['nothing', ''],
    ['the name of a method', 'toString=1'],
    ['a name that was said before', 'stdin=9'],
    ['a setting that is not handed over', 'NODE_PATH=/tmp'],
  ])('refuses %s', (_what, word) => {
    expect(reasonOf([...words, word, '--', 'ls'])).toContain(JSON.stringify(word));
  });

  it.each([
    'stdin=x',
    'stdout=',
    'stderr=-1',
    'reports=1 2',
    'core=-',
    'files=many',
    'size=',
    'terminals=0 3',
    'foreground=',
    'ignored=ff',
    'inherited=3,4',
  ])('refuses a value that no launcher would say: %s', (word) => {
    const others = words.filter((each) => each.split('=')[0] !== word.split('=')[0]);
    expect(reasonOf([...others, word, '--', 'ls'])).toContain(JSON.stringify(word));
  });

  it.each(words.map((word) => word.split('=')[0] ?? ''))('misses %s', (name) => {
    const others = words.filter((word) => !word.startsWith(`${name}=`));
    expect(reasonOf([...others, '--', 'ls'])).toMatch(new RegExp(` ${name}$`));
  });

  it('misses all of them where there is no --', () => {
    expect(reasonOf(words)).toMatch(/did not say stdin, /);
  });
});

describe('stderrIn', () => {
  it('finds standard error for the message, whatever the other words are', () => {
    expect(stderrIn(['x', 'stderr=7', '--', 'stderr=3'])).toBe(7);
    expect(stderrIn([])).toBe(undefined);
  });
});

describe('readReport', () => {
  it.each([
    ['modes 500:5:bf:8a3b:3', { kind: 'modes', modes: '500:5:bf:8a3b:3' }],
    ['modes ', { kind: 'modes', modes: '' }],
    ['held 500:5:bf:a30:3', { kind: 'held', modes: '500:5:bf:a30:3' }],
    ['pager 4711', { kind: 'pager', pager: 4711 }],
    ['status 0', { kind: 'status', status: 0 }],
    ['status 255', { kind: 'status', status: 255 }],
    ['yielded', { kind: 'yielded' }],
    ['unknown dance now', { kind: 'refused', verb: 'dance now' }],
    ['unknown', { kind: 'refused', verb: '' }],
  ])('reads %j', (line, report) => {
    expect(readReport(line)).toEqual(report);
  });

  it.each([
    ...['', ' ', 'dance', 'Modes 1', ' status 0', 'yielded ', 'yielded now'],
    ...['modes 1 2', 'modes 1;2', 'pager', 'pager ', 'pager 0', 'pager -1', 'pager 1 2', 'pager x'],
    ...['pager 12345678901', 'status', 'status ', 'status 256', 'status -1', 'status 1.5'],
    ...['status 0x1', 'status 1\r', 'toString', 'constructor 1', '\x1b[2J'],
  ])('takes for unknown: %j', (line) => {
    expect(readReport(line)).toEqual({ kind: 'unknown', line });
  });
});
