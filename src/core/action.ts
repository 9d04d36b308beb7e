/** What is to be done: orders. Those of os alone can tell how. */
import type { Failure, Outcome, SignalName } from './types.ts';

/** How those who are to end were told, which decides how long they have. */
export type Told =
  /** In the way they can expect: as long as the user gives. */
  | 'first'
  /** Once more, by a stronger signal: they have had that time. */
  | 'again'
  /** By a verb, the monitor of a pager that has ended: long enough to read it, whatever the user gives. */
  | 'verb';

export type Action =
  /** Pass a signal on, once: to the tracer or, if that ignores it, to the traced program. */
  | { readonly type: 'signalTracer'; readonly signal: SignalName }
  /**
   * Have tracer and traced program end, also where they are stopped; not a program that it attached to.
   * Once the tracer has ended, those that were told with it and are left.
   */
  | { readonly type: 'endTracer'; readonly signal: SignalName }
  /** Tell by `othersEnded` when nobody is left of those that the tracer had started. */
  | { readonly type: 'awaitOthers' }
  /** Tell by `continued` when no other vimtrace of P has its pager, or is about to. */
  | { readonly type: 'awaitTurn' }
  /** Start the monitor, and by it the pager. */
  | { readonly type: 'openPager' }
  /** Have a monitor that was stopped before it had started the pager go on. */
  | { readonly type: 'continueMonitor' }
  /** Have the terminal’s modes put right, too, if vimtrace is killed: they are the pager’s by now. */
  | { readonly type: 'guardPager' }
  /** Send a signal to the pager's process group. */
  | { readonly type: 'signalPager'; readonly signal: SignalName }
  /** Have the pager end or, where there is none, the monitor that says nothing. */
  | { readonly type: 'endPager'; readonly signal: SignalName }
  /** Put the terminal's modes right for a shell, keeping those of the pager. */
  | { readonly type: 'parkModes' }
  /** Put the modes kept by `parkModes` back. */
  | { readonly type: 'unparkModes' }
  /** Have the monitor give the terminal back to P; ends in `terminalYielded`. */
  | { readonly type: 'yieldTerminal' }
  /** Stop P, all of it, as the terminal would; ends in `continued`. */
  | { readonly type: 'stopGroup'; readonly signal: 'SIGTSTP' | 'SIGTTIN' }
  /** Give the terminal to the pager and continue it. */
  | { readonly type: 'resumePager' }
  /** Tell when the kernel no longer shows the pager as stopped, by `pagerRan`. */
  | { readonly type: 'watchPager' }
  /** Tell by `graceOver` that the time is over in which to end; a time that still runs counts no more. */
  | { readonly type: 'startGrace'; readonly after: Told }
  /** End the pager by `signal`, and the monitor; ends in `monitorEnded`. */
  | { readonly type: 'closePager'; readonly signal: SignalName }
  /** Copy the trace to standard error, where the tracer alone would have put it. */
  | { readonly type: 'printTrace' }
  | { readonly type: 'discardTrace' }
  /** Leave the trace where it is and say where that is; a tracer that goes on may yet write to it. */
  | {
      readonly type: 'keepTrace';
      readonly outcome: Outcome;
      readonly tracer: 'ended' | 'goesOn';
    }
  /** Say what kept the tracer from tracing, where that can be told and mended. */
  | { readonly type: 'adviseOnTracer' }
  | { readonly type: 'complain'; readonly failure: Failure }
  | { readonly type: 'exit'; readonly outcome: Outcome };

export type ActionType = Action['type'];
