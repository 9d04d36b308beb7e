/** How vimtrace itself has to end, for each outcome. */
import type { Ended, Failure, Outcome } from './types.ts';

/** vimtrace's own failure, and a usage error; what env(1), nohup(1) and sudo use too. */
export const FAILED = 125;

/**
 * The way to end for `outcome`: a status of 0–255, or death by the signal itself. `read` is the status after the user
 * has read what vimtrace was asked to open.
 */
export function exitPlan(outcome: Outcome, read = 0): Ended {
  switch (outcome.by) {
    case 'tracer':
      return outcome.ended;
    case 'reading':
      return { how: 'exited', code: read };
    case 'signal':
      return { how: 'killed', signal: outcome.signal };
    case 'failure':
      return { how: 'exited', code: failureCode(outcome.failure) };
  }
}

/** Whether the tracer failed, so that the trace may tell why. */
export const hasFailed = (outcome: Outcome): boolean =>
  outcome.by === 'tracer' && !(outcome.ended.how === 'exited' && outcome.ended.code === 0);

/** 127 not found and 126 not executable, as a shell has it (POSIX 2.8.2); 125 for the rest. */
function failureCode(failure: Failure): number {
  switch (failure.kind) {
    case 'tracer':
      switch (failure.code) {
        case 'ENOENT':
          return 127;
        case 'EACCES':
          return 126;
        case 'other':
          return FAILED;
      }
    case 'pager':
    case 'monitor':
    case 'defect':
      return FAILED;
  }
}
