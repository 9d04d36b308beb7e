/** The user's configuration, in a file of its own: nothing of this is read where there is none. */
import { faulty, unread, untrusted } from '../cli/config-faults.ts';
import type { Config } from '../cli/settings.ts';
import { trusted } from '../os/config-file.ts';
import { reasonOf } from '../os/errno.ts';
import { readText } from './text.ts';

export type Reading =
  | { readonly kind: 'config'; readonly config: Config }
  /** In words, a line for each thing that is wrong with it. */
  | { readonly kind: 'unusable'; readonly complaint: string };

/** What `file` says, if it is to be obeyed. */
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
