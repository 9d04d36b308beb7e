/** Compares two runs by their traces. */
export { Differences, type Spot } from './first.ts';
export { type Normal, Normalizer } from './normal.ts';
export { paired, type Text } from './pair.ts';
