/** One event at a time: transition, record, perform. */
import type { Action } from '../core/action.ts';
import type { Event } from '../core/event.ts';
import { initial, type Run, type State } from '../core/state.ts';
import { transition } from '../core/transition.ts';
import type { Ports } from './ports.ts';

/** A machine in the initial state of `run`; the function returned takes each event as it happens. */
export function machine(run: Run, ports: Ports): (event: Event) => void {
  const queue: Event[] = [];
  let state: State = initial(run);
  let running = false;
  // An action that throws is an event like others; the actions after it are still performed.
  const attempt = (action: Action): Event | undefined => {
    try {
      return ports.perform(action);
    } catch (error) {
      return { type: 'failed', failure: { kind: 'defect', detail: String(error) } };
    }
  };
  const drain = (): void => {
    for (let event = queue.shift(); event !== undefined; event = queue.shift()) {
      const [next, actions] = transition(state, event);
      ports.record(state, event, actions);
      state = next;
      for (const action of actions) {
        const outcome = attempt(action);
        if (outcome !== undefined) queue.push(outcome);
      }
    }
  };
  return (event) => {
    queue.push(event);
    if (running) return;
    running = true;
    try {
      drain();
    } finally {
      running = false;
    }
  };
}
