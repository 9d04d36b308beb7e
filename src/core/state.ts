/** Where vimtrace stands: one tagged object per phase. */
import type { Failure, Outcome, Pid, SignalName } from './types.ts';

/** The pager's last stop: in order, or one that left the terminal as it was. */
export type Stop = 'orderly' | 'abrupt';

/** The signals that are left to send to what was told to end, and does not. */
export type Escalation = readonly SignalName[];

export type State =
  /** Nothing runs yet. */
  | { readonly at: 'starting' }
  /** Tracer and program run in P; the kernel and the shell see to ^C and ^Z. */
  | { readonly at: 'tracing' }
  /** Something failed in vimtrace: the tracer is seen through to its end all the same. */
  | { readonly at: 'failing'; readonly failure: Failure }
  /** A hangup: tracer and program have been told to end. */
  | { readonly at: 'interrupted'; readonly signal: SignalName; readonly left: Escalation }
  /** The tracer has ended of that, some of what it started has not. */
  | {
      readonly at: 'bereft';
      readonly signal: SignalName;
      readonly left: Escalation;
      readonly trace: 'empty' | 'present';
    }
  /** A pager is due, the terminal is another's: P is stopped for tty access, or another of P comes first. */
  | { readonly at: 'waiting'; readonly outcome: Outcome }
  /** The monitor is starting the pager. */
  | { readonly at: 'opening'; readonly outcome: Outcome }
  /** The same, and the pager is to stop at once: ^Z came before it. */
  | { readonly at: 'holding'; readonly outcome: Outcome }
  /** The pager owns the terminal. */
  | { readonly at: 'paging'; readonly outcome: Outcome; readonly pager: Pid }
  /** The pager has stopped, and the monitor is giving the terminal back. */
  | {
      readonly at: 'yielding';
      readonly outcome: Outcome;
      readonly pager: Pid;
      readonly stop: Stop;
    }
  /** P is stopped, or about to be, or has just been continued. */
  | {
      readonly at: 'suspended';
      readonly outcome: Outcome;
      readonly pager: Pid;
      readonly stop: Stop;
    }
  /** The pager was continued after an abrupt stop, of which it does not know. */
  | { readonly at: 'resuming'; readonly outcome: Outcome; readonly pager: Pid }
  /** It was asked to stop in order, so that it will draw its screen anew. */
  | { readonly at: 'redrawing'; readonly outcome: Outcome; readonly pager: Pid }
  /** Pager and monitor are ending. */
  | {
      readonly at: 'ending';
      readonly outcome: Outcome;
      readonly trace: 'discard' | 'keep';
      readonly left: Escalation;
    }
  | { readonly at: 'ended' };

export type Phase = State['at'];
export type StateAt<P extends Phase> = Extract<State, { at: P }>;

export const initial: State = { at: 'starting' };
