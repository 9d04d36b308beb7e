/** transition(state, event) → [state, actions]: total, pure, never throws. */
import type { Action } from './action.ts';
import type { Event } from './event.ts';
import { rules } from './rules.ts';
import type { State } from './state.ts';

/** An event that no rule is for changes nothing. */
export function transition(state: State, event: Event): readonly [State, readonly Action[]] {
  const rule = rules.find((candidate) => candidate.fits(state, event));
  if (rule === undefined) return [state, []];
  const [next, ...actions] = rule.step(state, event);
  return [{ ...next, run: state.run }, actions];
}
