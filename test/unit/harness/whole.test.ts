/** expectWhole: what it takes for a whole trace, however long, and what it does not. */
import { describe, expect, it } from 'vitest';
import { expectWhole } from '../../harness/whole.ts';

const first = 'execve("/bin/true", ["true"], 0x7ffe /* 9 vars */) = 0\n';
const last = '+++ exited with 0 +++\n';

describe('a trace is whole', () => {
  it.each([
    ['with two lines', `${first}${last}`],
    ['with a million lines', `${first}${'close(3) = 0\n'.repeat(1_000_000)}${last}`],
  ])('%s', (_how, trace) => {
    expectWhole(trace, 'exited with 0');
  });

  it('whose end is one of several', () => {
    expectWhole(`${first}${last}`, 'exited with 3|exited with 0');
  });
});

describe('a trace is not whole', () => {
  it.each([
    ['that is empty', ''],
    ['without its first line', last],
    ['without its last line', first],
    ['with another end', `${first}+++ killed by SIGHUP +++\n`],
    ['with half of its last line', `${first}${last}`.slice(0, -1)],
    ['with a line after its last', `${first}${last}close(3) = 0\n`],
  ])('%s', (_how, trace) => {
    expect(() => expectWhole(trace, 'exited with 0')).toThrow('to deeply equal');
  });
});
