/** What must always hold, over every sequence of events that the actions so far allow. */
import { expect, it } from 'vitest';
import type { Action, ActionType } from '../../src/core/action.ts';
import type { Event } from '../../src/core/event.ts';
import type { Terminal } from '../../src/core/types.ts';
import { explore, type Observer, type Step } from './explore.ts';

const fail = (why: string): never => {
  throw new Error(why);
};
/** What is heard of the terminal when something depends on it; a signal only tells whence it may be. */
const heardOf = (event: Event): Terminal | undefined =>
  'terminal' in event && event.type !== 'signalled' ? event.terminal : undefined;
const ordered = (actions: readonly Action[], type: ActionType): readonly Action[] =>
  actions.filter((action) => action.type === type);

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

/** Check `after` over all causal sequences; the number of steps that it saw. */
function always<Memory>(start: Memory, after: (memory: Memory, step: Step) => Memory): number {
  const observer: Observer<readonly [Asked, Memory]> = {
    start: [nothingAsked, start],
    after: ([asked, memory], step) => [asking(asked, step), after(memory, step)],
    possible: ([asked], event) => causal(asked, event),
  };
  return explore(observer).length;
}

it('P stops by SIGTSTP only in answer to a yielded terminal, each answer once', () => {
  const steps = always(0, (unanswered: number, { event, actions }) => {
    const stops = ordered(actions, 'stopGroup').filter(
      (action) => 'signal' in action && action.signal === 'SIGTSTP',
    );
    if (stops.length > 0 && (event.type !== 'terminalYielded' || unanswered !== 1))
      fail('not yielded');
    if (stops.length > 1) fail('stopped twice');
    const yields = ordered(actions, 'yieldTerminal').length;
    return Math.min(2, unanswered - (event.type === 'terminalYielded' ? 1 : 0) + yields);
  });
  expect(steps).toBeGreaterThan(300);
});

it('the terminal is given to the pager only when the last that was heard of it is "foreground"', () => {
  always<Terminal | 'unknown'>('unknown', (last, { event, actions }) => {
    const heard = heardOf(event) ?? last;
    for (const type of ['openPager', 'resumePager'] as const)
      if (ordered(actions, type).length > 0 && heard !== 'foreground') fail(`${type}: ${heard}`);
    return heard;
  });
});

it('the pager is resumed only after it has stopped', () => {
  always(false, (stopped: boolean, { event, actions }) => {
    const isStopped = stopped || event.type === 'pagerStopped';
    const resumed = ordered(actions, 'resumePager').length > 0;
    if (resumed && !isStopped) fail('resumed while running');
    return isStopped && !resumed;
  });
});

it('one stop of the pager is one SIGTSTP to P, unless the stop was our own request', () => {
  type Memory = { readonly own: number; readonly due: number };
  always<Memory>({ own: 0, due: 0 }, ({ own, due }, { from, event, to, actions }) => {
    if (to.at === 'ending' || to.at === 'ended') return { own: 0, due: 0 };
    const isStop = event.type === 'pagerStopped' && from.at !== to.at;
    const isOwn = isStop && from.at === 'redrawing' && event.stop === 'orderly';
    if (isOwn && own === 0) fail('took a stop for its own');
    const asked =
      from.at === 'resuming' &&
      actions.some((action) => action.type === 'signalPager' && action.signal === 'SIGTSTP');
    const stops = actions.filter(
      (action) => action.type === 'stopGroup' && action.signal === 'SIGTSTP',
    ).length;
    const left = due + (isStop && !isOwn ? 1 : 0) - stops;
    if (left < 0 || left > 1) fail(`stops due: ${left}`);
    if (to.at === 'paging' && left !== 0) fail('a stop of the pager was lost');
    return { own: asked ? 1 : isStop ? 0 : own, due: left };
  });
});

it('the end comes exactly once, and nothing after it', () => {
  always(false, (over: boolean, { to, actions }) => {
    const exits = ordered(actions, 'exit').length;
    if (over && actions.length > 0) fail('something after the end');
    if (exits > 1) fail('ended twice');
    if (exits === 1 && actions.at(-1)?.type !== 'exit') fail('something after the exit');
    if ((to.at === 'ended') !== (over || exits === 1)) fail('the phase and the exit differ');
    return to.at === 'ended';
  });
});

it('the trace is removed or kept exactly once, right before the end', () => {
  always(0, (before: number, { actions }) => {
    const decided =
      before + ordered(actions, 'discardTrace').length + ordered(actions, 'keepTrace').length;
    const ends = ordered(actions, 'exit').length > 0;
    if (decided > 1) fail('decided twice');
    if (ends !== decided > before) fail('not decided at the end');
    if (ordered(actions, 'printTrace').length > 0 && !ends) fail('printed before the end');
    return decided;
  });
});

it('an orphaned or vanished terminal, or another’s turn, never leads to another stop of P', () => {
  always<Terminal | 'unknown'>('unknown', (last, { event, actions }) => {
    const heard = heardOf(event) ?? last;
    const isOurs = heard === 'foreground' || heard === 'background' || heard === 'unknown';
    if (!isOurs && ordered(actions, 'stopGroup').length > 0) fail('waits for ever');
    return heard;
  });
});

it('the first failure decides the status', () => {
  always<string | null>(null, (first, { actions }) => {
    const told = actions.find((action) => action.type === 'complain');
    const failure = first ?? (told === undefined ? null : JSON.stringify(told.failure));
    for (const action of actions) {
      if (action.type !== 'exit' || failure === null) continue;
      if (action.outcome.by !== 'failure' || JSON.stringify(action.outcome.failure) !== failure)
        fail('another status');
    }
    return failure;
  });
});

it('a pager that was opened is closed before the end', () => {
  always(false, (open: boolean, { actions }) => {
    const isOpen = open || ordered(actions, 'openPager').length > 0;
    const closed = ordered(actions, 'closePager').length > 0;
    if (closed && !isOpen) fail('closed twice, or never opened');
    if (ordered(actions, 'exit').length > 0 && isOpen && !closed) fail('left behind');
    return isOpen && !closed;
  });
});

it('modes that were parked are put back before the pager is resumed, and no others', () => {
  always(false, (parked: boolean, { actions }) => {
    let held = parked;
    for (const { type } of actions) {
      if (type === 'unparkModes' && !held) fail('none were parked');
      if (type === 'resumePager' && held && !ordered(actions, 'unparkModes').length)
        fail('still parked');
      if (type === 'parkModes') held = true;
      if (type === 'unparkModes') held = false;
    }
    return held;
  });
});
