/** openingWords: how each pager is told to open at a line, at the start and at the end. */
import { describe, expect, it } from 'vitest';
import { openingWords } from '../../../../src/cli/pagers/start.ts';
import { pagers } from '../../../../src/cli/pagers/table.ts';

const line = { is: 'line', line: 41, why: 'for "this"' } as const;
const vim = `--cmd 'if 1 | let g:vimtrace_cause = '\\''for "this"'\\'' | endif' +41`;

const rows: readonly (readonly [command: string, line: string, start: string, end: string])[] = [
  ['vim', vim, '', `'+$'`],
  ['nvim -u NONE', vim, '', `'+$'`],
  ['less -S', '+41', '', '+G'],
  ['more', '+41', '', ''],
  ['most', '+41', '', '+999999999'],
  ['batcat', `--wrap=never --highlight-line=41 '--pager=less -R +41'`, '', `'--pager=less -R +G'`],
  ['lnav', `-c ':goto 41' -c ':relative-goto -1'`, `-c ':goto 0'`, ''],
  ['emacs', '+41', '', '+999999999'],
  ['moor', '+41', '', ''],
  ['ov', '', '', ''],
  ['less -', '', '', ''],
  ['less | cat', '', '', ''],
  ['unknown', '', '', ''],
];

describe.each(rows)('%s', (command, atLine, atStart, atEnd) => {
  it('opens at a line, at the start and at the end', () => {
    expect(openingWords(command, line)).toBe(atLine);
    expect(openingWords(command, { is: 'start' })).toBe(atStart);
    expect(openingWords(command, { is: 'end' })).toBe(atEnd);
  });
});

it('doubles the quotes of what vim says, and replaces nothing in it', () => {
  const words = openingWords('vim', { is: 'line', line: 1, why: "it's {line} $& {why}" });
  expect(words.replaceAll(`'\\''`, "'")).toContain("= 'it''s {line} $& {why}' |");
});

it('opens at the start with a profile that knows no line', () => {
  const table = {
    ...pagers,
    own: { args: ['{file}'], atStart: ['--top'], stop: 'abrupt' },
  } as const;
  expect(openingWords('own', line, table)).toBe('--top');
});
