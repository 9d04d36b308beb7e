/** What is done for the traces that nobody has read: the record of ours, and a word on the others. */
import { dirname } from 'node:path';
import { type Limits, most } from './cli/limits.ts';
import * as messages from './cli/messages.ts';
import {
  closeToOthers,
  forget,
  hasOthers,
  type KeptTrace,
  keptTraces,
  renew,
  surplus,
  sweep,
} from './os/kept.ts';
import { writeRecord } from './os/record.ts';
import { stateDirectory } from './os/state.ts';
import { ownership } from './os/terminal.ts';
import { ourselves } from './os/writer.ts';
import type { Request } from './session.ts';

export type Keeping = {
  /** Whether --list and --last will find it. */
  readonly isListed: boolean;
  /**
   * Our trace is to be kept, and ended as `end` says: the oldest make room for it. Where none
   * is to be kept, it is forgotten.
   */
  readonly keep: (end: string) => 'kept' | 'forgotten';
};

/** When the tracer's start, or for a short trace the pager's, is over (ms). */
const SOON = 100;

/** Write our record to `place`; among those that can be found again, say once which were kept before. */
export function keepingOf(
  place: string,
  { command, args, say, settings }: Pick<Request, 'command' | 'args' | 'say' | 'settings'>,
): Keeping {
  const run = { command: [command, ...args], directory: workingDirectory(), time: Date.now() };
  const directory = dirname(place);
  const isListed = directory === stateDirectory(process.env);
  const writing = setTimeout(
    () => quietly(() => writeRecord(place, { ...run, ...ourselves() })),
    SOON,
  );
  if (isListed) quietly(() => announce(directory, say));
  return {
    isListed,
    keep: (end) => {
      const limits = most(settings.keep.value);
      clearTimeout(writing);
      quietly(() => closeToOthers(place));
      quietly(() => renew(place));
      quietly(() => writeRecord(place, { ...run, ...ourselves(), end }));
      if (isListed) quietly(() => makeRoom(directory, limits, place));
      if (limits.count > 0) return 'kept';
      quietly(() => forget(place));
      return 'forgotten';
    },
  };
}

/** `ours`, which the user is just told of, is the first, also where another has the same time. */
function makeRoom(directory: string, limits: Limits, ours: string): void {
  const isOurs = ({ place }: KeptTrace): boolean => place === ours;
  const kept = keptTraces(directory);
  const oursFirst = [...kept.filter(isOurs), ...kept.filter((each) => !isOurs(each))];
  for (const { place } of surplus(oursFirst, limits)) forget(place);
}

function workingDirectory(): string {
  try {
    return process.cwd();
  } catch {
    return 'a directory that is gone';
  }
}

/** Not from the background, where to say something may stop us (H7). */
function announce(directory: string, say: (text: string) => void): void {
  if (!hasOthers(directory) || ownership(undefined) !== 'foreground') return;
  sweep(directory);
  const untold = keptTraces(directory).filter(({ record }) => record.isAnnounced !== true);
  const [newest] = untold;
  if (newest === undefined) return;
  say(messages.announcement(untold.length, newest.record.command));
  for (const { place, record } of untold) writeRecord(place, { ...record, isAnnounced: true });
}

/** What goes wrong with a record is no reason to disturb a run. */
function quietly(action: () => void): void {
  try {
    action();
  } catch {
    // A full disk, or a directory that is gone.
  }
}
