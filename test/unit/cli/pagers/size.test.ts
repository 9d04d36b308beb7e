/** pagerOf: less replaces an editor, which reads all of a large trace, unless the user asked for the editor. */
import { expect, it } from 'vitest';
import type { Pager } from '../../../../src/cli/pagers/choose.ts';
import { pagerOf } from '../../../../src/cli/pagers/start.ts';
import type { Origin } from '../../../../src/cli/settings.ts';

const limit = 1000;
const less: Pager = { command: 'less', origin: 'the default' };

type Row = readonly [command: string, origin: Origin, bytes: number, hasLess: boolean];
const rows: readonly (readonly [...Row, 'less' | 'as it is'])[] = [
  ['vim', 'the default', 999, true, 'as it is'],
  ['vim', 'the default', 1000, true, 'less'],
  ['vim', 'the default', 10 ** 12, true, 'less'],
  ['nvim', 'the default', 1000, true, 'less'],
  ['/usr/bin/vim -u NONE', '$PAGER', 1000, true, 'less'],
  ['emacs -nw', '$PAGER', 1000, true, 'less'],
  ['vim', 'the default', 1000, false, 'as it is'],
  ['vim', '--pager', 10 ** 12, true, 'as it is'],
  ['vim', '$VIMTRACE_PAGER', 10 ** 12, true, 'as it is'],
  ['more', 'the default', 10 ** 12, true, 'as it is'],
  ['most', '$PAGER', 10 ** 12, true, 'as it is'],
  ['mypager', '$PAGER', 10 ** 12, true, 'as it is'],
  ['"my pager"', '$PAGER', 10 ** 12, true, 'as it is'],
];

it.each(
  rows,
)('pagerOf: %s from %s, for %d bytes, with less installed (%s), gives %s', (command, origin, bytes, hasLess, chosen) => {
  const pager: Pager = { command, origin };
  expect(pagerOf(pager, bytes, limit, () => hasLess)).toEqual(chosen === 'less' ? less : pager);
});
