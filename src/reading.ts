/** --last, --list and --forget: what can be done with the traces that were kept. */
import * as messages from './cli/messages.ts';
import { tablesWith, tracing } from './cli/wrappers.ts';
import { reasonOf } from './os/errno.ts';
import { forget, type KeptTrace, keptTraces, tracesIn } from './os/kept.ts';
import { listen } from './os/signals.ts';
import { copy, userFile } from './os/spool.ts';
import { modeOf, stateDirectory } from './os/state.ts';
import type { Request } from './session.ts';

const later = (): typeof import('./later.ts') => require('./later.ts');

/** Ends vimtrace with that word on standard error. */
type Fail = (text: string) => never;

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

export const listKept = (fail: Fail): string =>
  found(fail, tracesIn)
    .map(({ record, ...kept }) => messages.keptLine({ ...record, ...kept, end: record.end }))
    .map((line) => `${line}\n`)
    .join('');

export function forgetKept(fail: Fail): void {
  for (const { place } of found(fail, keptTraces)) forget(place);
}

/** Open the newest kept trace as if its tracer had just ended; without a pager, print it. */
export function openLast(
  how: Pick<Request, 'given' | 'say' | 'pager' | 'shDirectory' | 'settings'> & {
    /** Writes to standard output. */
    readonly output: (write: () => void) => void;
    readonly fail: Fail;
  },
): void {
  const newest = found(how.fail, keptTraces)[0] ?? how.fail(messages.nothingKept);
  if (how.pager === undefined) {
    how.output(() => copy(newest.trace, how.given.stdio[1]));
    return;
  }
  const [command = '', ...args] = newest.record.command;
  const plan = tracing(command, args, tablesWith(how.settings.tracers));
  const spool = userFile(newest.trace);
  const session = later().openSession({ ...how, command, args, plan, tracer: undefined, spool });
  listen(how.given.ignored, session.signalled);
  session.tracerEnded({ how: 'exited', code: 0 });
}
