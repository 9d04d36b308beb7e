/** The invariants hold over every sequence of events that the actions so far allow. */
import { expect, it } from 'vitest';
import type { ActionType } from '../../src/core/action.ts';
import type { Event } from '../../src/core/event.ts';
import { explore, type Observer, type Step } from './explore.ts';
import { invariants, ordered, type Watch } from './invariants.ts';

/** A sequence that the outside world can bring about: answers only to what was asked. */
type Asked = {
  readonly stop: boolean;
  readonly turn: boolean;
  readonly yielded: boolean;
  readonly tracer: boolean;
  readonly pager: boolean;
};
const nothingAsked: Asked = {
  stop: false,
  turn: false,
  yielded: false,
  tracer: true,
  pager: false,
};
function causal(asked: Asked, event: Event): boolean {
  if (asked.stop) return event.type === 'continued';
  switch (event.type) {
    case 'continued':
      return asked.turn;
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
function asking(asked: Asked, { event, actions }: Step): Asked {
  const isAsked = (type: ActionType): boolean => ordered(actions, type).length > 0;
  return {
    stop: isAsked('stopGroup'),
    turn: isAsked('awaitTurn') || (asked.turn && event.type !== 'continued'),
    yielded: isAsked('yieldTerminal') || (asked.yielded && event.type !== 'terminalYielded'),
    tracer: asked.tracer && !['tracerEnded', 'tracerFailed', 'traceOpened'].includes(event.type),
    pager: isAsked('openPager') || (asked.pager && event.type !== 'pagerStarted'),
  };
}

it.each(invariants.map(({ name, start }) => [name, start] as const))('%s', (_name, start) => {
  const observer: Observer<readonly [Asked, Watch]> = {
    start: [nothingAsked, start],
    after: ([asked, watch], step) => [asking(asked, step), watch.next(step)],
    possible: ([asked], event) => causal(asked, event),
  };
  expect(explore(observer).length).toBeGreaterThan(300);
});
