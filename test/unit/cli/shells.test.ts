/** aliases: one alias for each installed tracer, in the shell's own syntax. */
import { expect, it } from 'vitest';
import { aliases } from '../../../src/cli/shells.ts';

const only =
  (...tracers: readonly string[]) =>
  (tracer: string): boolean =>
    tracers.includes(tracer);

it.each(['zsh', 'bash'] as const)('%s gets an alias for each tracer', (shell) => {
  expect(aliases(shell, undefined, only('strace', 'valgrind'))).toBe(
    "alias strace='vimtrace strace'\nalias valgrind='vimtrace valgrind'\n",
  );
});

it('fish gets a function for each tracer', () => {
  expect(aliases('fish', undefined, only('ltrace'))).toBe(
    "function ltrace --description 'show its trace in a pager, by vimtrace'\n    vimtrace ltrace $argv\nend\n",
  );
});

it('vimtrace’s path is quoted, except its last part', () => {
  expect(aliases('bash', "/it's/bin", only('strace'))).toBe(
    "alias strace=''\\''/it'\\''\\'\\'''\\''s/bin'\\''/vimtrace strace'\n",
  );
  expect(aliases('fish', "/it's/bin", only('strace'))).toContain(
    "    '/it\\'s/bin'/vimtrace strace $argv\n",
  );
});

it.each([
  'zsh',
  'bash',
  'fish',
] as const)('%s pages perf trace alone, and runs other perf commands as they are', (shell) => {
  const text = aliases(shell, undefined, only('perf'));
  expect(text).toContain('vimtrace perf');
  expect(text).toContain('command perf');
  expect(text).not.toContain('alias perf=');
});

it.each(['zsh', 'bash', 'fish'] as const)('%s gets nothing without a tracer', (shell) => {
  expect(aliases(shell, undefined, () => false)).toBe('');
});
