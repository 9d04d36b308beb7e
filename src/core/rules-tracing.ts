/** While the tracer runs, and until a pager may have the terminal. */
import { ends, finish, keep, keyboard, leave, passed, type Rule, rows, stronger } from './rule.ts';

export const tracing: readonly Rule[] = [
  // Tracing
  ...rows(['starting'], 'tracerStarted', {
    why: 'Tracer and program are in P: ^C and ^Z are between the kernel and the shell.',
    do: () => [{ at: 'tracing' }],
  }),
  ...rows(['starting'], 'tracerFailed', {
    why: 'Without a tracer there is no trace: say why, with the status a shell would give.',
    do: (_state, { failure }) => finish({ by: 'failure', failure }, { type: 'discardTrace' }),
  }),
  ...rows(['starting', 'tracing'], 'failed', {
    why: 'A defect of vimtrace must not cost the trace: the tracer goes on, but nothing is paged.',
    do: (_state, { failure }) => [{ at: 'failing', failure }],
  }),
  ...rows(['starting', 'tracing', 'failing'], 'signalled', {
    if: ['SIGHUP', ({ signal }) => signal === 'SIGHUP'],
    why: 'The terminal goes away: tracer and program end, whether they listen or not.',
    do: (_state, { signal }) => [
      { at: 'interrupted', signal, left: stronger },
      { type: 'endTracer', signal },
      { type: 'startGrace', after: 'first' },
    ],
  }),
  ...rows(['interrupted', 'bereft'], 'signalled', {
    if: [
      'SIGTERM, which they have not been sent yet',
      ({ signal }, { left }) => signal === 'SIGTERM' && left[0] === signal,
    ],
    why: 'Who sends that does not want to wait for the grace.',
    do: ({ left: [, ...left], ...state }, { signal }) => [
      { ...state, left },
      { type: 'endTracer', signal },
      { type: 'startGrace', after: 'again' },
    ],
  }),
  ...rows(['starting', 'tracing', 'failing', 'interrupted'], 'signalled', {
    if: [
      'SIGINT or SIGQUIT, and P is in the foreground',
      ({ signal, terminal }) => keyboard.includes(signal) && terminal === 'foreground',
    ],
    why: 'From the keyboard: the kernel has sent it to all of P.',
    do: (state) => [state],
  }),
  ...rows(['starting', 'tracing', 'failing', 'interrupted'], 'signalled', {
    if: ['a signal that users send', ({ signal }) => passed.includes(signal)],
    why: 'Sent to vimtrace, it is meant for what it runs; vimtrace then ends as the tracer did.',
    do: (state, { signal }) => [state, { type: 'signalTracer', signal }],
  }),
  ...rows(['starting', 'tracing'], 'tracerEnded', {
    if: [
      'the terminal is gone, which ends vimtrace, and others are left',
      (event) => event.terminal === 'gone' && event.hangup === 'end' && event.others === 'left',
    ],
    why: 'A hangup that has ended the tracer first: what it had started ends as well.',
    do: (_state, { trace }) => [
      { at: 'bereft', signal: 'SIGHUP', left: stronger, trace },
      { type: 'endTracer', signal: 'SIGHUP' },
      { type: 'startGrace', after: 'first' },
      { type: 'awaitOthers' },
    ],
  }),
  ...rows(['starting', 'tracing'], 'tracerEnded', {
    if: [
      'the trace is empty, and the tracer exits with 1',
      ({ trace, ended: e }) => trace === 'empty' && e.how === 'exited' && e.code === 1,
    ],
    why: 'It may not have been let trace: what would mend that is said.',
    do: (_state, event) =>
      finish(
        { by: 'tracer', ended: event.ended },
        { type: 'adviseOnTracer' },
        { type: 'discardTrace' },
      ),
  }),
  ...rows(['starting', 'tracing'], 'tracerEnded', {
    if: ['the trace is empty', ({ trace }) => trace === 'empty'],
    why: 'There is nothing to read: what went wrong stands on the terminal already.',
    do: (_state, event) => finish({ by: 'tracer', ended: event.ended }, { type: 'discardTrace' }),
  }),
  ...rows(['starting', 'tracing'], 'tracerEnded', {
    if: ['P is in the foreground', ({ terminal }) => terminal === 'foreground'],
    why: 'The pager takes the place of the tracer on the terminal.',
    do: (_state, event) => [
      { at: 'opening', outcome: { by: 'tracer', ended: event.ended } },
      { type: 'openPager' },
    ],
  }),
  ...rows(['starting', 'tracing'], 'tracerEnded', {
    if: ['another vimtrace of P comes first', ({ terminal }) => terminal === 'lent'],
    why: 'In a pipeline of two one pager follows the other: neither stops P for the other’s sake.',
    do: (_state, event) => [
      { at: 'waiting', outcome: { by: 'tracer', ended: event.ended } },
      { type: 'awaitTurn' },
    ],
  }),
  ...rows(['starting', 'tracing'], 'tracerEnded', {
    if: ['P is in the background', ({ terminal }) => terminal === 'background'],
    why: 'The terminal is never taken from the shell: P stops as for any tty access.',
    do: (_state, event) => [
      { at: 'waiting', outcome: { by: 'tracer', ended: event.ended } },
      { type: 'stopGroup', signal: 'SIGTTIN' },
    ],
  }),
  ...rows(['starting', 'tracing'], 'tracerEnded', {
    if: ['the terminal is gone', ({ terminal }) => terminal === 'gone'],
    why: 'It went without a word, or with one that was ignored: the trace is kept for later.',
    do: (_state, event) => keep({ by: 'tracer', ended: event.ended }),
  }),
  ...rows(['starting', 'tracing'], 'tracerEnded', {
    why: 'Nobody can bring P to a terminal: the trace goes where the tracer alone puts it.',
    do: (_state, event) =>
      finish(
        { by: 'tracer', ended: event.ended },
        { type: 'printTrace' },
        { type: 'discardTrace' },
      ),
  }),

  // A defect while tracing
  ...rows(['failing'], 'tracerEnded', {
    if: ['the trace is empty', ({ trace }) => trace === 'empty'],
    why: 'There is nothing to keep.',
    do: ({ failure }) => finish({ by: 'failure', failure }, { type: 'discardTrace' }),
  }),
  ...rows(['failing'], 'tracerEnded', {
    why: 'What has been traced is kept; the status is that of a failure of our own.',
    do: ({ failure }) => keep({ by: 'failure', failure }),
  }),

  // A hangup while tracing
  ...rows(['interrupted', 'bereft'], 'failed', {
    why: 'Somebody may not have been told to end: they get their time, and then a stronger signal.',
    do: (state) => [state, { type: 'startGrace', after: 'first' }],
  }),
  ...rows(['interrupted', 'bereft'], 'graceOver', {
    if: ['there is a stronger signal', (_event, { left }) => left.length > 0],
    why: 'It has had its time: now by a signal that fewer ignore, and then by one that none can.',
    do: ({ left: [signal = 'SIGKILL', ...left], ...state }) => [
      { ...state, left },
      { type: 'endTracer', signal },
      { type: 'startGrace', after: 'again' },
    ],
  }),
  ...rows(['interrupted'], 'graceOver', {
    why: 'Not even SIGKILL has ended it, or nothing may be sent to it: it is left to itself.',
    do: ({ signal }) => leave({ by: 'signal', signal }),
  }),
  ...rows(['interrupted'], 'tracerEnded', {
    if: ['others that were told to end are left', ({ others }) => others === 'left'],
    why: 'They ignore what has ended the tracer: they end as it would have.',
    do: (state, { trace }) => [{ ...state, at: 'bereft', trace }, { type: 'awaitOthers' }],
  }),
  ...rows(['interrupted'], 'tracerEnded', {
    if: ['the trace is empty', ({ trace }) => trace === 'empty'],
    why: 'There is nothing to keep.',
    do: ({ signal }) => finish({ by: 'signal', signal }, { type: 'discardTrace' }),
  }),
  ...rows(['interrupted'], 'tracerEnded', {
    why: 'What has been traced so far is kept; vimtrace dies of the hangup.',
    do: ({ signal }) => keep({ by: 'signal', signal }),
  }),
  ...rows(['bereft'], 'othersEnded', {
    if: ['the trace is empty', (_event, { trace }) => trace === 'empty'],
    why: 'There is nothing to keep.',
    do: ({ signal }) => finish({ by: 'signal', signal }, { type: 'discardTrace' }),
  }),
  ...rows(['bereft'], 'othersEnded', {
    why: 'What has been traced so far is kept; vimtrace dies of the hangup.',
    do: ({ signal }) => keep({ by: 'signal', signal }),
  }),
  ...rows(['bereft'], 'graceOver', {
    if: ['the trace is empty', (_event, { trace }) => trace === 'empty'],
    why: 'Not even SIGKILL has ended them: they are left to themselves.',
    do: ({ signal }) => finish({ by: 'signal', signal }, { type: 'discardTrace' }),
  }),
  ...rows(['bereft'], 'graceOver', {
    why: 'Not even SIGKILL has ended them: they are left to themselves.',
    do: ({ signal }) => keep({ by: 'signal', signal }),
  }),

  // A pager is due, and the terminal is another's
  ...rows(['waiting'], 'continued', {
    if: ['P is in the foreground', ({ terminal }) => terminal === 'foreground'],
    why: 'fg: now the pager may have the terminal.',
    do: ({ outcome }) => [{ at: 'opening', outcome }, { type: 'openPager' }],
  }),
  ...rows(['waiting'], 'continued', {
    if: ['P is in the background', ({ terminal }) => terminal === 'background'],
    why: 'bg: a pager cannot run there; stopped for tty access again.',
    do: (state) => [state, { type: 'stopGroup', signal: 'SIGTTIN' }],
  }),
  ...rows(['waiting'], 'continued', {
    if: ['another vimtrace of P comes first', ({ terminal }) => terminal === 'lent'],
    why: 'Its pager is shown, and then ours.',
    do: (state) => [state, { type: 'awaitTurn' }],
  }),
  ...rows(['waiting'], 'continued', {
    if: ['the terminal is gone', ({ terminal }) => terminal === 'gone'],
    why: 'Nobody will read it now: the trace is kept.',
    do: ({ outcome }) => keep(outcome),
  }),
  ...rows(['waiting'], 'continued', {
    why: 'The shell that could have said fg is gone: the trace goes to standard error.',
    do: ({ outcome }) => finish(outcome, { type: 'printTrace' }, { type: 'discardTrace' }),
  }),
  ...rows(['waiting'], 'failed', {
    why: 'A defect of vimtrace must not cost the trace: it is kept.',
    do: (_state, { failure }) => keep({ by: 'failure', failure }),
  }),
  ...rows(['waiting'], 'signalled', {
    if: ['SIGHUP or SIGTERM', ({ signal }) => ends.includes(signal)],
    why: 'Ended before anybody read the trace: it is kept.',
    do: (_state, { signal }) => keep({ by: 'signal', signal }),
  }),
];
