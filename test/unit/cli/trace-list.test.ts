/** --list: lines that fit the terminal, and a JSON document. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layoutFor } from '../../../src/cli/layout.ts';
import { document, type Listed, lines } from '../../../src/cli/trace-list.ts';
import { widthOf } from '../../../src/cli/width.ts';

const now = Date.UTC(2026, 10, 28, 12);
const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];
const trace: Listed = {
  state: 'over',
  time: now - 5 * minute,
  written: now - 2 * minute,
  isRead: true,
  host: 'here',
  end: 'exited with 0',
  bytes: 300_000_008,
  command: ['strace', '-f', 'make', 'all'],
  directory: '/home/ada/src',
  trace: '/s/1-aaaaaa/trace',
};
const around = (columns?: number, env: Record<string, string> = {}) => ({
  layout: layoutFor(env, columns),
  now,
  directory: '/home/ada',
  home: '/home/ada',
});
const line = (part: Partial<Listed>): string => lines([{ ...trace, ...part }], around());

describe('a line of the list', () => {
  it('has number, time, size, ending, command and directory', () => {
    expect(line({})).toBe('@1  2 min ago  300 MB  exited with 0  strace -f make all  in ~/src\n');
  });

  it('repeats neither the working directory nor an unknown one', () => {
    for (const directory of ['/home/ada', ''])
      expect(line({ directory })).toMatch(/ strace -f make all\n$/);
    expect(line({ directory: '/home/adam' })).toMatch(/ in \/home\/adam\n$/);
  });

  it.each([
    [-hour, '0 s ago'],
    [59_999, '59 s ago'],
    [minute, '1 min ago'],
    [hour, '1 h ago'],
    [day, '1 day ago'],
    [14 * day, '14 days ago'],
    [15 * day, '2026-11-13'],
  ])('says when a trace of %d ms was written: %s', (age, words) => {
    expect(line({ written: now - age })).toContain(`@1  ${words}  300 MB`);
  });

  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1 kB'],
    [1234, '1.2 kB'],
    [56_789, '57 kB'],
    [2_500_000_000, '2.5 GB'],
  ])('shows a size of %d as %s', (bytes, words) => {
    expect(line({ bytes })).toContain(`ago  ${words}  exited`);
  });

  it.each([
    [{ end: undefined }, 'cut short'],
    [{ state: 'running' }, '5 min ago  300 MB  running'],
    [{ state: 'shown' }, '5 min ago  300 MB  being read'],
    [{ state: 'unseen', host: 'there\x1b[m' }, 'running on there?[m?  strace'],
    [{ state: 'unseen', host: '' }, '  running?  strace'],
    [{ command: [] }, 'an unknown command'],
    [{ command: ['strace', 'a\x1b]0;b\x07\u202e'] }, "strace 'a?]0;b??'"],
  ] as const)('of %j says %s', (part, words) => {
    expect(line(part)).toContain(words);
  });

  it('is coloured where colours are wanted, and has the same text', () => {
    const traces = [trace, { ...trace, isRead: false, end: 'exited with 1' }];
    const plain = lines(traces, around(100));
    const coloured = lines(traces, around(100, { TERM: 'xterm' }));
    expect(coloured).not.toBe(plain);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the colours.
    expect(coloured.replace(/\x1b\[\d+m/g, '')).toBe(plain);
    for (const env of [{ TERM: 'dumb' }, { TERM: 'xterm', NO_COLOR: '1' }, { CLICOLOR: '0' }])
      expect(lines(traces, around(100, env))).toBe(plain);
  });
});

describe('the lines of the list', () => {
  it('align', () => {
    const second = { ...trace, bytes: 5, written: now - 3 * day, end: 'killed by SIGSEGV' };
    expect(lines([trace, second], around())).toBe(
      [
        '@1  2 min ago   300 MB  exited with 0      strace -f make all  in ~/src\n',
        '@2  3 days ago     5 B  killed by SIGSEGV  strace -f make all  in ~/src\n',
      ].join(''),
    );
  });

  it.each([
    [200, '@1  2 min ago  300 MB  exited with 0  strace -f make all  in ~/src'],
    [66, '@1  2 min ago  300 MB  exited with 0  strace -f make all  in ~/src'],
    [64, '@1  2 min ago  300 MB  exited with 0  strace -f mak...  in ~/src'],
    [60, '@1  2 min ago  300 MB  exited with 0  strace -f make all'],
    [54, '@1  2 min ago  300 MB  exited with 0  strace -f mak...'],
    [40, '@1  exited with 0  strace -f make all'],
    [20, '@1  strace -f mak...'],
  ])('fit a terminal of %d columns', (columns, text) => {
    expect(lines([trace], around(columns))).toBe(`${text}\n`);
  });

  it('fit every terminal, with wide characters and many traces', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '界', 'é', '\u0301', '😀', ' ', '\n') });
    const one = fc.record({
      state: fc.constantFrom<Listed['state']>('over', 'running', 'shown', 'unseen'),
      time: fc.nat(now),
      written: fc.nat(now),
      isRead: fc.boolean(),
      host: text,
      end: fc.option(text, { nil: undefined }),
      bytes: fc.nat(),
      command: fc.array(text),
      directory: text,
      trace: text,
    });
    fc.assert(
      fc.property(
        fc.array(one, { maxLength: 12 }),
        fc.integer({ min: 40, max: 200 }),
        (all, columns) => {
          const shown = lines(all, around(columns)).split('\n').slice(0, -1);
          expect(shown.length).toBe(all.length);
          for (const each of shown) expect(widthOf(each)).toBeLessThanOrEqual(columns);
        },
      ),
    );
  });
});

describe('the JSON document', () => {
  it('has a list of all traces, with all that is known of each', () => {
    const running = { ...trace, state: 'running', end: undefined, isRead: false } as const;
    expect(JSON.parse(document([running, trace]))).toEqual([
      {
        number: 1,
        state: 'running',
        end: null,
        read: false,
        started: '2026-11-28T11:55:00.000Z',
        written: '2026-11-28T11:58:00.000Z',
        bytes: 300_000_008,
        command: ['strace', '-f', 'make', 'all'],
        directory: '/home/ada/src',
        file: '/s/1-aaaaaa/trace',
        host: 'here',
      },
      expect.objectContaining({ number: 2, state: 'ended', end: 'exited with 0', read: true }),
    ]);
    expect(document([])).toBe('[]\n');
  });

  it('has no character that a terminal would obey', () => {
    const text = document([{ ...trace, command: ['\x1b[2J', '\u202e', '\x9b'] }]);
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(JSON.parse(text)[0].command).toEqual(['\x1b[2J', '\u202e', '\x9b']);
  });
});
