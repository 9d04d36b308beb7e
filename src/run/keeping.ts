/** Keeps traces: writes the record of ours, announces those of killed runs, and enforces the limits. */
import { dirname } from 'node:path';
import { type Limits, limitsOf } from '../cli/limits.ts';
import * as messages from '../cli/messages.ts';
import { ownership } from '../os/job/terminal.ts';
import { sweepTurns } from '../os/job/turn.ts';
import { type Known, known, statOf } from '../os/process/proc.ts';
import { hasOthers, type ListedTrace, newestIn, unreadTraces } from '../os/trace/kept.ts';
import { markRead, stays } from '../os/trace/reading.ts';
import { isFirstToAnnounce, type TraceRecord, writeRecord } from '../os/trace/record.ts';
import { stateDirectory } from '../os/trace/state.ts';
import { closeTrace, forgetUnopened, renew, sweep } from '../os/trace/upkeep.ts';
import { ourselves } from '../os/trace/writer.ts';
import type { Request } from './request.ts';
import { bound, makeRoom } from './room.ts';

/** What to do with our trace at the end. */
export type Keeping = {
  /** Whether --list and --last will find our trace. */
  readonly isListed: boolean;
  /**
   * Keep our trace; `end` says how the run ended. Older traces beyond the limits are removed. If the limits allow no
   * trace at all, ours is removed, and `forgotten`; but not if a `writer` can still write to it. Never throws.
   */
  readonly keep: (end: string, writer?: Known) => 'kept' | 'forgotten';
  /**
   * The same for a trace that the user has read, for which other limits hold. A trace that --last would not find is
   * removed. Never throws.
   */
  readonly shelve: (end: string) => void;
};

/** Write the record after this time (ms): earlier it would delay the start of the tracer or the pager. */
const RECORD_AFTER = 100;

/**
 * Start keeping the trace in `place`: write its record a little later. If `place` is in the state directory,
 * announce the traces there that a killed vimtrace has left, each once.
 */
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
  // Read the tracer's birth now: later its pid may belong to another process.
  const knownTracer = tracer && known(tracer);
  const record = (): TraceRecord => ({
    ...run,
    ...ourselves(),
    ...(knownTracer && statOf(knownTracer) && { tracer: knownTracer }),
  });
  const directory = dirname(place);
  const isListed = directory === stateDirectory(process.env);
  let writing: NodeJS.Timeout | undefined;
  // Node takes 0.6 ms for its first timer. A tracer that has ended by now is seen before.
  const soon = setImmediate(() => {
    writing = setTimeout(() => quietly(() => writeRecord(place, record())), RECORD_AFTER);
  });
  const limits = limitsOf(settings.keep.value);
  if (isListed) quietly(() => adopt(place, limits.unread, say));
  const finish = (end: string, writer?: Known): void => {
    clearImmediate(soon);
    clearTimeout(writing);
    quietly(() => closeTrace(place));
    if (isListed) quietly(() => renew(place, newestIn(directory, place)));
    quietly(() => writeRecord(place, { ...record(), ...(writer && { tracer: writer }), end }));
  };
  return {
    isListed,
    keep: (end, writer) => {
      finish(end, writer);
      if (isListed) quietly(() => makeRoom(directory, limits, place));
      if (limits.unread.count > 0 || writer !== undefined || stays(place)) return 'kept';
      quietly(() => forgetUnopened(place));
      return 'forgotten';
    },
    shelve: (end) => {
      try {
        if (!isListed) return forgetUnopened(place);
        finish(end);
        markRead(place);
        makeRoom(directory, limits, place);
      } catch {
        // Without its mark the trace would count as unread.
        quietly(() => forgetUnopened(place));
      }
    },
  };
}

/** Clean up after vimtraces that were killed, and announce their traces, which become kept traces. */
function adopt(place: string, limits: Limits, say: (text: string) => void): void {
  const directory = dirname(place);
  if (!hasOthers(directory, place)) return;
  quietly(() => sweep(directory));
  quietly(() => sweepTurns(directory));
  const isNew = ({ record }: ListedTrace): boolean => record.isAnnounced !== true;
  const kept = unreadTraces(directory);
  const added = kept.filter(isNew);
  if (added.length === 0) return;
  for (const { place } of added) quietly(() => closeTrace(place));
  announce(bound(kept, limits).filter(isNew), say);
}

/** Tell the user of the traces `added`. Only from the foreground: in the background, writing may stop us (H7). */
function announce(added: readonly ListedTrace[], say: (text: string) => void): void {
  if (ownership(undefined) !== 'foreground') return;
  const ours = added.filter(({ place }) => isFirstToAnnounce(place));
  const [newest] = ours;
  if (newest === undefined) return;
  say(messages.announcement(ours.length, newest.record.command));
  for (const { place, record } of ours) quietly(() => writeRecord(place, announced(record)));
}

/** The record of an announced trace. With an end, so that nobody takes a process with the same pid for its writer. */
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

/** Do `action`, and ignore its failure: keeping a trace must not disturb the run. */
function quietly(action: () => void): void {
  try {
    action();
  } catch {
    // A full disk, or a removed directory.
  }
}
