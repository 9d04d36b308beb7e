/** machine: handles one event at a time, and records each step before performing its actions. */
import { describe, expect, it } from 'vitest';
import type { Event } from '../../../src/core/event.ts';
import { machine } from '../../../src/runtime/loop.ts';
import type { Ports } from '../../../src/runtime/ports.ts';

const started: Event = { type: 'tracerStarted' };
const ended = (terminal: 'foreground' | 'background' | 'gone'): Event => ({
  type: 'tracerEnded',
  ended: { how: 'exited', code: 0 },
  trace: 'present',
  terminal,
  others: 'ended',
  readers: 'none',
});

/** A machine whose ports log every call. */
function recorded(perform: Ports['perform']) {
  const log: string[] = [];
  const dispatch = machine(
    { hangup: 'end', paging: 'due' },
    {
      record: (state, event) => log.push(`${state.at} ${event.type}`),
      perform: (action) => {
        log.push(action.type);
        return perform(action);
      },
    },
  );
  return { log, dispatch };
}

describe('machine', () => {
  it('takes the outcome of an action as the next event', () => {
    const answers: Event[] = [
      { type: 'continued', terminal: 'background' },
      { type: 'continued', terminal: 'foreground' },
    ];
    const { log, dispatch } = recorded((action) =>
      action.type === 'stopGroup' ? answers.shift() : undefined,
    );
    dispatch(started);
    dispatch(ended('background'));
    expect(log).toEqual([
      'starting tracerStarted',
      'tracing tracerEnded',
      'stopGroup',
      'waiting continued',
      'stopGroup',
      'waiting continued',
      'openPager',
    ]);
  });

  it('finishes a step before it takes an event that came during the step', () => {
    const { log, dispatch } = recorded((action) => {
      if (action.type === 'openPager') dispatch({ type: 'pagerStarted' });
      if (action.type === 'openPager') log.push('opened');
      return undefined;
    });
    dispatch(started);
    dispatch(ended('foreground'));
    expect(log).toEqual([
      'starting tracerStarted',
      'tracing tracerEnded',
      'openPager',
      'opened',
      'opening pagerStarted',
      'guardPager',
    ]);
  });

  it('takes an action that throws for a failure', () => {
    const { log, dispatch } = recorded((action) => {
      if (action.type === 'openPager') throw new Error('no terminal');
      return undefined;
    });
    dispatch(started);
    dispatch(ended('foreground'));
    expect(log.slice(-4)).toEqual(['openPager', 'opening failed', 'closePager', 'startGrace']);
    dispatch({
      type: 'monitorEnded',
      ended: { how: 'exited', code: 0 },
      terminal: 'foreground',
    });
    expect(log.slice(-3)).toEqual(['complain', 'keepTrace', 'exit']);
  });

  it('performs the actions after an action that throws', () => {
    const { log, dispatch } = recorded((action) => {
      if (action.type === 'keepTrace') throw new Error('no room');
      return undefined;
    });
    dispatch(started);
    dispatch(ended('gone'));
    expect(log.slice(2, 4)).toEqual(['keepTrace', 'exit']);
  });
});
