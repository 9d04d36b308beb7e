/** faultInInit: which values of --init are wrong. */
import { expect, it } from 'vitest';
import { faultInInit } from '../../../src/cli/shells.ts';

it.each([
  'zsh',
  'bash:strace',
  'fish:strace,ltrace',
  'zsh:',
  'bash:arm-strace,g++_9.1',
])('%s is right', (value) => {
  expect(faultInInit(value)).toBe(undefined);
});

it.each([
  ['tcsh', '--init must be zsh, bash, fish or vim, not tcsh'],
  ['vim:strace', '--init must be zsh, bash, fish or vim, not vim:strace'],
  ['', '--init must be zsh, bash, fish or vim, not '],
  ['constructor:strace', '--init must be zsh, bash, fish or vim, not constructor'],
  ['zsh:strace,-p', '--init: -p is not the name of a tracer'],
  ['zsh:/usr/bin/strace', '--init: /usr/bin/strace is not the name of a tracer'],
  ['zsh:strace ltrace', '--init: strace ltrace is not the name of a tracer'],
  ['zsh:a:b', '--init: a:b is not the name of a tracer'],
] as const)('%s is wrong', (value, words) => {
  expect(faultInInit(value)).toBe(words);
});
