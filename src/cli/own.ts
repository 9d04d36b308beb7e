/** The user's own profiles among those that are known. */
import type { Own } from './settings.ts';

/** `known` with the user's `own`, which replace what has their name; one that is a name has that one's profile. */
export function withOwn<T extends object>(
  known: Readonly<Record<string, T>>,
  own: Own<T> | undefined,
): Readonly<Record<string, T>> {
  if (own === undefined) return known;
  const profiles = Object.entries(own).map(
    ([name, { value }]) => [name, typeof value === 'string' ? known[value] : value] as const,
  );
  return Object.fromEntries(
    [...Object.entries(known).filter(([name]) => !Object.hasOwn(own, name)), ...profiles].flatMap(
      ([name, profile]) => (profile === undefined ? [] : [[name, profile]]),
    ),
  );
}
