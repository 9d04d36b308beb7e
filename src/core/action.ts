/** What vimtrace does: orders from the core. Only run and os know how each is carried out. */
import type { Failure, Outcome, SignalName } from './types.ts';

/** How long the grace period is: it depends on how the processes were told to end. */
export type Told =
  /** For the first time: as long as the user allows (--grace). */
  | 'first'
  /** A process that used up its grace period gets this shorter one. */
  | 'again'
  /** The monitor, by the verb `bye`: long enough to read the verb, whatever the user allows. */
  | 'verb';

/** Orders about the tracer and what it started. */
export type TracerAction =
  /** Pass a signal on, once: to the tracer or, if the tracer ignores it, to the traced program. */
  | { readonly type: 'signalTracer'; readonly signal: SignalName }
  /**
   * End the tracer and what it started by `signal`, and continue those that are stopped. A process
   * to which the tracer attached is left alone. `spares` the tracer: it gets the signal only when
   * none of the others is left.
   */
  | {
      readonly type: 'endTracer';
      readonly signal: SignalName;
      readonly spares: 'nobody' | 'tracer';
    }
  /** Report `othersEnded` when none of the processes that the tracer started is left. */
  | { readonly type: 'awaitOthers' }
  /**
   * Say why the tracer was refused, if that can be told. The tracer's own words settle the question. An empty
   * trace is reason enough to try the tracer once more on a harmless command; an exit status alone is not.
   */
  | { readonly type: 'adviseOnTracer'; readonly evidence: 'words' | 'emptyTrace' | 'status' };

/** Orders about the pager, its monitor and the terminal. */
export type PagerAction =
  /**
   * Close standard output, so that its readers see the end of their input. Then report once:
   * `readersEnded` when they have ended, or `readersStopped` when all that are left are stopped.
   */
  | { readonly type: 'awaitReaders' }
  /** Report `continued` when no other vimtrace of P has its pager, or is about to open it. */
  | { readonly type: 'awaitTurn' }
  /** The monitor takes the terminal and starts the pager, at the cause if `outcome` is a failure. */
  | { readonly type: 'openPager'; readonly outcome: Outcome }
  /** Continue a monitor that was stopped before it started the pager. */
  | { readonly type: 'continueMonitor' }
  /** Tell the guard that the terminal's modes are the pager's now, so that it can undo them. */
  | { readonly type: 'guardPager' }
  /** Send a signal to the pager's process group. */
  | { readonly type: 'signalPager'; readonly signal: SignalName }
  /** End the pager by `signal`; without a pager, the monitor. */
  | { readonly type: 'endPager'; readonly signal: SignalName }
  /** Set the terminal's modes for a shell, and remember those of the pager. */
  | { readonly type: 'parkModes' }
  /** Set the modes that `parkModes` remembered. */
  | { readonly type: 'unparkModes' }
  /** The monitor gives the terminal back to P, and reports `terminalYielded`. */
  | { readonly type: 'yieldTerminal' }
  /** Stop all of P as the terminal would, and report `continued` afterwards. */
  | { readonly type: 'stopGroup'; readonly signal: 'SIGTSTP' | 'SIGTTIN' }
  /** Give the terminal to the pager and continue it. */
  | { readonly type: 'resumePager' }
  /** Report `pagerRan` when the continued pager sleeps: a signal that comes before may have no effect (P12). */
  | { readonly type: 'watchPager' }
  /** End the pager by `signal`, then the monitor, and report `monitorEnded`. */
  | { readonly type: 'closePager'; readonly signal: SignalName };

/** Orders about the end of vimtrace and the fate of the trace. */
export type EndAction =
  /** Report `graceOver` when the grace period is over; an earlier one no longer counts. */
  | { readonly type: 'startGrace'; readonly after: Told }
  /** Copy the trace to standard error, where the tracer alone would have put it. */
  | { readonly type: 'printTrace' }
  /** There is nothing to keep: remove the trace and its place. A trace that a process can still write is kept. */
  | { readonly type: 'discardTrace'; readonly outcome: Outcome }
  /**
   * The user has read the trace: keep it within the limits of such traces, and say nothing. A trace
   * that a process can still write is kept as one that nobody has read.
   */
  | { readonly type: 'shelveTrace'; readonly outcome: Outcome }
  /** Leave the trace where it is, and say where; a tracer that goes on may still write to it. */
  | {
      readonly type: 'keepTrace';
      readonly outcome: Outcome;
      readonly tracer: 'ended' | 'goesOn';
    }
  | { readonly type: 'complain'; readonly failure: Failure }
  | { readonly type: 'exit'; readonly outcome: Outcome };

export type Action = TracerAction | PagerAction | EndAction;
export type ActionType = Action['type'];
