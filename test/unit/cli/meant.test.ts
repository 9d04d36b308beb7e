/** meant: the known name that is a typing error away. */
import { describe, expect, it } from 'vitest';
import { hint, meant } from '../../../src/cli/meant.ts';

const known = ['strace', 'ltrace', 'perf', 'gdb', 'stap', 'valgrind', 'pager', 'no-pager'];

type Row = readonly [given: string, name: string | undefined];
const rows: readonly Row[] = [
  ['starce', 'strace'],
  ['srace', 'strace'],
  ['sttrace', 'strace'],
  ['straec', 'strace'],
  ['ltrac', 'ltrace'],
  ['valgirnd', 'valgrind'],
  ['vallgrindd', 'valgrind'],
  ['perl', 'perf'],
  ['gbd', 'gdb'],
  ['pagr', 'pager'],
  ['nopager', 'no-pager'],
  // Two errors in a short word leave too little of it.
  ['pref1', undefined],
  ['gxx', undefined],
  ['ls', undefined],
  ['', undefined],
  ['make', undefined],
  // A name is not meant by itself.
  ['gdb', undefined],
];

describe('the name that was meant', () => {
  it.each(rows)('by %j is %j', (given, name) => {
    expect(meant(given, known)).toBe(name);
    expect(hint(given, known, (text) => `<${text}>`)).toBe(
      name === undefined ? '' : ` (did you mean <${name}>?)`,
    );
  });
});
