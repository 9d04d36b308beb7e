/** When output has colours: NO_COLOR, CLICOLOR_FORCE, CLICOLOR, the terminal, in this order. */
import { expect, it } from 'vitest';
import { layoutFor } from '../../../src/cli/layout.ts';

const TERM = 'xterm-256color';
type Row = readonly [env: Readonly<Record<string, string>>, terminal: boolean, coloured: boolean];

it.each<Row>([
  [{ TERM }, true, true],
  [{ TERM }, false, false],
  [{ TERM, NO_COLOR: '1' }, true, false],
  [{ TERM, NO_COLOR: '' }, true, true],
  [{ TERM, CLICOLOR: '0' }, true, false],
  [{ TERM, CLICOLOR: '1' }, true, true],
  [{ TERM, CLICOLOR: '1' }, false, false],
  [{ TERM, CLICOLOR_FORCE: '1' }, false, true],
  [{ TERM, CLICOLOR_FORCE: '1', CLICOLOR: '0' }, false, true],
  [{ TERM, CLICOLOR_FORCE: '0' }, false, false],
  [{ TERM, CLICOLOR_FORCE: '0' }, true, true],
  [{ TERM, CLICOLOR_FORCE: '1', NO_COLOR: '1' }, true, false],
  [{ CLICOLOR_FORCE: '1' }, false, true],
  [{ TERM: 'dumb' }, true, false],
  [{}, true, false],
])('with %j, and a terminal: %s, colours: %s', (env, isTerminal, isColoured) => {
  const { paint } = layoutFor(env, isTerminal ? 40 : undefined);
  expect(paint('bad', 'text')).toBe(isColoured ? '\x1b[31mtext\x1b[0m' : 'text');
});
