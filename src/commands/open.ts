/** --open and --last: opens the trace of an earlier run, or prints it where its reader is no terminal. */
import * as messages from '../cli/messages.ts';
import type { Pager } from '../cli/pagers/choose.ts';
import { showsMany, tableFor } from '../cli/pagers/start.ts';
import type { TraceName } from '../cli/trace-name.ts';
import { tablesWith, tracing } from '../cli/tracers/wrappers.ts';
import { listen } from '../os/job/signals.ts';
import { nameOfFile } from '../os/process/find.ts';
import { sizeOf } from '../os/trace/file.ts';
import type { ListedTrace } from '../os/trace/kept.ts';
import { writeTitle } from '../os/trace/record.ts';
import { copy, userFile } from '../os/trace/spool.ts';
import type { Request, Shown } from '../run/request.ts';
import type { Session } from '../run/session.ts';
import { type Fail, named } from './traces.ts';

/** A file that no run is known of is taken for a trace of strace. */
const UNKNOWN = ['strace'];

/** Open the trace that `name` names; print the trace if there is no pager. */
export function open(
  name: TraceName,
  how: Omit<
    Request,
    | 'command'
    | 'args'
    | 'plan'
    | 'tracer'
    | 'spool'
    | 'opened'
    | 'comparison'
    | 'shown'
    | 'afterwards'
  > & {
    /** Call `write`, which writes to standard output, and handle its errors. */
    readonly output: (write: () => void) => void;
    readonly fail: Fail;
  },
  openSession: (request: Request) => Session,
): void {
  const { path, is, listed } = named(name, 'open', how.fail);
  if (is === 'file' && sizeOf(path) === 0) how.fail(messages.emptyTrace(path));
  const { pager } = how;
  if (pager === undefined) {
    const print = is === 'split' ? how.split().printSplit : copy;
    how.output(() => print(path, how.given.stdio[1]));
    return;
  }
  const known = listed?.record.command ?? [];
  const [command = '', ...args] = known.length === 0 ? UNKNOWN : known;
  const plan = tracing(command, args, tablesWith(how.settings.tracers));
  const end = listed?.record.end ?? messages.cutShort;
  const title = listed === undefined ? path : messages.title(known, end);
  if (listed !== undefined) writeTitle(listed.place, title);
  const shown = is === 'file' ? undefined : showing(path, title, pager, listed, how);
  const spool = userFile(shown?.file ?? path);
  const none = { tracer: undefined, comparison: undefined, afterwards: undefined };
  const request = { ...how, ...none, command, args, plan, spool, shown, opened: listed };
  const session = openSession(request);
  listen(how.given.ignored, session.signalled);
  session.traceOpened();
}

/** What `pager` shows of the trace with a file for each process at `path`. */
function showing(
  path: string,
  title: string,
  pager: Pager,
  listed: ListedTrace | undefined,
  { settings, split }: Pick<Request, 'settings' | 'split'>,
): Shown {
  const realName = (program: string) => nameOfFile(program, process.env['PATH']);
  return split().showSplit(path, listed?.place, {
    title,
    at: settings.at.value,
    isFailure: messages.isFailure(listed?.record.end ?? ''),
    isMany: showsMany(pager.command, tableFor(pager.command, settings.pagers, realName)),
  });
}
