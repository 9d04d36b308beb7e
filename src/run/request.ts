/** What one run is asked to do, decided before its session begins. */
import type { At } from '../cli/at.ts';
import type { Pager } from '../cli/pagers/choose.ts';
import type { Where } from '../cli/pagers/start.ts';
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

/** What a pager is given of a trace with a file for each process. */
export type Shown = {
  /** The directory of the trace, or the beginning of its files' names. */
  readonly trace: string;
  /** The file that comes first: the list of the processes; or the text of all, for a pager that shows one file. */
  readonly file: string;
  /** The files of the processes, in order of birth. */
  readonly files: readonly string[];
  /** Whether the pager opens `file` at its start, at its end, or at a line. */
  readonly where: Where;
  /** Remove what was written for the pager alone. Throws like unlink(2). */
  readonly discard: () => void;
};

/** What is asked of such a trace, before a pager shows it. */
export type ShowAsked = {
  /** What was run, and how it ended. */
  readonly title: string;
  readonly at: At;
  /** Whether the run failed, so that its cause is looked for. */
  readonly isFailure: boolean;
  /** Whether the pager can show more than one file. */
  readonly isMany: boolean;
};

/** What knows traces with a file for each process. */
export type Split = {
  /** Prepare the trace at `path` for a pager; what only a pager needs goes to `place` if there is room. Never throws. */
  readonly showSplit: (path: string, place: string | undefined, asked: ShowAsked) => Shown;
  /** Print it to the descriptor `fd`, all lines in one text with their pids. Throws like write(2). */
  readonly printSplit: (path: string, fd: number) => void;
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
  /** What the pager shows of a trace with a file for each process; none where the pager shows one file, and before a run has ended. */
  readonly shown: Shown | undefined;
  /** Called in place of exiting, if the run ends as its tracer does: the path of the trace, and what the run was given. */
  readonly afterwards: ((trace: string, given: Handover) => void) | undefined;
  readonly shDirectory: string;
  readonly settings: Settings;
  /** What is known of all tracers; loaded by its first call. */
  readonly tracers: () => typeof import('./tracers.ts');
  /** What tells the cause of a failure; loaded by its first call. */
  readonly cause: () => typeof import('./cause.ts');
  /** What knows traces with a file for each process; loaded by its first call. */
  readonly split: () => Split;
};

/** Whether the tracer writes a file for each process. */
export const isSplit = ({ plan }: Pick<Request, 'plan'>): boolean =>
  plan.by === 'option' && plan.into === 'directory';
