/** What happened: facts, in the past tense. */
import type { Ended, Failure, Hangup, Pid, SignalName, Terminal } from './types.ts';

export type Event =
  | { readonly type: 'tracerStarted' }
  | { readonly type: 'tracerFailed'; readonly failure: Failure }
  | {
      readonly type: 'tracerEnded';
      readonly ended: Ended;
      readonly trace: 'empty' | 'present';
      readonly terminal: Terminal;
      /** Those that were told to end with it: some may have more time coming to them. */
      readonly others: 'ended' | 'left';
      readonly hangup: Hangup;
    }
  /** All that were told to end with the tracer have. */
  | { readonly type: 'othersEnded' }
  | { readonly type: 'pagerStarted'; readonly pager: Pid }
  | {
      readonly type: 'pagerStopped';
      /** Whether it put the terminal's modes right before it stopped. */
      readonly modes: 'restored' | 'left';
    }
  | {
      readonly type: 'pagerRan';
      /** What makes it draw its screen anew: a stop in order, or a change of the window. */
      readonly redraws: 'onStop' | 'onWindowChange';
    }
  | {
      readonly type: 'pagerEnded';
      readonly ended: Ended;
      readonly terminal: Terminal;
      readonly hangup: Hangup;
    }
  | { readonly type: 'terminalYielded' }
  /** The monitor was stopped before it had started the pager. */
  | { readonly type: 'monitorStopped'; readonly terminal: Terminal }
  /** What was waited for has come: a SIGCONT for P, or our turn in it. */
  | { readonly type: 'continued'; readonly terminal: Terminal }
  | {
      readonly type: 'monitorEnded';
      readonly ended: Ended;
      readonly terminal: Terminal;
      readonly hangup: Hangup;
    }
  /** Something in vimtrace itself went wrong: of what was to be done, something may not have been. */
  | { readonly type: 'failed'; readonly failure: Failure }
  /** What was told to end has had its time to. */
  | { readonly type: 'graceOver' }
  /** vimtrace has been sent `signal`; by the terminal, only where P is its foreground (N6). */
  | { readonly type: 'signalled'; readonly signal: SignalName; readonly terminal: Terminal };

export type EventType = Event['type'];
export type EventOf<T extends EventType> = Extract<Event, { type: T }>;
