/** What one run is asked to do, decided before its session begins. */
import type { Pager } from '../cli/pagers/choose.ts';
import type { Settings } from '../cli/settings.ts';
import type { Tracing } from '../cli/tracers/tracing.ts';
import type { Pid } from '../core/types.ts';
import type { Handover } from '../os/job/launcher.ts';
import type { ListedTrace } from '../os/trace/kept.ts';
import type { Spool } from '../os/trace/spool.ts';

/** Two traces that differ, as files that the pager shows side by side if it can. */
export type Comparison = {
  /** The texts of the two traces, without what chance gave each run. */
  readonly first: string;
  readonly second: string;
  /** The file of what diff -u says of the two, for a pager that cannot show two files. */
  readonly unified: string;
  /** The line of `first` where the reader begins. */
  readonly line: number;
  /** The exit status after the pager was quit. */
  readonly status: number;
  /** Remove the files. Throws like unlink(2). */
  readonly discard: () => void;
};

export type Request = {
  readonly given: Handover;
  /** Writes a line to the user's standard error. */
  readonly say: (text: string) => void;
  readonly command: string;
  readonly args: readonly string[];
  readonly plan: Tracing;
  /** None where the tracer could not be started, or where an earlier run's trace is opened. */
  readonly tracer: Pid | undefined;
  /** None where nothing is to be paged. */
  readonly pager: Pager | undefined;
  /** None where the tracer runs untouched. */
  readonly spool: Spool | undefined;
  /** The trace of an earlier run that is opened; none for a run, and for a file outside the state directory. */
  readonly opened: Pick<ListedTrace, 'place' | 'state' | 'record'> | undefined;
  /** None where the pager shows one trace. */
  readonly comparison: Comparison | undefined;
  /** Called in place of exiting, if the run ends as its tracer does: the path of the trace, and what the run was given. */
  readonly afterwards: ((trace: string, given: Handover) => void) | undefined;
  readonly shDirectory: string;
  readonly settings: Settings;
  /** What is known of all tracers; loaded by its first call. */
  readonly tracers: () => typeof import('./tracers.ts');
  /** What tells the cause of a failure; loaded by its first call. */
  readonly cause: () => typeof import('./cause.ts');
};
