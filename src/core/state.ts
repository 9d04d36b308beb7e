/** Where a run stands: what is constant in it, and one tagged object for each phase. */
import type { Failure, Hangup, Left, Outcome, SignalName, Stop } from './types.ts';

/** What does not change in a run. */
export type Run = {
  readonly hangup: Hangup;
  /** Whether a pager is to show the trace. */
  readonly paging: 'due' | 'none';
};

/** The signals that are still to be sent, one after another, to what does not end. */
export type Escalation = readonly SignalName[];

/** A phase of the run, and what its rules have to know. */
export type Place =
  /** Nothing runs yet. */
  | { readonly at: 'starting' }
  /** Tracer and program run in P; the kernel and the shell deal with ^C and ^Z. */
  | { readonly at: 'tracing' }
  /** Something failed in vimtrace; the tracer runs to its end all the same. */
  | { readonly at: 'failing'; readonly failure: Failure }
  /** A hangup: tracer and program were told to end. */
  | { readonly at: 'interrupted'; readonly signal: SignalName; readonly left: Escalation }
  /** The hangup ended the tracer; processes that the tracer started still run. */
  | {
      readonly at: 'bereft';
      readonly signal: SignalName;
      readonly left: Escalation;
      readonly trace: Left;
    }
  /** A pager is due, and other processes of P still read what the program wrote. */
  | { readonly at: 'draining'; readonly outcome: Outcome }
  /** A pager is due and another process has the terminal: P stops for it, or waits for its turn. */
  | { readonly at: 'waiting'; readonly outcome: Outcome }
  /** The monitor starts the pager. */
  | { readonly at: 'opening'; readonly outcome: Outcome }
  /** The monitor starts the pager, which stops at once: ^Z came before it. */
  | { readonly at: 'holding'; readonly outcome: Outcome }
  /** The pager owns the terminal. */
  | { readonly at: 'paging'; readonly outcome: Outcome }
  /** The pager has stopped, and the monitor gives the terminal back. */
  | { readonly at: 'yielding'; readonly outcome: Outcome; readonly stop: Stop }
  /** P is stopped, or about to stop, or was just continued. */
  | { readonly at: 'suspended'; readonly outcome: Outcome; readonly stop: Stop }
  /** The pager was continued after an abrupt stop, and does not know that it was stopped. */
  | { readonly at: 'resuming'; readonly outcome: Outcome }
  /** The pager was asked to stop in order, so that it draws its screen again. */
  | { readonly at: 'redrawing'; readonly outcome: Outcome }
  /** Pager and monitor end. */
  | {
      readonly at: 'ending';
      readonly outcome: Outcome;
      readonly trace: 'read' | 'unread';
      readonly left: Escalation;
    }
  /** vimtrace has ended. */
  | { readonly at: 'ended' };

export type State = Place & { readonly run: Run };

export type Phase = Place['at'];
export type StateAt<P extends Phase> = Extract<State, { at: P }>;

export const initial = (run: Run): State => ({ at: 'starting', run });
