/** While the pager runs: ^Z, fg and bg. */
import { closing, type Rule, rows, stops } from './rule.ts';

export const paging: readonly Rule[] = [
  // The pager runs
  ...rows(['opening'], 'pagerStarted', {
    why: 'It is a foreground command of the monitor: own group, and the terminal (S11).',
    do: ({ outcome }, { pager }) => [{ at: 'paging', outcome, pager }, { type: 'guardPager' }],
  }),
  ...rows(['opening', 'holding'], 'signalled', {
    if: ['SIGTSTP', ({ signal }) => signal === 'SIGTSTP'],
    why: '^Z while P still has the terminal: nobody is there yet who could stop in order.',
    do: ({ outcome }) => [{ at: 'holding', outcome }, { type: 'continueMonitor' }],
  }),
  ...rows(['opening', 'holding'], 'monitorStopped', {
    if: ['P or its monitor has the terminal', ({ terminal }) => terminal === 'foreground'],
    why: '^Z in a monitor that does not ignore it yet, as bash: no shell hears of that.',
    do: ({ outcome }) => [{ at: 'holding', outcome }, { type: 'continueMonitor' }],
  }),
  ...rows(['ending'], 'monitorStopped', {
    if: ['P or its monitor has the terminal', ({ terminal }) => terminal === 'foreground'],
    why: 'It is to end, and cannot while it is stopped.',
    do: (state) => [state, { type: 'continueMonitor' }],
  }),
  ...rows(['holding'], 'pagerStarted', {
    why: 'The ^Z that came before it is its own: now it can be stopped, and P after it.',
    do: ({ outcome }, { pager }) => [
      { at: 'paging', outcome, pager },
      { type: 'guardPager' },
      { type: 'signalPager', signal: 'SIGTSTP' },
    ],
  }),
  ...rows(['paging', 'resuming'], 'pagerStopped', {
    if: ['with the modes restored', ({ modes }) => modes === 'restored'],
    why: '^Z in the pager: it has put the terminal right; P must stop, without owning it.',
    do: ({ outcome, pager }) => [
      { at: 'yielding', outcome, pager, stop: 'orderly' },
      { type: 'yieldTerminal' },
    ],
  }),
  ...rows(['paging', 'resuming', 'redrawing'], 'pagerStopped', {
    if: ['with the modes left as they were', ({ modes }) => modes === 'left'],
    why: 'It had no time to put the terminal right, so that is done for it.',
    do: ({ outcome, pager }) => [
      { at: 'yielding', outcome, pager, stop: 'abrupt' },
      { type: 'parkModes' },
      { type: 'yieldTerminal' },
    ],
  }),
  ...rows(['paging'], 'signalled', {
    if: ['SIGTSTP, SIGTTIN or SIGTTOU', ({ signal }) => stops.includes(signal)],
    why: 'kill(1) asks vimtrace to stop: the pager stops first, in order, then P.',
    do: (state) => [state, { type: 'signalPager', signal: 'SIGTSTP' }],
  }),

  // ^Z in the pager
  ...rows(['yielding'], 'terminalYielded', {
    why: 'One stop of the pager is one stop of P, as pipelines, scripts and sudo expect.',
    do: ({ outcome, pager, stop }) => [
      { at: 'suspended', outcome, pager, stop },
      { type: 'stopGroup', signal: 'SIGTSTP' },
    ],
  }),
  ...rows(['suspended'], 'continued', {
    if: [
      'P is in the foreground, the stop was orderly',
      ({ terminal }, { stop }) => terminal === 'foreground' && stop === 'orderly',
    ],
    why: 'fg. A pager that stops in order asks for the window’s size when it goes on.',
    do: ({ outcome, pager }) => [{ at: 'paging', outcome, pager }, { type: 'resumePager' }],
  }),
  ...rows(['suspended'], 'continued', {
    if: [
      'P is in the foreground, the stop was abrupt',
      ({ terminal }, { stop }) => terminal === 'foreground' && stop === 'abrupt',
    ],
    why: 'fg of a pager that does not know it was stopped, and would not draw its screen.',
    do: ({ outcome, pager }) => [
      { at: 'resuming', outcome, pager },
      { type: 'unparkModes' },
      { type: 'resumePager' },
      { type: 'watchPager' },
    ],
  }),
  ...rows(['resuming'], 'pagerRan', {
    if: ['it redraws on a window change', ({ redraws }) => redraws === 'onWindowChange'],
    why: 'Told that its window may have changed, it will draw its screen (P3).',
    do: ({ outcome, pager }) => [
      { at: 'paging', outcome, pager },
      { type: 'signalPager', signal: 'SIGWINCH' },
    ],
  }),
  ...rows(['resuming'], 'pagerRan', {
    why: 'Asked to stop in order, it will draw its screen when continued.',
    do: ({ outcome, pager }) => [
      { at: 'redrawing', outcome, pager },
      { type: 'signalPager', signal: 'SIGTSTP' },
    ],
  }),
  ...rows(['redrawing'], 'pagerStopped', {
    if: ['with the modes restored', ({ modes }) => modes === 'restored'],
    why: 'That was our own request: on at once. P does not stop for it.',
    do: ({ outcome, pager }) => [{ at: 'paging', outcome, pager }, { type: 'resumePager' }],
  }),
  ...rows(['suspended'], 'continued', {
    if: ['P is in the background', ({ terminal }) => terminal === 'background'],
    why: 'bg: the terminal is never taken from the shell; stopped for tty access.',
    do: (state) => [state, { type: 'stopGroup', signal: 'SIGTTIN' }],
  }),
  ...rows(['suspended'], 'continued', {
    why: 'Nobody is left who could say fg: the pager ends, the trace is kept.',
    do: ({ outcome }) => closing(outcome, 'keep'),
  }),
];
