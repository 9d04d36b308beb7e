/** seemsRefused: which ends of a run are looked into. */
import { expect, it } from 'vitest';
import { seemsRefused } from '../../../src/cli/refusal.ts';
import type { Ended } from '../../../src/core/types.ts';

const one: Ended = { how: 'exited', code: 1 };
const rows: readonly (readonly [
  string,
  readonly string[],
  Ended,
  number,
  'launch' | 'attach' | undefined,
])[] = [
  ['strace', ['ls'], one, 0, 'launch'],
  ['/usr/bin/strace', ['-f', 'ls'], one, 22, 'launch'],
  ['strace', ['-p', '7'], one, 0, 'attach'],
  ['strace', ['-f', '-p7'], one, 0, 'attach'],
  ['strace', ['--attach=7'], one, 0, 'attach'],
  ['ltrace', ['ls'], one, 0, 'launch'],
  ['ldd', ['ls'], one, 0, undefined],
  ['strace', ['ls'], one, 65, undefined],
  ['strace', ['ls'], { how: 'exited', code: 0 }, 0, undefined],
  ['strace', ['ls'], { how: 'exited', code: 2 }, 0, undefined],
  ['strace', ['ls'], { how: 'killed', signal: 'SIGHUP' }, 0, undefined],
];

it.each(rows)('%s %j, %j, a trace of %i bytes: %s', (command, args, ended, bytes, expected) => {
  expect(seemsRefused(command, args, ended, bytes)).toBe(expected);
});
