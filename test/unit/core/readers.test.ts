/** Who reads what the program has written into a pipe: the rest of the pipeline, and nobody who waits for us. */
import { describe, expect, it } from 'vitest';
import { type Ends, type Member, readersOf } from '../../../src/core/readers.ts';

const OURS = 'pipe:[1]';
type Named = Member & { readonly name: string };
const member = (name: string, kin: Member['kin'], ends: Partial<Ends> | 'hidden'): Named => ({
  name,
  kin,
  ends: ends === 'hidden' ? ends : { reads: [], writes: [], input: 'other', ...ends },
});
const us = member('vimtrace', 'us', { reads: ['pipe:[0]'], writes: [OURS, 'pipe:[7]'] });
const named = (...members: readonly Named[]): readonly string[] =>
  readersOf(OURS, [us, ...members]).map(({ name }) => name);

describe('the readers of our output', () => {
  it('are those that have the other end of the pipe', () => {
    expect(named(member('less', 'other', { reads: [OURS] }))).toEqual(['less']);
  });

  it('are those that read what a reader writes, in any order and in a circle', () => {
    expect(
      named(
        member('less', 'other', { reads: ['pipe:[3]'] }),
        member('tee', 'other', { reads: ['pipe:[2]'], writes: ['pipe:[3]', 'pipe:[2]'] }),
        member('sort', 'other', { reads: [OURS], writes: ['pipe:[2]'] }),
      ).toSorted(),
    ).toEqual(['less', 'sort', 'tee']);
  });

  it('are the next processes of the pipeline, even if one between has ended', () => {
    const next = (name: string, ends: Partial<Ends> | 'hidden') => member(name, 'next', ends);
    expect(
      named(
        next('less', { reads: ['pipe:[2]'], input: 'pipe' }),
        next('sudo', 'hidden'),
        next('job', { reads: [] }),
        next('tee', { reads: ['pipe:[2]'], writes: ['pipe:[5]'], input: 'pipe' }),
        member('log', 'other', { reads: ['pipe:[5]'] }),
      ),
    ).toEqual(['less', 'sudo', 'tee', 'log']);
  });

  it('are not those that write to us, nor others of the group, nor those whose pipes are hidden', () => {
    expect(
      named(
        member('yes', 'other', { writes: ['pipe:[0]'] }),
        member('another', 'other', { reads: ['pipe:[9]'], input: 'pipe' }),
        member('monitor', 'other', { reads: ['pipe:[7]'] }),
        member('sudo', 'other', 'hidden'),
      ),
    ).toEqual([]);
  });

  it('are not the shell that reads $(vimtrace …)', () => {
    expect(named(member('sh', 'ancestor', { reads: [OURS] }))).toEqual([]);
  });

  it.each([
    ['that can write to the pipe', { writes: [OURS] }],
    ['whose pipes are hidden', 'hidden' as const],
  ])('are none with an ancestor %s', (_which, ends) => {
    expect(
      named(member('sh', 'ancestor', ends), member('sort', 'other', { reads: [OURS] })),
    ).toEqual([]);
  });
});
