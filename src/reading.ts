/** --last, --list and --forget: what can be done with the traces that were kept. */
import * as messages from './cli/messages.ts';
import { tablesWith, tracing } from './cli/wrappers.ts';
import { forget, type KeptTrace, keptTraces } from './os/kept.ts';
import { copy, userFile } from './os/spool.ts';
import { stateDirectory } from './os/state.ts';
import type { Request } from './session.ts';

const later = (): typeof import('./later.ts') => require('./later.ts');

function kept(): readonly KeptTrace[] {
  const directory = stateDirectory(process.env);
  return directory === undefined ? [] : keptTraces(directory);
}

export const listKept = (): string =>
  kept()
    .map(({ record, bytes, trace }) =>
      messages.keptLine({ ...record, end: record.end, bytes, trace }),
    )
    .map((line) => `${line}\n`)
    .join('');

export function forgetKept(): void {
  for (const each of kept()) forget(each.place);
}

/**
 * Open the newest kept trace as if its tracer had just ended; without a pager, print it.
 * False where there is none.
 */
export function openLast(
  how: Pick<Request, 'given' | 'say' | 'pager' | 'shDirectory' | 'settings'> & {
    /** Writes to standard output. */
    readonly output: (write: () => void) => void;
  },
): boolean {
  const [newest] = kept();
  if (newest === undefined) return false;
  if (how.pager === undefined) {
    how.output(() => copy(newest.trace, how.given.stdio[1]));
    return true;
  }
  const [command = '', ...args] = newest.record.command;
  const plan = tracing(command, args, tablesWith(how.settings.tracers));
  const spool = userFile(newest.trace);
  later()
    .openSession({ ...how, command, args, plan, tracer: undefined, spool })
    .tracerEnded({
      how: 'exited',
      code: 0,
    });
  return true;
}
