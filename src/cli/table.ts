/** Tables of profiles by the name of the command: finds an entry, and adds the user's own entries. */
import type { Own } from './settings.ts';

/** `known` and the user's `own` profiles, which win. An own profile that is a name stands for the known one. */
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

/** The entry of `table` for a command, by the last part of its path. */
export function entry<T>(table: Readonly<Record<string, T>>, command: string): T | undefined {
  const name = nameOf(command);
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

/** The last part of a path. */
export const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** The words of `text`. */
export const words = (text: string): readonly string[] => text.split(' ');
