/** Every option of the table is in --help, README.md, the man page and each shell's completion. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { help } from '../../../src/cli/help.ts';
import { type Option, options } from '../../../src/cli/options.ts';

const file = (name: string): string => readFileSync(name, 'utf8');
const all: readonly (readonly [string, Option])[] = Object.entries(options);

describe.each(all)('--%s', (name, { short }) => {
  it.each([
    ['--help', help],
    ['README.md', file('README.md')],
    ['_vimtrace', file('completions/_vimtrace')],
    ['vimtrace.bash', file('completions/vimtrace.bash')],
  ])('in %s', (_, text) => {
    expect(text).toMatch(new RegExp(`--${name}\\b`));
    if (short !== undefined) expect(text).toMatch(new RegExp(`[\\s{(]-${short}\\b`));
  });

  it('in vimtrace.fish', () => {
    const spelled = short === undefined ? '' : `-s ${short} `;
    expect(file('completions/vimtrace.fish')).toContain(` ${spelled}-l ${name} `);
  });

  it('in the man page', () => {
    const item = short === undefined ? `.It Fl -${name}` : `.It Fl ${short} `;
    expect(file('man/vimtrace.1')).toMatch(new RegExp(`^${item}.*$`, 'm'));
    expect(file('man/vimtrace.1')).toMatch(new RegExp(`^\\.It .*Fl -${name}\\b`, 'm'));
  });
});
