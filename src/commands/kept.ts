/** --last, --list and --forget: opens, lists and removes kept traces. */
import * as messages from '../cli/messages.ts';
import { tablesWith, tracing } from '../cli/tracers/wrappers.ts';
import { reasonOf } from '../os/errno.ts';
import { listen } from '../os/job/signals.ts';
import { type KeptTrace, keptTraces, tracesIn } from '../os/trace/kept.ts';
import { writeTitle } from '../os/trace/record.ts';
import { copy, userFile } from '../os/trace/spool.ts';
import { modeOf, stateDirectory } from '../os/trace/state.ts';
import { forget } from '../os/trace/upkeep.ts';
import type { Request } from '../run/request.ts';
import type { Session } from '../run/session.ts';

/** Ends vimtrace, with `text` on standard error. */
type Fail = (text: string) => never;

/** The traces that `find` finds in the state directory; none if there is no such directory. */
function found(
  fail: Fail,
  find: (directory: string) => readonly KeptTrace[],
): readonly KeptTrace[] {
  const directory = stateDirectory(process.env);
  if (directory === undefined) return [];
  try {
    return modeOf(directory) === undefined ? [] : find(directory);
  } catch (error) {
    return fail(messages.keptUnusable(directory, reasonOf(error)));
  }
}

/** The text of --list: a line for each trace. */
export const listKept = (fail: Fail): string =>
  found(fail, tracesIn)
    .map(({ record, ...kept }) => messages.keptLine({ ...record, ...kept, end: record.end }))
    .map((line) => `${line}\n`)
    .join('');

/** Remove all kept traces. */
export function forgetKept(fail: Fail): void {
  for (const { place } of found(fail, keptTraces)) forget(place);
}

/** Open the newest kept trace; print the trace if there is no pager. */
export function openLast(
  how: Omit<Request, 'command' | 'args' | 'plan' | 'tracer' | 'spool'> & {
    /** Call `write`, which writes to standard output, and handle its errors. */
    readonly output: (write: () => void) => void;
    readonly fail: Fail;
  },
  openSession: (request: Request) => Session,
): void {
  const newest = found(how.fail, keptTraces)[0] ?? how.fail(messages.nothingKept);
  if (how.pager === undefined) {
    how.output(() => copy(newest.trace, how.given.stdio[1]));
    return;
  }
  const [command = '', ...args] = newest.record.command;
  const plan = tracing(command, args, tablesWith(how.settings.tracers));
  const spool = userFile(newest.trace);
  writeTitle(
    newest.place,
    messages.title(newest.record.command, newest.record.end ?? messages.cutShort),
  );
  const session = openSession({ ...how, command, args, plan, tracer: undefined, spool });
  listen(how.given.ignored, session.signalled);
  session.traceOpened();
}
