/** The vocabulary of POSIX job control that the rules are written in. */

declare const brand: unique symbol;

/** A process ID. */
export type Pid = number & { readonly [brand]: 'pid' };

/** A process group ID: not a Pid, though a group and its leader share the number. */
export type Pgid = number & { readonly [brand]: 'pgid' };

/** A signal by its name, as in signal(7). */
export type SignalName = `SIG${string}`;

/** How a process ended (wait(2)): a code of 0–255, or a signal. */
export type Ended =
  | { readonly how: 'exited'; readonly code: number }
  | { readonly how: 'killed'; readonly signal: SignalName };

/**
 * Who has the terminal, as seen by vimtrace's process group P (tcgetpgrp(3), FACTS N4):
 * P itself or its monitor; another group, and P is stopped for it until a shell changes that;
 * another group, and POSIX (11.1.4) has an access fail, as P is an orphaned process group or ignores
 * SIGTTIN; or there is none any more.
 */
export type Ownership = 'foreground' | 'background' | 'orphaned' | 'gone';

/** The same for a pager that is due, where P's turn at the terminal may be another vimtrace's in it. */
export type Terminal = Ownership | 'lent';

/** Why vimtrace itself failed; what there is to say about it is the cli's. */
export type Failure =
  | {
      readonly kind: 'tracer';
      readonly code: 'ENOENT' | 'EACCES' | 'other';
      readonly detail: string;
    }
  | { readonly kind: 'pager'; readonly ended: Ended }
  | { readonly kind: 'monitor'; readonly detail: string }
  /** A mistake of our own, that no rule foresees. */
  | { readonly kind: 'defect'; readonly detail: string };

/** The ending that vimtrace owes to whoever started it. */
export type Outcome =
  | { readonly by: 'tracer'; readonly ended: Ended }
  | { readonly by: 'signal'; readonly signal: SignalName }
  | { readonly by: 'failure'; readonly failure: Failure };

/** What a SIGHUP does to vimtrace: ends it, or is ignored by it. */
export type Hangup = 'end' | 'keep';
