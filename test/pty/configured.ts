/** Places whose user has a configuration file. */
import { mkdirSync } from 'node:fs';
import { type Place, place } from '../harness/place.ts';

const name = 'home/config/vimtrace/config.json';

/** A place whose configuration file is `text`; a value that is no string is written as JSON. */
export function configured(text: unknown, extra: Readonly<Record<string, string>> = {}): Place {
  const where = place(extra);
  mkdirSync(`${where.directory}/home/config/vimtrace`, { recursive: true });
  where.write(name, typeof text === 'string' ? text : JSON.stringify(text, null, 1));
  return where;
}

export const configOf = (where: Place): string => `${where.directory}/${name}`;
