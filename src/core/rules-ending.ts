/** How the pager ends, and vimtrace after it. */
import type { EventOf } from './event.ts';
import { closing, ends, keep, over, rule, type Section, shelve } from './rule.ts';
import type { State } from './state.ts';
import type { Outcome } from './types.ts';

/** The pager is on the terminal, or starts, or was just continued. */
export const shown = ['opening', 'holding', 'paging', 'resuming', 'redrawing'] as const;
/** There is a pager, shown or stopped. */
export const paged = [...shown, 'yielding', 'suspended'] as const;
const hungUp: Outcome = { by: 'signal', signal: 'SIGHUP' };
const isHungUp = (event: EventOf<'pagerEnded' | 'monitorEnded'>, { run }: State): boolean =>
  event.terminal === 'gone' && run.hangup === 'end';
const isTold = ({ ended: e }: EventOf<'monitorEnded'>, { run }: State): boolean =>
  e.how === 'killed' && (e.signal === 'SIGTERM' || (e.signal === 'SIGHUP' && run.hangup === 'end'));

const pagerEnds: Section = {
  title: 'The pager ends',
  rules: [
    rule(paged, 'pagerEnded', {
      if: ['the terminal is gone, and a hangup ends vimtrace', isHungUp],
      why: 'A hangup, and not every shell tells P of it: the trace is kept, vimtrace dies of SIGHUP.',
      do: () => over(hungUp, 'unread'),
    }),
    rule(shown, 'pagerEnded', {
      if: [
        'exit status 127 or 126, from the sh that should run it',
        ({ ended: e }) => e.how === 'exited' && (e.code === 126 || e.code === 127),
      ],
      why: 'The pager could not be run, so nobody has read the trace: the trace is kept.',
      do: (_state, { ended }) =>
        over({ by: 'failure', failure: { kind: 'pager', ended } }, 'unread'),
    }),
    rule(paged, 'pagerEnded', {
      if: ['by a signal', ({ ended: e }) => e.how === 'killed'],
      why: 'The pager was killed, not quit: the trace is kept. The status is the tracer’s.',
      do: ({ outcome }) => over(outcome, 'unread'),
    }),
    rule(paged, 'pagerEnded', {
      if: ['the terminal is gone', ({ terminal }) => terminal === 'gone'],
      why: 'The pager ended because its terminal did, with any exit status: the trace is kept.',
      do: ({ outcome }) => over(outcome, 'unread'),
    }),
    rule(paged, 'pagerEnded', {
      if: ['with a failure', ({ ended: e }) => e.how === 'exited' && e.code !== 0],
      why: 'The pager may have refused its options and shown nothing: the trace is kept.',
      do: ({ outcome }) => over(outcome, 'unread'),
    }),
    rule(paged, 'pagerEnded', {
      why: 'The user has read the trace and quit: --last opens the trace again. The status is the tracer’s.',
      do: ({ outcome }) => over(outcome, 'read'),
    }),
  ],
};

const vimtraceEnds: Section = {
  title: 'vimtrace is told to end, or fails, while there is a pager',
  rules: [
    rule(['suspended'], 'signalled', {
      if: [
        'SIGHUP or SIGTERM, and P is in the foreground',
        ({ signal, terminal }) => ends.includes(signal) && terminal === 'foreground',
      ],
      why: 'fg after a kill of the stopped job: with the terminal the pager can put it right, and end.',
      do: (_state, { signal }) => {
        const [state, ...actions] = closing({ by: 'signal', signal }, 'unread');
        return [state, { type: 'resumePager' }, ...actions];
      },
    }),
    rule(paged, 'signalled', {
      if: ['SIGHUP or SIGTERM', ({ signal }) => ends.includes(signal)],
      why: 'A signal that ends vimtrace ends the pager as well. The trace is kept.',
      do: (_state, { signal }) => closing({ by: 'signal', signal }, 'unread'),
    }),
    rule(['ending'], 'signalled', {
      if: [
        'SIGHUP or SIGTERM, and nothing has failed',
        ({ signal }, { outcome }) =>
          ends.includes(signal) && (outcome.by === 'tracer' || outcome.by === 'reading'),
      ],
      why: 'The hangup ended the pager first, and vimtrace hears of it later: vimtrace dies of it too.',
      do: (state, { signal }) => [{ ...state, outcome: { by: 'signal', signal } }],
    }),
    rule(paged, 'failed', {
      why: 'An internal error must cost neither trace nor terminal: the pager ends in order.',
      do: (_state, { failure }) => closing({ by: 'failure', failure }, 'unread'),
    }),
    rule(['ending'], 'failed', {
      if: ['something failed before', (_event, { outcome }) => outcome.by === 'failure'],
      why: 'The first failure decides the status. What may not have been told to end gets its time.',
      do: (state) => [state, { type: 'startGrace', after: 'first' }],
    }),
    rule(['ending'], 'failed', {
      why: 'What may not have been told to end gets its time, and then a stronger signal.',
      do: (state, { failure }) => [
        { ...state, outcome: { by: 'failure', failure } },
        { type: 'startGrace', after: 'first' },
      ],
    }),
  ],
};

const afterPager: Section = {
  title: 'Pager and monitor end, and vimtrace after them',
  rules: [
    rule(['ending'], 'monitorStopped', {
      if: ['P or the monitor has the terminal', ({ terminal }) => terminal === 'foreground'],
      why: 'The monitor was told to end, and cannot while it is stopped.',
      do: (state) => [state, { type: 'continueMonitor' }],
    }),
    rule(['ending'], 'pagerStarted', {
      why: 'The pager was about to start when its end was decided.',
      do: (state) => [state, { type: 'endPager', signal: 'SIGTERM' }],
    }),
    rule(['ending'], 'graceOver', {
      if: ['a stronger signal is left', (_event, { left }) => left.length > 0],
      why: 'A pager that ignores a hangup, or a monitor that hangs, gets the next signal, at last SIGKILL.',
      do: ({ left: [signal = 'SIGKILL', ...left], ...state }) => [
        { ...state, left },
        { type: 'endPager', signal },
        { type: 'startGrace', after: 'again' },
      ],
    }),
    rule(['ending'], 'graceOver', {
      if: ['the trace was read', (_event, { trace }) => trace === 'read'],
      why: 'The pager has ended, and the monitor does not answer any more.',
      do: ({ outcome }) => shelve(outcome),
    }),
    rule(['ending'], 'graceOver', {
      why: 'The pager has ended, and the monitor does not answer any more. The trace is kept.',
      do: ({ outcome }) => keep(outcome),
    }),
    rule(['ending'], 'monitorEnded', {
      if: ['the trace was read', (_event, { trace }) => trace === 'read'],
      why: 'The terminal is P’s again. Nothing is said of a trace that was read.',
      do: ({ outcome }) => shelve(outcome),
    }),
    rule(['ending'], 'monitorEnded', {
      why: 'The terminal is P’s again, so vimtrace can say where the trace is.',
      do: ({ outcome }) => keep(outcome),
    }),
    rule(paged, 'monitorEnded', {
      if: ['the terminal is gone, and a hangup ends vimtrace', isHungUp],
      why: 'A hangup; a sh may end when it cannot get its terminal back. vimtrace dies of SIGHUP.',
      do: () => closing(hungUp, 'unread'),
    }),
    rule(paged, 'monitorEnded', {
      if: ['the terminal is gone', ({ terminal }) => terminal === 'gone'],
      why: 'A sh may end when it cannot get its terminal back: the pager ends, the trace is kept.',
      do: ({ outcome }) => closing(outcome, 'unread'),
    }),
    rule(['yielding', 'suspended'], 'monitorEnded', {
      if: ['by SIGTERM, or by a SIGHUP that ends vimtrace', isTold],
      why: 'The monitor is in P now, and got a signal for all of P: it ends vimtrace as well.',
      do: (_state, { ended: e }) =>
        closing({ by: 'signal', signal: e.how === 'killed' ? e.signal : 'SIGTERM' }, 'unread'),
    }),
    rule(paged, 'monitorEnded', {
      why: 'Without its monitor the pager has no job control: the pager ends, the trace is kept.',
      do: () => {
        const failure = { kind: 'monitor', detail: 'its sh ended unexpectedly' } as const;
        return closing({ by: 'failure', failure }, 'unread');
      },
    }),
  ],
};

export const ending: readonly Section[] = [pagerEnds, vimtraceEnds, afterPager];
