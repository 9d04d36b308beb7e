/** How the pager ends, and vimtrace after it. */
import type { EventOf } from './event.ts';
import { closing, ends, finish, keep, over, type Rule, rows } from './rule.ts';
import type { Outcome } from './types.ts';

/** There is a pager, or there soon will be. */
const shown = ['opening', 'holding', 'paging', 'resuming', 'redrawing'] as const;
const paged = [...shown, 'yielding', 'suspended'] as const;
const hungUp: Outcome = { by: 'signal', signal: 'SIGHUP' };
const isHungUp = ({ terminal, hangup }: EventOf<'pagerEnded' | 'monitorEnded'>): boolean =>
  terminal === 'gone' && hangup === 'end';
const isTold = ({ ended: e, hangup }: EventOf<'monitorEnded'>): boolean =>
  e.how === 'killed' && (e.signal === 'SIGTERM' || (e.signal === 'SIGHUP' && hangup === 'end'));

export const ending: readonly Rule[] = [
  // The end
  ...rows(paged, 'pagerEnded', {
    if: ['the terminal is gone, which ends vimtrace', (event) => isHungUp(event)],
    why: 'A hangup, of which not every shell tells P: the trace is kept, and vimtrace dies of it.',
    do: () => over(hungUp, 'keep'),
  }),
  ...rows(shown, 'pagerEnded', {
    if: [
      '127 or 126 from the sh that was to run it',
      ({ ended: e }) => e.how === 'exited' && (e.code === 126 || e.code === 127),
    ],
    why: 'The pager could not be run, so nobody has read the trace: it is kept.',
    do: (_state, { ended: how }) =>
      over({ by: 'failure', failure: { kind: 'pager', ended: how } }, 'keep'),
  }),
  ...rows(paged, 'pagerEnded', {
    if: ['by a signal', ({ ended: e }) => e.how === 'killed'],
    why: 'The pager was killed, not quit: the trace is kept. The status is the tracer’s.',
    do: ({ outcome }) => over(outcome, 'keep'),
  }),
  ...rows(paged, 'pagerEnded', {
    if: ['the terminal is gone', ({ terminal }) => terminal === 'gone'],
    why: 'It ended because its terminal did, whatever it exits with: the trace is kept.',
    do: ({ outcome }) => over(outcome, 'keep'),
  }),
  ...rows(paged, 'pagerEnded', {
    if: ['with a failure', ({ ended: e }) => e.how === 'exited' && e.code !== 0],
    why: 'It may have refused its options and shown nothing: the trace is kept. The status is the tracer’s.',
    do: ({ outcome }) => over(outcome, 'keep'),
  }),
  ...rows(paged, 'pagerEnded', {
    why: 'Read and quit: nobody needs the trace any more. The status is the tracer’s.',
    do: ({ outcome }) => over(outcome, 'discard'),
  }),
  ...rows(['suspended'], 'signalled', {
    if: [
      'SIGHUP or SIGTERM, and P is in the foreground',
      ({ signal, terminal }) => ends.includes(signal) && terminal === 'foreground',
    ],
    why: 'fg of what is to end: with the terminal the pager can put that right, and end at once.',
    do: (_state, { signal }) => {
      const [state, ...actions] = closing({ by: 'signal', signal }, 'keep');
      return [state, { type: 'resumePager' }, ...actions];
    },
  }),
  ...rows(paged, 'signalled', {
    if: ['SIGHUP or SIGTERM', ({ signal }) => ends.includes(signal)],
    why: 'What is meant to end vimtrace ends the pager; the trace is kept.',
    do: (_state, { signal }) => closing({ by: 'signal', signal }, 'keep'),
  }),
  ...rows(['ending'], 'signalled', {
    if: [
      'SIGHUP or SIGTERM, and nothing has failed',
      ({ signal }, { outcome }) => ends.includes(signal) && outcome.by === 'tracer',
    ],
    why: 'A hangup that is told after the pager has ended of it: vimtrace dies of it all the same.',
    do: (state, { signal }) => [{ ...state, outcome: { by: 'signal', signal } }],
  }),
  ...rows(paged, 'failed', {
    why: 'A defect of vimtrace must not cost the trace, nor the terminal: the pager ends in order.',
    do: (_state, { failure }) => closing({ by: 'failure', failure }, 'keep'),
  }),
  ...rows(['ending'], 'failed', {
    if: ['something failed before', (_event, { outcome }) => outcome.by === 'failure'],
    why: 'The first failure decides the status. What was to end may not have been told: it gets its time.',
    do: (state) => [state, { type: 'startGrace', after: 'first' }],
  }),
  ...rows(['ending'], 'failed', {
    why: 'What was to end may not have been told: it gets its time, and then a stronger signal.',
    do: (state, { failure }) => [
      { ...state, outcome: { by: 'failure', failure } },
      { type: 'startGrace', after: 'first' },
    ],
  }),
  ...rows(['ending'], 'pagerStarted', {
    why: 'It was being started when its end was decided.',
    do: (state) => [state, { type: 'endPager', signal: 'SIGTERM' }],
  }),
  ...rows(['ending'], 'graceOver', {
    if: ['there is a stronger signal', (_event, { left }) => left.length > 0],
    why: 'A pager that ignores its hangup, or a monitor that hangs, ends by a signal that fewer ignore, and then one none can.',
    do: ({ left: [signal = 'SIGKILL', ...left], ...state }) => [
      { ...state, left },
      { type: 'endPager', signal },
      { type: 'startGrace', after: 'again' },
    ],
  }),
  ...rows(['ending'], 'graceOver', {
    if: ['the trace was read', (_event, { trace }) => trace === 'discard'],
    why: 'There is no pager any more, and its monitor says nothing.',
    do: ({ outcome }) => finish(outcome, { type: 'discardTrace' }),
  }),
  ...rows(['ending'], 'graceOver', {
    why: 'There is no pager any more, and its monitor says nothing.',
    do: ({ outcome }) => keep(outcome),
  }),
  ...rows(['ending'], 'monitorEnded', {
    if: ['the trace was read', (_event, { trace }) => trace === 'discard'],
    why: 'The terminal is P’s again: nothing is left behind.',
    do: ({ outcome }) => finish(outcome, { type: 'discardTrace' }),
  }),
  ...rows(['ending'], 'monitorEnded', {
    why: 'The terminal is P’s again: now it can be said where the trace is.',
    do: ({ outcome }) => keep(outcome),
  }),
  ...rows(paged, 'monitorEnded', {
    if: ['the terminal is gone, which ends vimtrace', (event) => isHungUp(event)],
    why: 'A hangup, and a sh may end when it cannot have its terminal back: vimtrace dies of it.',
    do: () => closing(hungUp, 'keep'),
  }),
  ...rows(paged, 'monitorEnded', {
    if: ['the terminal is gone', ({ terminal }) => terminal === 'gone'],
    why: 'A sh may end when it cannot have its terminal back: so does the pager. The trace is kept.',
    do: ({ outcome }) => closing(outcome, 'keep'),
  }),
  ...rows(['yielding', 'suspended'], 'monitorEnded', {
    if: ['by SIGTERM, or by a SIGHUP that ends vimtrace', (event) => isTold(event)],
    why: 'It is in P for that time: what was sent to all of P ends vimtrace, which may hear of it later.',
    do: (_state, { ended: e }) =>
      closing({ by: 'signal', signal: e.how === 'killed' ? e.signal : 'SIGTERM' }, 'keep'),
  }),
  ...rows(paged, 'monitorEnded', {
    why: 'Without its monitor the pager has no job control: it ends, the trace is kept.',
    do: () => {
      const failure = { kind: 'monitor', detail: 'its sh ended unexpectedly' } as const;
      return closing({ by: 'failure', failure }, 'keep');
    },
  }),
];
