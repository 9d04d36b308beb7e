/** Finds the line of a trace at which the pager opens after a failure. Loaded for a run that failed, and for no other. */

import type { Where } from '../cli/pagers/start.ts';
import { causeText } from '../cli/report/cause-text.ts';
import { sizeOf, textOf } from '../os/trace/file.ts';
import { firstCause } from '../trace/answers/first-cause.ts';

/** The user does not wait for the cause in a larger trace (bytes); --report=cause has no such limit. */
const LARGEST = 64 * 1024 ** 2;

/** Where the cause of the failure stands in the trace `path`; the start of the trace if nothing explains the failure. */
export function causeIn(path: string): Where {
  const guess = sizeOf(path) > LARGEST ? undefined : firstCause(textOf(path));
  return guess === undefined
    ? { is: 'start' }
    : { is: 'line', line: guess.line, why: causeText(guess) };
}
