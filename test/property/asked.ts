/** Which events can happen: answers come only to what was asked. The exploration assumes it, the replay checks it. */
import type { ActionType } from '../../src/core/action.ts';
import type { Event, EventType } from '../../src/core/event.ts';
import type { Observer, Step } from './explore.ts';
import { ordered } from './invariants.ts';

/** What was asked, and is not answered yet. */
export type Asked = {
  readonly stop: boolean;
  readonly turn: boolean;
  readonly readers: boolean;
  readonly yielded: boolean;
  /** Nothing has begun. */
  readonly start: boolean;
  readonly tracer: boolean;
  readonly pager: boolean;
  readonly grace: boolean;
};
export const nothingAsked: Asked = {
  stop: false,
  turn: false,
  readers: false,
  yielded: false,
  start: true,
  tracer: true,
  pager: false,
  grace: false,
};
export function causal(asked: Asked, event: Event): boolean {
  switch (event.type) {
    case 'continued':
      return asked.stop || asked.turn;
    case 'readersEnded':
    case 'readersStopped':
      return asked.readers;
    case 'terminalYielded':
      return asked.yielded;
    case 'monitorStopped':
      return asked.pager;
    case 'tracerStarted':
    case 'traceOpened':
      return asked.start;
    case 'tracerEnded':
    case 'tracerFailed':
      return asked.tracer;
    case 'graceOver':
      return asked.grace;
    default:
      return true;
  }
}
const ends: readonly EventType[] = ['tracerEnded', 'tracerFailed', 'traceOpened'];
const readers: readonly EventType[] = ['readersEnded', 'readersStopped'];
const begins: readonly EventType[] = ['tracerStarted', ...ends];

export function asking(asked: Asked, { event, actions }: Step): Asked {
  const isAsked = (type: ActionType): boolean => ordered(actions, type).length > 0;
  return {
    stop: isAsked('stopGroup') || (asked.stop && event.type !== 'continued'),
    turn: isAsked('awaitTurn') || (asked.turn && event.type !== 'continued'),
    readers: isAsked('awaitReaders') || (asked.readers && !readers.includes(event.type)),
    yielded: isAsked('yieldTerminal') || (asked.yielded && event.type !== 'terminalYielded'),
    start: asked.start && !begins.includes(event.type),
    tracer: asked.tracer && !ends.includes(event.type),
    pager: isAsked('openPager') || (asked.pager && event.type !== 'pagerStarted'),
    grace: isAsked('startGrace') || (asked.grace && event.type !== 'graceOver'),
  };
}

/** An observer of what was asked, and of nothing else. */
export const onlyAsked: Observer<Asked> = {
  start: nothingAsked,
  after: asking,
  possible: causal,
};
