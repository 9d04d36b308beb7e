/** Which events can happen: answers come only to what was asked. The exploration assumes it, the replay checks it. */
import type { ActionType } from '../../src/core/action.ts';
import type { Event } from '../../src/core/event.ts';
import type { Step } from './explore.ts';
import { ordered } from './invariants.ts';

/** What was asked, and is not answered yet. */
export type Asked = {
  readonly stop: boolean;
  readonly turn: boolean;
  readonly yielded: boolean;
  readonly tracer: boolean;
  readonly pager: boolean;
};
export const nothingAsked: Asked = {
  stop: false,
  turn: false,
  yielded: false,
  tracer: true,
  pager: false,
};
export function causal(asked: Asked, event: Event): boolean {
  switch (event.type) {
    case 'continued':
      return asked.stop || asked.turn;
    case 'terminalYielded':
      return asked.yielded;
    case 'monitorStopped':
      return asked.pager;
    case 'tracerEnded':
    case 'tracerFailed':
    case 'traceOpened':
      return asked.tracer;
    default:
      return true;
  }
}
export function asking(asked: Asked, { event, actions }: Step): Asked {
  const isAsked = (type: ActionType): boolean => ordered(actions, type).length > 0;
  return {
    stop: isAsked('stopGroup') || (asked.stop && event.type !== 'continued'),
    turn: isAsked('awaitTurn') || (asked.turn && event.type !== 'continued'),
    yielded: isAsked('yieldTerminal') || (asked.yielded && event.type !== 'terminalYielded'),
    tracer: asked.tracer && !['tracerEnded', 'tracerFailed', 'traceOpened'].includes(event.type),
    pager: isAsked('openPager') || (asked.pager && event.type !== 'pagerStarted'),
  };
}
