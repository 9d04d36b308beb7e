/** transition: single steps for looking up, and events without a row. */
import { describe, expect, it } from 'vitest';
import type { ActionType } from '../../../src/core/action.ts';
import type { Event } from '../../../src/core/event.ts';
import type { Phase, Place, Run, State } from '../../../src/core/state.ts';
import { transition as transitionOf } from '../../../src/core/transition.ts';
import type {
  Ended,
  Failure,
  Hangup,
  Left,
  Outcome,
  SignalName,
  Stop,
  Terminal,
} from '../../../src/core/types.ts';

const outcome: Outcome = { by: 'tracer', ended: { how: 'exited', code: 3 } };
const usual: Run = { hangup: 'end', paging: 'due' };
const at = (place: Place, run: Partial<Run> = {}): State => ({
  ...place,
  run: { ...usual, ...run },
});
const transition = (place: Place, event: Event, run?: Partial<Run>) =>
  transitionOf(at(place, run), event);
const suspended = (stop: Stop): Place => ({ at: 'suspended', outcome, stop });
const tracerEnded = (
  trace: Left,
  terminal: Terminal,
  others: 'ended' | 'left' = 'ended',
  code = 3,
  readers: 'none' | 'left' = 'none',
): Event => ({
  type: 'tracerEnded',
  ended: { how: 'exited', code },
  trace,
  terminal,
  others,
  readers,
});
const drained = (terminal: Terminal): Event => ({ type: 'readersEnded', terminal });
const readersStopped = (terminal: Terminal): Event => ({ type: 'readersStopped', terminal });
const draining: Place = { at: 'draining', outcome };
const monitorStopped = (terminal: Terminal): Event => ({ type: 'monitorStopped', terminal });
const continued = (terminal: Terminal): Event => ({ type: 'continued', terminal });
const stopped = (stop: Stop): Event => ({ type: 'pagerStopped', stop });
const ran = (stop: Stop): Event => ({ type: 'pagerRan', stop });
const signalled = (signal: SignalName, terminal: Terminal = 'background'): Event => ({
  type: 'signalled',
  signal,
  terminal,
});
const left: readonly SignalName[] = ['SIGTERM', 'SIGKILL'];
const interrupted = (rest: readonly SignalName[]): Place => ({
  at: 'interrupted',
  signal: 'SIGHUP',
  left: rest,
});
const bereft = (rest: readonly SignalName[], trace: Left = 'present'): Place => ({
  at: 'bereft',
  signal: 'SIGHUP',
  left: rest,
  trace,
});
const failure: Failure = { kind: 'defect', detail: 'why' };
const failed: Event = { type: 'failed', failure };
const over: Event = { type: 'graceOver' };
const pagerEnded = (ended: Ended, terminal: Terminal = 'background'): Event => ({
  type: 'pagerEnded',
  ended,
  terminal,
});
const monitorEnded = (
  terminal: Terminal = 'background',
  ended: Ended = { how: 'killed', signal: 'SIGKILL' },
): Event => ({ type: 'monitorEnded', ended, terminal });
const quit = pagerEnded({ how: 'exited', code: 0 });
const refused = pagerEnded({ how: 'exited', code: 1 });
const killed = pagerEnded({ how: 'killed', signal: 'SIGKILL' });

const steps: readonly (readonly [Place, Event, Phase, readonly ActionType[]])[] = [
  [{ at: 'starting' }, { type: 'tracerStarted' }, 'tracing', []],
  [
    { at: 'tracing' },
    tracerEnded('empty', 'foreground'),
    'ended',
    ['adviseOnTracer', 'discardTrace', 'exit'],
  ],
  [{ at: 'tracing' }, tracerEnded('present', 'foreground'), 'opening', ['openPager']],
  [{ at: 'tracing' }, tracerEnded('present', 'background'), 'waiting', ['stopGroup']],
  [
    { at: 'tracing' },
    tracerEnded('present', 'foreground', 'ended', 3, 'left'),
    'draining',
    ['awaitReaders'],
  ],
  [
    { at: 'tracing' },
    tracerEnded('present', 'background', 'ended', 3, 'left'),
    'draining',
    ['awaitReaders'],
  ],
  [
    { at: 'tracing' },
    tracerEnded('present', 'gone', 'ended', 3, 'left'),
    'ended',
    ['keepTrace', 'exit'],
  ],
  [draining, drained('foreground'), 'opening', ['openPager']],
  [draining, drained('lent'), 'waiting', ['awaitTurn']],
  [draining, drained('background'), 'waiting', ['stopGroup']],
  [draining, drained('gone'), 'ended', ['keepTrace', 'exit']],
  [draining, drained('orphaned'), 'ended', ['printTrace', 'discardTrace', 'exit']],
  [draining, readersStopped('foreground'), 'draining', ['stopGroup']],
  [draining, readersStopped('background'), 'draining', ['stopGroup']],
  [draining, readersStopped('lent'), 'draining', ['awaitReaders']],
  [draining, readersStopped('gone'), 'ended', ['keepTrace', 'exit']],
  [draining, readersStopped('orphaned'), 'ended', ['printTrace', 'discardTrace', 'exit']],
  [draining, continued('foreground'), 'draining', ['awaitReaders']],
  [draining, continued('background'), 'draining', ['awaitReaders']],
  [draining, signalled('SIGTERM'), 'ended', ['keepTrace', 'exit']],
  [draining, signalled('SIGHUP'), 'ended', ['keepTrace', 'exit']],
  [draining, signalled('SIGINT', 'foreground'), 'draining', []],
  [draining, failed, 'ended', ['complain', 'keepTrace', 'exit']],
  [{ at: 'tracing' }, tracerEnded('present', 'lent'), 'waiting', ['awaitTurn']],
  [
    { at: 'tracing' },
    tracerEnded('present', 'orphaned'),
    'ended',
    ['printTrace', 'discardTrace', 'exit'],
  ],
  [{ at: 'tracing' }, tracerEnded('present', 'gone'), 'ended', ['keepTrace', 'exit']],
  [{ at: 'tracing' }, signalled('SIGTERM'), 'tracing', ['signalTracer']],
  [{ at: 'tracing' }, signalled('SIGUSR1', 'foreground'), 'tracing', ['signalTracer']],
  [{ at: 'tracing' }, signalled('SIGINT'), 'tracing', ['signalTracer']],
  [{ at: 'tracing' }, signalled('SIGINT', 'foreground'), 'tracing', []],
  [{ at: 'tracing' }, signalled('SIGQUIT', 'foreground'), 'tracing', []],
  [{ at: 'tracing' }, signalled('SIGHUP'), 'interrupted', ['endTracer', 'startGrace']],
  [interrupted(left), over, 'interrupted', ['endTracer', 'startGrace']],
  [interrupted(['SIGKILL']), over, 'interrupted', ['endTracer', 'startGrace']],
  [interrupted([]), over, 'ended', ['keepTrace', 'exit']],
  [interrupted(left), tracerEnded('empty', 'gone'), 'ended', ['discardTrace', 'exit']],
  [interrupted(left), tracerEnded('present', 'gone'), 'ended', ['keepTrace', 'exit']],
  [
    { at: 'tracing' },
    tracerEnded('present', 'gone', 'left'),
    'bereft',
    ['endTracer', 'startGrace', 'awaitOthers'],
  ],
  [interrupted(left), tracerEnded('present', 'gone', 'left'), 'bereft', ['awaitOthers']],
  [interrupted(left), signalled('SIGTERM'), 'interrupted', ['endTracer', 'startGrace']],
  [interrupted(['SIGKILL']), signalled('SIGTERM'), 'interrupted', ['signalTracer']],
  [interrupted(left), signalled('SIGINT', 'foreground'), 'interrupted', []],
  [bereft(left), over, 'bereft', ['endTracer', 'startGrace']],
  [bereft(left), signalled('SIGTERM'), 'bereft', ['endTracer', 'startGrace']],
  [bereft([]), over, 'ended', ['keepTrace', 'exit']],
  [bereft([], 'empty'), over, 'ended', ['discardTrace', 'exit']],
  [bereft(left), { type: 'othersEnded' }, 'ended', ['keepTrace', 'exit']],
  [bereft(left, 'empty'), { type: 'othersEnded' }, 'ended', ['discardTrace', 'exit']],
  [{ at: 'waiting', outcome }, continued('gone'), 'ended', ['keepTrace', 'exit']],
  [
    { at: 'paging', outcome },
    pagerEnded({ how: 'exited', code: 1 }, 'gone'),
    'ending',
    ['closePager', 'startGrace'],
  ],
  [{ at: 'ending', outcome, trace: 'unread', left }, signalled('SIGHUP'), 'ending', []],
  [{ at: 'ending', outcome, trace: 'unread', left }, over, 'ending', ['endPager', 'startGrace']],
  [{ at: 'ending', outcome, trace: 'unread', left: [] }, over, 'ended', ['keepTrace', 'exit']],
  [{ at: 'ending', outcome, trace: 'read', left: [] }, over, 'ended', ['shelveTrace', 'exit']],
  [{ at: 'waiting', outcome }, continued('background'), 'waiting', ['stopGroup']],
  [{ at: 'waiting', outcome }, continued('foreground'), 'opening', ['openPager']],
  [{ at: 'waiting', outcome }, continued('lent'), 'waiting', ['awaitTurn']],
  [
    { at: 'waiting', outcome },
    continued('orphaned'),
    'ended',
    ['printTrace', 'discardTrace', 'exit'],
  ],
  [{ at: 'opening', outcome }, { type: 'pagerStarted' }, 'paging', ['guardPager']],
  [{ at: 'opening', outcome }, signalled('SIGTSTP'), 'holding', ['continueMonitor']],
  [{ at: 'holding', outcome }, signalled('SIGTSTP'), 'holding', ['continueMonitor']],
  [{ at: 'opening', outcome }, monitorStopped('foreground'), 'holding', ['continueMonitor']],
  [{ at: 'opening', outcome }, monitorStopped('background'), 'opening', []],
  [{ at: 'holding', outcome }, { type: 'pagerStarted' }, 'paging', ['guardPager', 'signalPager']],
  [{ at: 'paging', outcome }, stopped('orderly'), 'yielding', ['yieldTerminal']],
  [{ at: 'paging', outcome }, stopped('abrupt'), 'yielding', ['parkModes', 'yieldTerminal']],
  [{ at: 'paging', outcome }, signalled('SIGTSTP'), 'paging', ['signalPager']],
  [{ at: 'paging', outcome }, signalled('SIGHUP'), 'ending', ['closePager', 'startGrace']],
  [{ at: 'paging', outcome }, quit, 'ending', ['closePager', 'startGrace']],
  [{ at: 'paging', outcome }, monitorEnded(), 'ending', ['closePager', 'startGrace']],
  [{ at: 'tracing' }, failed, 'failing', []],
  [{ at: 'failing', failure }, signalled('SIGTERM'), 'failing', ['signalTracer']],
  [{ at: 'failing', failure }, signalled('SIGHUP'), 'interrupted', ['endTracer', 'startGrace']],
  [
    { at: 'failing', failure },
    tracerEnded('present', 'foreground'),
    'ended',
    ['complain', 'keepTrace', 'exit'],
  ],
  [
    { at: 'failing', failure },
    tracerEnded('empty', 'foreground'),
    'ended',
    ['complain', 'discardTrace', 'exit'],
  ],
  [interrupted([]), failed, 'interrupted', ['startGrace']],
  [{ at: 'waiting', outcome }, failed, 'ended', ['complain', 'keepTrace', 'exit']],
  [{ at: 'paging', outcome }, failed, 'ending', ['closePager', 'startGrace']],
  [{ at: 'ending', outcome, trace: 'unread', left }, failed, 'ending', ['startGrace']],
  [
    { at: 'yielding', outcome, stop: 'orderly' },
    { type: 'terminalYielded' },
    'suspended',
    ['stopGroup'],
  ],
  [suspended('orderly'), continued('foreground'), 'paging', ['resumePager']],
  [
    suspended('abrupt'),
    continued('foreground'),
    'resuming',
    ['unparkModes', 'resumePager', 'watchPager'],
  ],
  [suspended('orderly'), continued('background'), 'suspended', ['stopGroup']],
  [suspended('orderly'), continued('gone'), 'ending', ['closePager', 'startGrace']],
  [{ at: 'resuming', outcome }, ran('orderly'), 'redrawing', ['signalPager']],
  [{ at: 'resuming', outcome }, ran('abrupt'), 'paging', ['signalPager']],
  [{ at: 'redrawing', outcome }, stopped('orderly'), 'paging', ['resumePager']],
  [{ at: 'redrawing', outcome }, stopped('abrupt'), 'yielding', ['parkModes', 'yieldTerminal']],
  [
    { at: 'ending', outcome, trace: 'read', left },
    monitorEnded(),
    'ended',
    ['shelveTrace', 'exit'],
  ],
  [
    { at: 'ending', outcome, trace: 'unread', left },
    monitorEnded(),
    'ended',
    ['keepTrace', 'exit'],
  ],
];

describe('transition', () => {
  it.each(steps)('takes %j on %j to %s, with %j', (state, event, phase, actions) => {
    const [next, done] = transition(state, event);
    expect([next.at, done.map(({ type }) => type)]).toEqual([phase, actions]);
  });

  it.each([
    ['orderly', 'SIGTSTP'],
    ['abrupt', 'SIGWINCH'],
  ] as const)('makes a pager whose stop is %s draw its screen by %s', (stop, signal) => {
    const [, actions] = transition({ at: 'resuming', outcome }, ran(stop));
    expect(actions).toEqual([{ type: 'signalPager', signal }]);
  });

  it.each([
    ['a signal for vimtrace', signalled('SIGHUP'), 'SIGHUP'],
    ['a defect', failed, 'SIGTERM'],
    ['a pager that was killed', killed, 'SIGTERM'],
  ] as const)('ends the pager by the right signal after %s', (_what, event, signal) => {
    const [, closePager] = transition({ at: 'paging', outcome }, event);
    expect(closePager[0]).toEqual({ type: 'closePager', signal });
  });

  it('keeps the tracer’s status, however the pager ends', () => {
    for (const end of [quit, killed]) {
      const [ending] = transition({ at: 'paging', outcome }, end);
      expect(ending).toMatchObject({ outcome });
      const [, actions] = transition(ending, monitorEnded());
      expect(actions.at(-1)).toEqual({ type: 'exit', outcome });
    }
  });

  it.each([
    ['was killed', killed, 'unread'],
    ['failed', refused, 'unread'],
    ['was quit', quit, 'read'],
  ] as const)('decides whether the trace of a pager that %s was read', (_how, end, trace) => {
    expect(transition({ at: 'paging', outcome }, end)[0]).toMatchObject({ outcome, trace });
  });

  it.each([
    ['goesOn', interrupted([]), over],
    ['ended', interrupted(left), tracerEnded('present', 'gone')],
    ['ended', { at: 'waiting', outcome }, continued('gone')],
  ] as const)('keeps a trace whose tracer is %s', (tracer, state, event) => {
    expect(transition(state, event)[1]).toContainEqual(
      expect.objectContaining({ type: 'keepTrace', tracer }),
    );
  });

  it.each([
    ['a pager that gets its first signal', { at: 'paging', outcome }, signalled('SIGHUP'), 'first'],
    ['a tracer that got a signal before', interrupted(left), over, 'again'],
    [
      'a pager that got a signal before',
      { at: 'ending', outcome, trace: 'unread', left },
      over,
      'again',
    ],
    ['a monitor that must read a verb', { at: 'paging', outcome }, quit, 'verb'],
    [
      'a monitor whose pager was killed',
      { at: 'suspended', outcome, stop: 'orderly' },
      killed,
      'verb',
    ],
  ] as const)('starts the right grace for %s', (_who, state, event, after) => {
    expect(transition(state, event)[1].at(-1)).toEqual({ type: 'startGrace', after });
  });

  it.each([
    ['the end of a pager', pagerEnded({ how: 'exited', code: 0 }, 'gone')],
    ['the death of a pager', pagerEnded({ how: 'killed', signal: 'SIGHUP' }, 'gone')],
    ['the end of the monitor', monitorEnded('gone')],
  ])('takes %s without a terminal for a hangup, and dies of it unless it ignores hangups', (_what, event) => {
    const hungUp = { by: 'signal', signal: 'SIGHUP' };
    const ending = (hangup: Hangup) => transition({ at: 'paging', outcome }, event, { hangup })[0];
    expect(ending('end')).toMatchObject({ at: 'ending', outcome: hungUp, trace: 'unread' });
    expect(ending('keep')).toMatchObject({ at: 'ending', outcome, trace: 'unread' });
  });

  it('takes the signal that ended a monitor in P for a signal to all of P, unless the signal is ignored', () => {
    const of = (signal: SignalName, hangup: Hangup = 'end'): unknown => {
      const end = monitorEnded('background', { how: 'killed', signal });
      const [state] = transition(suspended('orderly'), end, { hangup });
      return 'outcome' in state && state.outcome;
    };
    expect(of('SIGTERM')).toEqual({ by: 'signal', signal: 'SIGTERM' });
    expect(of('SIGHUP')).toEqual({ by: 'signal', signal: 'SIGHUP' });
    for (const failed of [of('SIGHUP', 'keep'), of('SIGKILL')])
      expect(failed).toMatchObject({ by: 'failure', failure: { kind: 'monitor' } });
  });

  it('gives a suspended pager the terminal before ending the pager, if P has the terminal', () => {
    const types = (terminal: Terminal) =>
      transition(suspended('orderly'), signalled('SIGTERM', terminal))[1].map(({ type }) => type);
    expect(types('foreground')).toEqual(['resumePager', 'closePager', 'startGrace']);
    expect(types('background')).toEqual(['closePager', 'startGrace']);
  });

  it('ends a pager that is started too late', () => {
    const late: Event = { type: 'pagerStarted' };
    const [next, actions] = transition({ at: 'ending', outcome, trace: 'unread', left }, late);
    expect([next.at, actions]).toEqual(['ending', [{ type: 'endPager', signal: 'SIGTERM' }]]);
  });

  it('lets the first failure decide the status', () => {
    const missing = pagerEnded({ how: 'exited', code: 127 });
    const [ending] = transition({ at: 'opening', outcome }, missing);
    const [still, nothing] = transition(ending, signalled('SIGTERM'));
    expect([still, nothing]).toEqual([ending, []]);
    expect(transition(still, monitorEnded())[1].at(-1)).toMatchObject({
      type: 'exit',
      outcome: { by: 'failure', failure: { kind: 'pager' } },
    });
  });

  it('keeps the trace of a vimtrace that ignores hangups, and ends nobody', () => {
    const gone = tracerEnded('present', 'gone', 'left');
    const [, actions] = transition({ at: 'tracing' }, gone, { hangup: 'keep' });
    expect(actions.map(({ type }) => type)).toEqual(['keepTrace', 'exit']);
  });

  it.each([
    ['empty', 'due', 'emptyTrace'],
    ['empty', 'none', 'emptyTrace'],
    ['none', 'none', 'status'],
    ['refusal', 'due', 'words'],
    ['present', 'none', undefined],
  ] as const)('after exit status 1 and a trace that is %s, with a pager %s, looks for a refusal by %s', (trace, paging, evidence) => {
    const [, actions] = transition(
      { at: 'tracing' },
      tracerEnded(trace, 'foreground', 'ended', 1),
      { paging },
    );
    const advice = actions.find(({ type }) => type === 'adviseOnTracer');
    expect(advice).toEqual(evidence && { type: 'adviseOnTracer', evidence });
    expect(actions.slice(-2).map(({ type }) => type)).toEqual(['discardTrace', 'exit']);
  });

  it('looks for a plain reason after an empty trace and another status, and prints a refusal first', () => {
    const step = (trace: Left, status: number) =>
      transition({ at: 'tracing' }, tracerEnded(trace, 'foreground', 'ended', status))[1];
    expect(step('empty', 0)[0]).toEqual({ type: 'adviseOnTracer', evidence: 'status' });
    expect(step('refusal', 255).map(({ type }) => type)).toEqual([
      'printTrace',
      'adviseOnTracer',
      'discardTrace',
      'exit',
    ]);
  });

  it('spares the tracer only when it sends SIGKILL', () => {
    const sent = (place: Place) =>
      transition(place, over)[1].flatMap((action) =>
        action.type === 'endTracer' ? [[action.signal, action.spares]] : [],
      );
    expect(sent(interrupted(['SIGTERM', 'SIGKILL']))).toEqual([['SIGTERM', 'nobody']]);
    expect(sent(interrupted(['SIGKILL']))).toEqual([['SIGKILL', 'tracer']]);
  });

  it('keeps the state on an unknown event, and on an event without a row', () => {
    const unknown = { type: 'moonRose' } as unknown as Event;
    for (const [place] of steps) expect(transition(place, unknown)).toEqual([at(place), []]);
    for (const [, event] of steps)
      expect(transition({ at: 'ended' }, event)).toEqual([at({ at: 'ended' }), []]);
    const paging: Place = { at: 'paging', outcome };
    expect(transition(paging, signalled('SIGUSR1'))).toEqual([at(paging), []]);
  });
});
