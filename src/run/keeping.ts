/** Keeps unread traces: writes the record of ours, announces those of killed runs, and enforces the limits. */
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

/** What to do with our trace at the end. */
export type Keeping = {
  /** Whether --list and --last will find our trace. */
  readonly isListed: boolean;
  /**
   * Keep our trace; `end` says how the run ended. Older traces beyond the limits are removed. If the limits allow no
   * trace at all, ours is removed, and `forgotten`. Never throws.
   */
  readonly keep: (end: string) => 'kept' | 'forgotten';
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
  const writing = setTimeout(() => quietly(() => writeRecord(place, record())), RECORD_AFTER);
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

/** Remove the traces beyond `limits`. `ours` counts as the newest, even if another has the same time. */
function makeRoom(directory: string, limits: Limits, ours: string): void {
  const isOurs = ({ place }: KeptTrace): boolean => place === ours;
  const kept = keptTraces(directory);
  bound([...kept.filter(isOurs), ...kept.filter((each) => !isOurs(each))], limits);
}

/** Remove the traces of `kept` that are beyond `limits`, and return the others. */
function bound(kept: readonly KeptTrace[], limits: Limits): readonly KeptTrace[] {
  const beyond = surplus(kept, limits);
  for (const { place } of beyond) forget(place);
  return kept.filter((each) => !beyond.includes(each));
}

/** Clean up after vimtraces that were killed, and announce their traces, which become kept traces. */
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

/** Tell the user of the traces `added`. Only from the foreground: in the background, writing may stop us (H7). */
function announce(added: readonly KeptTrace[], say: (text: string) => void): void {
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
