/** posixWord and fishWord: the shell reads each quoted word back unchanged, byte for byte. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fishWord, posixWord } from '../../../src/cli/quote.ts';
import { outputOf } from '../../harness/command.ts';
import { place } from '../../harness/place.ts';

const words = fc.array(
  fc.string({ unit: fc.constantFrom(...'ab\'"\\$`!*~={}[]()<>|&;#?% \t\n^é') }),
  { minLength: 200, maxLength: 200 },
);

it.each([
  { shell: 'dash', options: ['-c'], quote: posixWord },
  { shell: 'bash', options: ['-c'], quote: posixWord },
  { shell: 'zsh', options: ['-fc'], quote: posixWord },
  { shell: 'fish', options: ['--no-config', '-c'], quote: fishWord },
])('$shell reads quoted words back unchanged', ({ shell, options, quote }) => {
  fc.assert(
    fc.property(words, (all) => {
      const script = `printf '%s\\0' ${all.map(quote).join(' ')}`;
      // Of its own: fish makes directories in HOME.
      const env = { ...place().env, LANG: 'C.UTF-8' };
      const printed = outputOf(shell, [...options, script], env);
      expect(printed.split('\0').slice(0, -1)).toEqual(all);
    }),
    { numRuns: 5, examples: [[['', '=ls', '%self', '~', '-n', "it's \\"]]] },
  );
});

it('a plain word is not quoted', () => {
  expect(posixWord('/usr/bin/vim-1.0')).toBe('/usr/bin/vim-1.0');
  expect(fishWord('/usr/bin/vim-1.0')).toBe('/usr/bin/vim-1.0');
});
