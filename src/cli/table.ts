/** Tables of profiles, by a command's name: how an entry is found, and how the user's own entries get in. */
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

/** The entry of `table` for a command: by the last part of its path. */
export function entry<T>(table: Readonly<Record<string, T>>, command: string): T | undefined {
  const name = command.slice(command.lastIndexOf('/') + 1);
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

/** The words of `text`. */
export const words = (text: string): readonly string[] => text.split(' ');
