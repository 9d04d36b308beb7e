/** The vocabulary of POSIX job control that the rules are written in. */

declare const brand: unique symbol;

/** A process ID. */
export type Pid = number & { readonly [brand]: 'pid' };

/** A process group ID: not a Pid, though a group and its leader share the number. */
export type Pgid = number & { readonly [brand]: 'pgid' };

/** A signal by its name, as in signal(7). */
export type SignalName = `SIG${string}`;

/** How a process ended (wait(2)): an exit code of 0–255, or a signal. */
export type Ended =
  | { readonly how: 'exited'; readonly code: number }
  | { readonly how: 'killed'; readonly signal: SignalName };

/**
 * Who owns the terminal, as process group P sees it (tcgetpgrp(3), FACTS N4).
 * - foreground: P itself, or the monitor.
 * - background: another group; P stops for terminal access until a shell brings P to the foreground.
 * - orphaned: another group; terminal access fails (POSIX 11.1.4), because P is an orphaned process
 *   group or ignores SIGTTIN.
 * - gone: nobody; there is no controlling terminal any more.
 */
export type Ownership = 'foreground' | 'background' | 'orphaned' | 'gone';

/** The same for a pager that is due; lent: another vimtrace of P has the turn. */
export type Terminal = Ownership | 'lent';

/**
 * How a pager stops on SIGTSTP. An orderly one puts the terminal's modes right, stops, and draws its
 * screen again when continued. An abrupt one just stops, as any process does.
 */
export type Stop = 'orderly' | 'abrupt';

/** What a SIGHUP does to vimtrace: it ends vimtrace, or vimtrace ignores it and keeps tracing. */
export type Hangup = 'end' | 'keep';

/**
 * What the tracer left in its file. none: the trace went elsewhere, and nobody can tell. refusal: only the tracer's
 * words that it may not trace.
 */
export type Left = 'none' | 'empty' | 'refusal' | 'present';

/** Why vimtrace itself failed; src/cli has the words for it. */
export type Failure =
  | {
      readonly kind: 'tracer';
      readonly code: 'ENOENT' | 'EACCES' | 'other';
      readonly detail: string;
    }
  | { readonly kind: 'pager'; readonly ended: Ended }
  | { readonly kind: 'monitor'; readonly detail: string }
  /** A mistake in vimtrace that no rule foresees. */
  | { readonly kind: 'defect'; readonly detail: string };

/** The ending that vimtrace owes to its parent. */
export type Outcome =
  | { readonly by: 'tracer'; readonly ended: Ended }
  /** A kept trace was opened; no tracer ran. */
  | { readonly by: 'reading' }
  | { readonly by: 'signal'; readonly signal: SignalName }
  | { readonly by: 'failure'; readonly failure: Failure };
