/** What happened: facts, in the past tense. */
import type { Ended, Failure, Pid, SignalName, Terminal } from './types.ts';

export type Event =
  | { readonly type: 'tracerStarted' }
  | { readonly type: 'tracerFailed'; readonly failure: Failure }
  | {
      readonly type: 'tracerEnded';
      readonly ended: Ended;
      readonly trace: 'empty' | 'present';
      readonly terminal: Terminal;
    }
  | { readonly type: 'pagerStarted'; readonly pager: Pid }
  | { readonly type: 'pagerStopped'; readonly signal: SignalName }
  | { readonly type: 'pagerRan' }
  | { readonly type: 'pagerEnded'; readonly ended: Ended }
  | { readonly type: 'terminalYielded' }
  | { readonly type: 'continued'; readonly terminal: Terminal }
  | { readonly type: 'monitorEnded' }
  | { readonly type: 'signalled'; readonly signal: SignalName };

export type EventType = Event['type'];
export type EventOf<T extends EventType> = Extract<Event, { type: T }>;
