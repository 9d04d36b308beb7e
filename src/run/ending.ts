/** The end of a run: the fate of the trace, what there is to say, and the exit. */
import * as messages from '../cli/messages.ts';
import type { EndAction } from '../core/action.ts';
import type { Event } from '../core/event.ts';
import { exitPlan } from '../core/exit.ts';
import type { Failure, Outcome } from '../core/types.ts';
import { end, listenNoMore } from '../os/job/signals.ts';
import type { Known } from '../os/process/proc.ts';
import { writersOf } from '../os/process/writers.ts';
import { sizeOf } from '../os/trace/file.ts';
import { copy } from '../os/trace/spool.ts';
import { graceTimer } from './grace.ts';
import { keepingOf } from './keeping.ts';
import type { PagerSide } from './paging.ts';
import { readingOf } from './reading.ts';
import type { Remains } from './remains.ts';
import { isSplit, type Request } from './request.ts';
import type { Undelivered } from './undelivered.ts';

/** A function that carries an order out. */
export function endSide(
  request: Request,
  remains: Remains | undefined,
  paging: PagerSide,
  undelivered: Undelivered,
  happened: (event: Event) => void,
): (action: EndAction) => void {
  const { afterwards, command, comparison, given, opened, say, settings, shown, split, spool } =
    request;
  const keeping = spool?.place === undefined ? undefined : keepingOf(spool.place, request);
  const reading = opened && readingOf(opened, request);
  const startGrace = graceTimer(settings.grace.value, () => happened({ type: 'graceOver' }));
  const keep = (outcome: Outcome, how: keyof typeof messages.traceIn, writer?: Known): void => {
    // The traces that are compared are where they were.
    if (comparison !== undefined) return;
    // The trace is kept first: the message may stop vimtrace (H7).
    if (keeping?.keep(messages.ending(outcome), writer) === 'forgotten')
      say(messages.traceForgotten(settings.keep.origin));
    else if (spool !== undefined && remains?.isThere())
      say(messages.traceIn[how](shown?.trace ?? spool.path, keeping?.isListed ?? false));
  };
  /** Do `end`, unless a process can still write to the trace: nothing is removed under a writer. */
  const unlessWritten = (outcome: Outcome, end: () => void): void => {
    const [writer] = spool?.place === undefined ? [] : writersOf(spool.path);
    if (writer === undefined) end();
    else keep(outcome, 'written', writer);
  };
  const shelve = (outcome: Outcome): void => {
    if (remains?.isThere() === false) spool?.discard();
    else keeping?.shelve(messages.ending(outcome));
    reading?.finish();
  };
  const complain = (failure: Failure): void => {
    const known = failure.kind === 'tracer' ? request.tracers() : undefined;
    const debian = known?.packageOf(command);
    const meant = known?.tracerMeant(command, settings.tracers);
    say(messages.complaint(failure, command, paging.pager(), debian, meant));
  };
  const leave = (outcome: Outcome): void => {
    if (afterwards !== undefined && spool !== undefined && outcome.by === 'tracer') {
      listenNoMore(given.ignored);
      afterwards(spool.path, given);
    } else {
      comparison?.discard();
      end(exitPlan(outcome, comparison?.status));
    }
  };
  return (action) => {
    switch (action.type) {
      case 'startGrace':
        return startGrace(action.after);
      case 'printTrace':
        return comparison === undefined
          ? spool?.copyTo(given.stdio[2], isSplit(request) ? split().printSplit : undefined)
          : copy(comparison.unified, given.stdio[1]);
      case 'discardTrace':
        return unlessWritten(action.outcome, () => {
          // Nobody has read the trace yet, but it is compared next.
          if (afterwards !== undefined && spool !== undefined && sizeOf(spool.path) > 0)
            return shelve(action.outcome);
          remains?.isThere();
          spool?.discard();
        });
      case 'shelveTrace':
        return unlessWritten(action.outcome, () => shelve(action.outcome));
      case 'keepTrace':
        return keep(action.outcome, action.tracer);
      case 'complain':
        return complain(action.failure);
      case 'exit':
        reading?.leave();
        undelivered.reportPostponed((pid) => paging.isPager(pid));
        return paging.leave(() => leave(action.outcome));
    }
  };
}
