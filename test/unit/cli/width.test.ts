/** Widths: lines break at words, and none is wider than it may be, with wide characters too. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { padded, shortened, widthOf, wrap } from '../../../src/cli/width.ts';

it.each([
  ['', 0],
  ['strace', 6],
  ['跟踪', 4],
  ['e\u0301', 1],
  ['🙂', 2],
  ['\x1b[31mbad\x1b[0m', 3],
] as const)('%j takes %i columns', (text, columns) => {
  expect(widthOf(text)).toBe(columns);
});

it('a text is padded by its width, not by its length', () => {
  expect(['ab', '跟', '跟踪跟'].map((text) => padded(text, 4))).toEqual(['ab  ', '跟  ', '跟踪跟']);
});

describe('a shortened text', () => {
  it.each([
    ['/home/ada', 9, '/home/ada'],
    ['/home/ada', 8, '/home...'],
    ['/跟踪/程序', 8, '/跟踪...'],
    ['/跟踪/程序', 7, '/跟...'],
  ] as const)('%s has at most %i columns', (text, columns, wanted) => {
    expect(shortened(text, columns)).toBe(wanted);
  });

  it('never has more', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.integer({ min: 3, max: 40 }),
        (text, columns) => {
          expect(widthOf(shortened(text, columns))).toBeLessThanOrEqual(columns);
        },
      ),
    );
  });
});

describe('wrapped text', () => {
  it('breaks at words', () => {
    expect(wrap('one two 跟踪 程序 six', 8)).toEqual(['one two', '跟踪', '程序 six']);
  });

  it('keeps a word whole that is wider than the line', () => {
    expect(wrap('in /usr/lib/node_modules now', 10)).toEqual([
      'in',
      '/usr/lib/node_modules',
      'now',
    ]);
  });

  it('loses no word, and has no line that could be narrower', () => {
    const word = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .filter((text) => !text.includes(' '));
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1 }),
        fc.integer({ min: 1, max: 80 }),
        (all, columns) => {
          const lines = wrap(all.join(' '), columns);
          expect(lines.join(' ')).toBe(all.join(' '));
          for (const line of lines)
            if (line.includes(' ')) expect(widthOf(line)).toBeLessThanOrEqual(columns);
        },
      ),
    );
  });
});
