/** A pager is due, starts, stops and goes on: ^Z, fg and bg. */
import { closing, discard, ends, keep, rule, type Section, stops } from './rule.ts';

/** A pager that was due looks again who has the terminal. */
function lookAgain(phase: 'draining' | 'waiting', event: 'readersEnded' | 'continued') {
  const looks = rule<typeof phase, typeof event>;
  return [
    looks([phase], event, {
      if: ['P is in the foreground', ({ terminal }) => terminal === 'foreground'],
      why: 'After fg, or after the last reader: now the pager may have the terminal.',
      do: ({ outcome }) => [
        { at: 'opening', outcome },
        { type: 'openPager', outcome },
      ],
    }),
    looks([phase], event, {
      if: ['P is in the background', ({ terminal }) => terminal === 'background'],
      why: 'bg: a pager cannot run in the background, so P stops for terminal access.',
      do: ({ outcome }) => [
        { at: 'waiting', outcome },
        { type: 'stopGroup', signal: 'SIGTTIN' },
      ],
    }),
    looks([phase], event, {
      if: ['another vimtrace of P has the turn', ({ terminal }) => terminal === 'lent'],
      why: 'The other pager is shown first, then this one.',
      do: ({ outcome }) => [{ at: 'waiting', outcome }, { type: 'awaitTurn' }],
    }),
    looks([phase], event, {
      if: ['the terminal is gone', ({ terminal }) => terminal === 'gone'],
      why: 'Nobody can read the trace now: it is kept.',
      do: ({ outcome }) => keep(outcome),
    }),
    looks([phase], event, {
      why: 'The shell that could have said fg is gone: the trace goes to standard error.',
      do: ({ outcome }) => discard(outcome, { type: 'printTrace' }),
    }),
  ];
}

const draining: Section = {
  title: 'A pager is due, and other processes of P still read the output',
  rules: [
    ...lookAgain('draining', 'readersEnded'),
    rule(['draining'], 'readersStopped', {
      if: ['P is in the foreground', ({ terminal }) => terminal === 'foreground'],
      why: 'Without vimtrace the shell would see its job stop when `| less` stops: so P stops.',
      do: (state) => [state, { type: 'stopGroup', signal: 'SIGTSTP' }],
    }),
    rule(['draining'], 'readersStopped', {
      if: ['P is in the background', ({ terminal }) => terminal === 'background'],
      why: 'bg: `| less` stops when it reads the terminal. fg continues only a job that is stopped.',
      do: (state) => [state, { type: 'stopGroup', signal: 'SIGTTIN' }],
    }),
    rule(['draining'], 'readersStopped', {
      if: ['another vimtrace of P has the turn', ({ terminal }) => terminal === 'lent'],
      why: 'P must not stop, because the pager of the other vimtrace has the terminal.',
      do: (state) => [state, { type: 'awaitReaders' }],
    }),
    rule(['draining'], 'readersStopped', {
      if: ['the terminal is gone', ({ terminal }) => terminal === 'gone'],
      why: 'Nobody can continue the readers or read the trace now: the trace is kept.',
      do: ({ outcome }) => keep(outcome),
    }),
    rule(['draining'], 'readersStopped', {
      why: 'Nobody can continue the readers: the trace goes where the tracer alone puts it.',
      do: ({ outcome }) => discard(outcome, { type: 'printTrace' }),
    }),
    rule(['draining'], 'continued', {
      why: 'fg or bg continues the readers too: vimtrace goes on waiting for their end.',
      do: (state) => [state, { type: 'awaitReaders' }],
    }),
  ],
};

const waiting: Section = {
  title: 'A pager is due, and another process has the terminal',
  rules: [
    ...lookAgain('waiting', 'continued'),
    rule(['waiting', 'draining'], 'failed', {
      why: 'An internal error must not cost the trace: the trace is kept.',
      do: (_state, { failure }) => keep({ by: 'failure', failure }),
    }),
    rule(['waiting', 'draining'], 'signalled', {
      if: ['SIGHUP or SIGTERM', ({ signal }) => ends.includes(signal)],
      why: 'vimtrace ends before anybody has read the trace: the trace is kept.',
      do: (_state, { signal }) => keep({ by: 'signal', signal }),
    }),
  ],
};

const opening: Section = {
  title: 'The pager starts',
  rules: [
    rule(['opening'], 'pagerStarted', {
      why: 'The pager is a foreground job of the monitor: it has its own group, and the terminal (S11).',
      do: ({ outcome }) => [{ at: 'paging', outcome }, { type: 'guardPager' }],
    }),
    rule(['opening', 'holding'], 'signalled', {
      if: ['SIGTSTP', ({ signal }) => signal === 'SIGTSTP'],
      why: '^Z while P still has the terminal: no pager is there yet that could stop in order.',
      do: ({ outcome }) => [{ at: 'holding', outcome }, { type: 'continueMonitor' }],
    }),
    rule(['opening', 'holding'], 'monitorStopped', {
      if: ['P or the monitor has the terminal', ({ terminal }) => terminal === 'foreground'],
      why: '^Z stopped the monitor: bash does not ignore SIGTSTP yet. No shell hears of this stop.',
      do: ({ outcome }) => [{ at: 'holding', outcome }, { type: 'continueMonitor' }],
    }),
    rule(['holding'], 'pagerStarted', {
      why: 'The ^Z before its start was meant for the pager: the pager stops now, and then P.',
      do: ({ outcome }) => [
        { at: 'paging', outcome },
        { type: 'guardPager' },
        { type: 'signalPager', signal: 'SIGTSTP' },
      ],
    }),
  ],
};

const stop: Section = {
  title: '^Z in the pager',
  rules: [
    rule(['paging', 'resuming'], 'pagerStopped', {
      if: ['the stop was orderly', (event) => event.stop === 'orderly'],
      why: 'The pager has put the terminal right. P stops next, and must not own the terminal then.',
      do: ({ outcome }) => [
        { at: 'yielding', outcome, stop: 'orderly' },
        { type: 'yieldTerminal' },
      ],
    }),
    rule(['paging', 'resuming', 'redrawing'], 'pagerStopped', {
      if: ['the stop was abrupt', (event) => event.stop === 'abrupt'],
      why: 'The pager had no time to put the terminal right: vimtrace does it instead.',
      do: ({ outcome }) => [
        { at: 'yielding', outcome, stop: 'abrupt' },
        { type: 'parkModes' },
        { type: 'yieldTerminal' },
      ],
    }),
    rule(['paging'], 'signalled', {
      if: ['SIGTSTP, SIGTTIN or SIGTTOU', ({ signal }) => stops.includes(signal)],
      why: 'kill(1) asks vimtrace to stop: the pager stops first, in order, and then P.',
      do: (state) => [state, { type: 'signalPager', signal: 'SIGTSTP' }],
    }),
    rule(['yielding'], 'terminalYielded', {
      why: 'One stop of the pager is one stop of P: pipelines, scripts and sudo expect that.',
      do: ({ outcome, stop: how }) => [
        { at: 'suspended', outcome, stop: how },
        { type: 'stopGroup', signal: 'SIGTSTP' },
      ],
    }),
  ],
};

const resume: Section = {
  title: 'fg and bg after ^Z in the pager',
  rules: [
    rule(['suspended'], 'continued', {
      if: [
        'P is in the foreground, and the stop was orderly',
        ({ terminal }, state) => terminal === 'foreground' && state.stop === 'orderly',
      ],
      why: 'fg: a pager that stopped in order draws its screen again, for the window as it is now.',
      do: ({ outcome }) => [{ at: 'paging', outcome }, { type: 'resumePager' }],
    }),
    rule(['suspended'], 'continued', {
      if: [
        'P is in the foreground, and the stop was abrupt',
        ({ terminal }, state) => terminal === 'foreground' && state.stop === 'abrupt',
      ],
      why: 'fg: the pager does not know that it was stopped, and would not draw its screen again.',
      do: ({ outcome }) => [
        { at: 'resuming', outcome },
        { type: 'unparkModes' },
        { type: 'resumePager' },
        { type: 'watchPager' },
      ],
    }),
    rule(['resuming'], 'pagerRan', {
      if: ['it stops abruptly on SIGTSTP', (event) => event.stop === 'abrupt'],
      why: 'SIGWINCH makes the pager draw its screen, as after a change of the window (P3).',
      do: ({ outcome }) => [
        { at: 'paging', outcome },
        { type: 'signalPager', signal: 'SIGWINCH' },
      ],
    }),
    rule(['resuming'], 'pagerRan', {
      why: 'The pager stops in order when asked, and draws its screen when continued.',
      do: ({ outcome }) => [
        { at: 'redrawing', outcome },
        { type: 'signalPager', signal: 'SIGTSTP' },
      ],
    }),
    rule(['redrawing'], 'pagerStopped', {
      if: ['the stop was orderly', (event) => event.stop === 'orderly'],
      why: 'vimtrace itself asked for this stop: the pager goes on at once, and P does not stop.',
      do: ({ outcome }) => [{ at: 'paging', outcome }, { type: 'resumePager' }],
    }),
    rule(['suspended'], 'continued', {
      if: ['P is in the background', ({ terminal }) => terminal === 'background'],
      why: 'bg: vimtrace never takes the terminal from the shell, so P stops for terminal access.',
      do: (state) => [state, { type: 'stopGroup', signal: 'SIGTTIN' }],
    }),
    rule(['suspended'], 'continued', {
      why: 'The shell that could say fg is gone: the pager ends, and the trace is kept.',
      do: ({ outcome }) => closing(outcome, 'unread'),
    }),
  ],
};

export const paging: readonly Section[] = [draining, waiting, opening, stop, resume];
