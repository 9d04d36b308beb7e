/** What is done for the traces that nobody has read: the record of ours, and a word on the others. */
import { dirname } from 'node:path';
import { type Limits, most, surplus } from '../cli/limits.ts';
import * as messages from '../cli/messages.ts';
import { ownership } from '../os/job/terminal.ts';
import { sweepTurns } from '../os/job/turn.ts';
import { known, statOf } from '../os/process/proc.ts';
import { hasOthers, type KeptTrace, keptTraces } from '../os/trace/kept.ts';
import { isFirstToAnnounce, type TraceRecord, writeRecord } from '../os/trace/record.ts';
import { stateDirectory } from '../os/trace/state.ts';
import { closeToOthers, forget, renew, sweep } from '../os/trace/upkeep.ts';
import { ourselves } from '../os/trace/writer.ts';
import type { Request } from './request.ts';

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
  {
    command,
    args,
    say,
    settings,
    tracer,
  }: Pick<Request, 'command' | 'args' | 'say' | 'settings' | 'tracer'>,
): Keeping {
  const run = { command: [command, ...args], directory: workingDirectory(), time: Date.now() };
  // Before its number can be another's.
  const itsTracer = tracer && known(tracer);
  const record = (): TraceRecord => ({
    ...run,
    ...ourselves(),
    ...(itsTracer && statOf(itsTracer) && { tracer: itsTracer }),
  });
  const directory = dirname(place);
  const isListed = directory === stateDirectory(process.env);
  const writing = setTimeout(() => quietly(() => writeRecord(place, record())), SOON);
  const limits = most(settings.keep.value);
  if (isListed) quietly(() => adopt(directory, limits, say));
  return {
    isListed,
    keep: (end) => {
      clearTimeout(writing);
      quietly(() => closeToOthers(place));
      quietly(() => renew(place));
      quietly(() => writeRecord(place, { ...record(), end }));
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
  bound([...kept.filter(isOurs), ...kept.filter((each) => !isOurs(each))], limits);
}

/** Forget those at the end of `kept` that are beyond `limits`; the others. */
function bound(kept: readonly KeptTrace[], limits: Limits): readonly KeptTrace[] {
  const beyond = surplus(kept, limits);
  for (const { place } of beyond) forget(place);
  return kept.filter((each) => !beyond.includes(each));
}

/** What a sudden end has left is treated as what was kept in order, and all that is new is said. */
function adopt(directory: string, limits: Limits, say: (text: string) => void): void {
  if (!hasOthers(directory)) return;
  quietly(() => sweep(directory));
  quietly(() => sweepTurns(directory));
  const isNew = ({ record }: KeptTrace): boolean => record.isAnnounced !== true;
  const kept = keptTraces(directory);
  const added = kept.filter(isNew);
  if (added.length === 0) return;
  for (const { place } of added) quietly(() => closeToOthers(place));
  announce(bound(kept, limits).filter(isNew), say);
}

/** Not from the background, where to say something may stop us (H7). */
function announce(added: readonly KeptTrace[], say: (text: string) => void): void {
  if (ownership(undefined) !== 'foreground') return;
  const ours = added.filter(({ place }) => isFirstToAnnounce(place));
  const [newest] = ours;
  if (newest === undefined) return;
  say(messages.announcement(ours.length, newest.record.command));
  for (const { place, record } of ours) quietly(() => writeRecord(place, announced(record)));
}

/** With an end: it is over, also for those who cannot see that, and whoever has its writer's number. */
function announced({ tracer: _, ...record }: TraceRecord): TraceRecord {
  return { ...record, end: record.end ?? messages.cutShort, isAnnounced: true };
}

function workingDirectory(): string {
  try {
    return process.cwd();
  } catch {
    return 'a directory that is gone';
  }
}

/** What goes wrong with a record is no reason to disturb a run. */
function quietly(action: () => void): void {
  try {
    action();
  } catch {
    // A full disk, or a directory that is gone.
  }
}
