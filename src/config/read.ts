/** Reads the user's configuration. Loaded lazily: without a configuration, nobody reads this code. */
import { faulty, unread, untrusted } from '../cli/config-faults.ts';
import type { Config } from '../cli/settings.ts';
import { trusted } from '../os/config-file.ts';
import { reasonOf } from '../os/errno.ts';
import { readText } from './text.ts';

/** The settings of the file, or what is wrong with it. */
export type Reading =
  | { readonly kind: 'config'; readonly config: Config }
  /** A message for each fault, one a line. */
  | { readonly kind: 'unusable'; readonly complaint: string };

/** The settings in `file`, if the file can be trusted and has no fault. */
export function readConfig(file: string): Reading {
  const contents = trusted(file, process.env);
  if (contents.kind === 'failed') return unusable(unread(file, reasonOf(contents.error)));
  if (contents.kind !== 'text') return unusable(untrusted(file, contents.kind));
  const read = readText(file, contents.text);
  return read.kind === 'config'
    ? read
    : unusable(read.faults.map((fault) => faulty(file, fault)).join('\n'));
}

const unusable = (complaint: string): Reading => ({ kind: 'unusable', complaint });
