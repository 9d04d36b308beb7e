/** aliases: one for each tracer that exists, in the shell's own words. */
import { expect, it } from 'vitest';
import { aliases } from '../../../src/cli/shells.ts';

const only =
  (...tracers: readonly string[]) =>
  (tracer: string): boolean =>
    tracers.includes(tracer);

it.each(['zsh', 'bash'] as const)('%s: an alias', (shell) => {
  expect(aliases(shell, undefined, only('strace', 'valgrind'))).toBe(
    "alias strace='vimtrace strace'\nalias valgrind='vimtrace valgrind'\n",
  );
});

it('fish: a function', () => {
  expect(aliases('fish', undefined, only('ltrace'))).toBe(
    "function ltrace --description 'show its trace in a pager, by vimtrace'\n    vimtrace ltrace $argv\nend\n",
  );
});

it('by vimtrace’s path, its last part never quoted', () => {
  expect(aliases('bash', "/it's/bin", only('strace'))).toBe(
    "alias strace=''\\''/it'\\''\\'\\'''\\''s/bin'\\''/vimtrace strace'\n",
  );
  expect(aliases('fish', "/it's/bin", only('strace'))).toContain(
    "    '/it\\'s/bin'/vimtrace strace $argv\n",
  );
});

it.each(['zsh', 'bash', 'fish'] as const)('%s: of perf, its trace alone', (shell) => {
  const text = aliases(shell, undefined, only('perf'));
  expect(text).toContain('vimtrace perf');
  expect(text).toContain('command perf');
  expect(text).not.toContain('alias perf=');
});

it.each(['zsh', 'bash', 'fish'] as const)('%s: nothing where there is no tracer', (shell) => {
  expect(aliases(shell, undefined, () => false)).toBe('');
});
