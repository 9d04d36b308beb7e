/** variableFaults: the form of vimtrace's own variables, and whether the sh of VIMTRACE_SH is there. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { unknownVariables, variableFaults, variables } from '../../../src/cli/environment.ts';
import { wrongVariable } from '../../../src/cli/messages.ts';

const exists = (program: string): boolean => program === 'dash';

type Row = readonly [env: Readonly<Record<string, string>>, complaints: readonly string[]];
const rows: readonly Row[] = [
  [{}, []],
  [{ VIMTRACE_KEEP: '', VIMTRACE_LARGE: '', VIMTRACE_SH: '' }, []],
  [{ VIMTRACE_KEEP: '0', VIMTRACE_LARGE: '0', VIMTRACE_SH: 'dash' }, []],
  [{ VIMTRACE_KEEP: '7,500M', VIMTRACE_LARGE: '4G', VIMTRACE_AT: 'end' }, []],
  [
    { VIMTRACE_AT: 'top' },
    [
      'cannot read $VIMTRACE_AT: it must be cause, start or end, not "top"; correct it, or unset it',
    ],
  ],
  [
    { VIMTRACE_KEEP: 'bar' },
    [
      'cannot read $VIMTRACE_KEEP: it must be COUNT, COUNT,SIZE or COUNT,SIZE,AGE, as 10,500M,7d, then / and the same for unread traces, as /20,2G, not "bar"; correct it, or unset it',
    ],
  ],
  [
    { VIMTRACE_LARGE: '4T' },
    [
      'cannot read $VIMTRACE_LARGE: it must be a size with K, M or G, not "4T"; correct it, or unset it',
    ],
  ],
  [
    { VIMTRACE_SH: 'nonsense' },
    [
      'cannot run the sh nonsense, set by $VIMTRACE_SH: not found, or not executable; unset VIMTRACE_SH, or set it to a dash, bash or busybox sh',
    ],
  ],
  [
    { VIMTRACE_SH: 'a\nb', VIMTRACE_LARGE: '\u202e', VIMTRACE_KEEP: ' 1' },
    [
      'cannot read $VIMTRACE_KEEP: it must be COUNT, COUNT,SIZE or COUNT,SIZE,AGE, as 10,500M,7d, then / and the same for unread traces, as /20,2G, not " 1"; correct it, or unset it',
      'cannot read $VIMTRACE_LARGE: it must be a size with K, M or G, not "?"; correct it, or unset it',
      'cannot run the sh a?b, set by $VIMTRACE_SH: not found, or not executable; unset VIMTRACE_SH, or set it to a dash, bash or busybox sh',
    ],
  ],
];

describe('the faults of the environment', () => {
  it.each(rows)('of %j are reported', (env, complaints) => {
    expect(variableFaults(env, exists).map(wrongVariable)).toEqual(
      complaints.map((text) => `vimtrace: ${text}`),
    );
  });
});

it('knows the variables of the man page, and no others', () => {
  const page = readFileSync('man/vimtrace.1', 'utf8').matchAll(/^\.It Ev (VIMTRACE_\w+)$/gm);
  expect([...page].map(([, name]) => name).sort()).toEqual([...variables].sort());
  const env = Object.fromEntries(
    [...variables, 'PATH', 'VIMTRACE_KEPT'].map((name) => [name, '1']),
  );
  expect(unknownVariables(env)).toEqual(['VIMTRACE_KEPT']);
});
