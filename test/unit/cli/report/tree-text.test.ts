/** treeText: the list of the processes of a trace. */
import { expect, it } from 'vitest';
import { type Listed, treeText } from '../../../../src/cli/report/tree-text.ts';

const row = (pid: number, words: string): Listed => ({
  pid,
  parent: 0,
  isThread: false,
  argv: [words],
  born: 1,
  ended: { by: 'exit', code: 0 },
  end: 9,
  depth: 0,
  bytes: 100,
  failed: 0,
});

it('has each pid at the beginning of its line, however many digits the other pids have', () => {
  const lines = treeText('sh: exit 0', undefined, [row(32_767, 'sh'), row(300, 'cat')]).split('\n');
  expect(lines.slice(2, 5)).toEqual([
    expect.stringMatching(/^PID /),
    expect.stringMatching(/^32767 .* sh$/),
    expect.stringMatching(/^300 .* cat$/),
  ]);
});
