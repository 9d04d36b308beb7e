/** What the runtime asks of the outside world. */
import type { Action } from '../core/action.ts';
import type { Event } from '../core/event.ts';
import type { State } from '../core/state.ts';

export type Ports = {
  /** Carry `action` out; an event that it brought about before it returned is its result. */
  readonly perform: (action: Action) => Event | undefined;
  /** Note a step of the machine, before its actions are performed. */
  readonly record: (state: State, event: Event, actions: readonly Action[]) => void;
};
