/** What happened: facts, in the past tense. */
import type { Ended, Failure, Left, SignalName, Stop, Terminal } from './types.ts';

export type Event =
  | { readonly type: 'tracerStarted' }
  | { readonly type: 'tracerFailed'; readonly failure: Failure }
  | {
      readonly type: 'tracerEnded';
      readonly ended: Ended;
      readonly trace: Left;
      readonly terminal: Terminal;
      /** Whether processes are left that the tracer started and that had to end with it. */
      readonly others: 'ended' | 'left';
      /** Whether the pager that is due waits for readers of the program's output (core/readers.ts). */
      readonly readers: 'none' | 'left';
    }
  /** A trace of an earlier run was asked for (--last). */
  | { readonly type: 'traceOpened'; readonly trace: Left; readonly terminal: Terminal }
  /** All processes that had to end with the tracer have ended. */
  | { readonly type: 'othersEnded' }
  /** All readers that were waited for have ended. */
  | { readonly type: 'readersEnded'; readonly terminal: Terminal }
  /** All readers that are left are stopped. */
  | { readonly type: 'readersStopped'; readonly terminal: Terminal }
  | { readonly type: 'pagerStarted' }
  /** The pager stopped, in this way. */
  | { readonly type: 'pagerStopped'; readonly stop: Stop }
  /** The pager was continued and sleeps again; `stop` is how it stops on SIGTSTP. */
  | { readonly type: 'pagerRan'; readonly stop: Stop }
  | { readonly type: 'pagerEnded'; readonly ended: Ended; readonly terminal: Terminal }
  | { readonly type: 'terminalYielded' }
  /** The monitor was stopped before it started the pager. */
  | { readonly type: 'monitorStopped'; readonly terminal: Terminal }
  /** P was continued by a SIGCONT, or its turn at the terminal has come. */
  | { readonly type: 'continued'; readonly terminal: Terminal }
  | { readonly type: 'monitorEnded'; readonly ended: Ended; readonly terminal: Terminal }
  /** An internal error; some actions may not have run. */
  | { readonly type: 'failed'; readonly failure: Failure }
  /** The grace period is over. */
  | { readonly type: 'graceOver' }
  /** vimtrace got `signal`; from the keyboard only if P is in the foreground (N6). */
  | { readonly type: 'signalled'; readonly signal: SignalName; readonly terminal: Terminal };

export type EventType = Event['type'];
export type EventOf<T extends EventType> = Extract<Event, { type: T }>;
