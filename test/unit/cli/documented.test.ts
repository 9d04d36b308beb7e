/** --help, the man page and the completion of each shell have every option, in the same words. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { help } from '../../../src/cli/help.ts';
import { layoutFor } from '../../../src/cli/layout.ts';
import { type Option, options } from '../../../src/cli/options.ts';
import { fishWord } from '../../../src/cli/quote.ts';

const file = (name: string): string => readFileSync(name, 'utf8');
const manual = file('man/vimtrace.1');
const all: readonly (readonly [string, Option])[] = Object.entries(options);

/** The first sentence of an option's item in the man page, without mdoc's macros. */
function sentenceOf(name: string): string {
  const [, item = ''] =
    new RegExp(`^\\.It .*Fl -${name}\\b.*\\n([\\s\\S]*?\\.)$`, 'm').exec(manual) ?? [];
  return item
    .replaceAll(/^\.Nm$/gm, 'vimtrace')
    .replaceAll(/^\.Cm (.*)$/gm, '$1')
    .replaceAll('\n', ' ')
    .replaceAll(/ ([:);.])/g, '$1');
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

describe.each(all)('--%s', (name, { short, says }) => {
  it.each([
    ['--help', help(layoutFor({}, undefined))],
    ['_vimtrace', file('completions/_vimtrace')],
    ['vimtrace.bash', file('completions/vimtrace.bash')],
  ])('is in %s', (_, text) => {
    expect(text).toMatch(new RegExp(`--${name}\\b`));
    if (short !== undefined) expect(text).toMatch(new RegExp(`[\\s{(]-${short}\\b`));
  });

  it('is in vimtrace.fish', () => {
    const spelled = short === undefined ? '' : `-s ${short} `;
    const line = new RegExp(`^complete .* ${spelled}-l ${name} .*$`, 'm');
    expect(line.exec(file('completions/vimtrace.fish'))?.[0]).toContain(`-d ${fishWord(says)}`);
  });

  it('is in the man page', () => {
    const item = short === undefined ? `.It Fl -${name}` : `.It Fl ${short} `;
    expect(manual).toMatch(new RegExp(`^${item}.*$`, 'm'));
    expect(sentenceOf(name)).toBe(`${capitalised(says)}.`);
  });
});
