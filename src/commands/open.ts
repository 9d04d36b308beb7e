/** --open and --last: opens the trace of an earlier run, or prints it where its reader is no terminal. */
import * as messages from '../cli/messages.ts';
import type { TraceName } from '../cli/trace-name.ts';
import { tablesWith, tracing } from '../cli/tracers/wrappers.ts';
import { listen } from '../os/job/signals.ts';
import { sizeOf } from '../os/trace/file.ts';
import { writeTitle } from '../os/trace/record.ts';
import { copy, userFile } from '../os/trace/spool.ts';
import type { Request } from '../run/request.ts';
import type { Session } from '../run/session.ts';
import { type Fail, named } from './traces.ts';

/** A file that no run is known of is taken for a trace of strace. */
const UNKNOWN = ['strace'];

/** Open the trace that `name` names; print the trace if there is no pager. */
export function open(
  name: TraceName,
  how: Omit<
    Request,
    'command' | 'args' | 'plan' | 'tracer' | 'spool' | 'opened' | 'comparison' | 'afterwards'
  > & {
    /** Call `write`, which writes to standard output, and handle its errors. */
    readonly output: (write: () => void) => void;
    readonly fail: Fail;
  },
  openSession: (request: Request) => Session,
): void {
  const { path, listed } = named(name, 'open', how.fail);
  if (sizeOf(path) === 0) how.fail(messages.emptyTrace(path));
  if (how.pager === undefined) {
    how.output(() => copy(path, how.given.stdio[1]));
    return;
  }
  const known = listed?.record.command ?? [];
  const [command = '', ...args] = known.length === 0 ? UNKNOWN : known;
  const plan = tracing(command, args, tablesWith(how.settings.tracers));
  const spool = userFile(path);
  if (listed !== undefined)
    writeTitle(listed.place, messages.title(known, listed.record.end ?? messages.cutShort));
  const none = { tracer: undefined, comparison: undefined, afterwards: undefined };
  const request = { ...how, ...none, command, args, plan, spool, opened: listed };
  const session = openSession(request);
  listen(how.given.ignored, session.signalled);
  session.traceOpened();
}
