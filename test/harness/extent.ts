/** How far a storm goes, and from which seed: a few rounds in the test command, many in `npm run stress`. */
import { inject } from 'vitest';

export type Stress = {
  readonly seed: number;
  /** How many rounds; each storm's own number where it is not given. */
  readonly rounds?: number;
  /** The one round to play, counted from 1. */
  readonly round?: number;
};

declare module 'vitest' {
  export interface ProvidedContext {
    /** What `npm run stress` was asked for; missing in the test command. */
    stress?: Stress;
  }
}

export type Extent = { readonly seed: number; readonly first: number; readonly last: number };

const ownSeed = Date.now() & 0x7fffffff;

/** The rounds to play, `short` in the test command and `long` in `npm run stress`. */
export function extent(short: number, long: number): Extent {
  const stress = inject('stress');
  if (stress === undefined) return { seed: ownSeed, first: 1, last: short };
  const { seed, rounds = long, round } = stress;
  return round === undefined
    ? { seed, first: 1, last: rounds }
    : { seed, first: round, last: round };
}

/** How long a random run may be. */
export const longest = (short: number, long: number): number =>
  inject('stress') === undefined ? short : long;
