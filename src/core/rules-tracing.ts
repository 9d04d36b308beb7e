/** While the tracer runs, and what follows its end. */
import type { EventOf } from './event.ts';
import {
  discard,
  endTracer,
  isUnreadable,
  keep,
  keyboard,
  passed,
  rule,
  type Section,
  stronger,
} from './rule.ts';
import type { Outcome } from './types.ts';

const start: Section = {
  title: 'The tracer runs',
  rules: [
    rule(['starting'], 'tracerStarted', {
      why: 'Tracer and program run in P, so the kernel and the shell deal with ^C and ^Z.',
      do: () => [{ at: 'tracing' }],
    }),
    rule(['starting'], 'tracerFailed', {
      why: 'Without a tracer there is no trace. vimtrace says why, and exits as a shell would.',
      do: (_state, { failure }) => discard({ by: 'failure', failure }),
    }),
    rule(['starting', 'tracing'], 'failed', {
      why: 'An internal error must not cost the trace: the tracer goes on, and no pager opens.',
      do: (_state, { failure }) => [{ at: 'failing', failure }],
    }),
    rule(['starting', 'tracing', 'failing'], 'signalled', {
      if: ['SIGHUP', ({ signal }) => signal === 'SIGHUP'],
      why: 'The terminal goes away: tracer and program end, even those that are stopped.',
      do: (_state, { signal }) => [
        { at: 'interrupted', signal, left: stronger },
        endTracer(signal),
        { type: 'startGrace', after: 'first' },
      ],
    }),
    rule(['interrupted', 'bereft'], 'signalled', {
      if: [
        'SIGTERM, before vimtrace has sent its own',
        ({ signal }, { left }) => signal === 'SIGTERM' && left[0] === signal,
      ],
      why: 'The sender of a SIGTERM does not want to wait for the end of the grace period.',
      do: ({ left: [, ...left], ...state }, { signal }) => [
        { ...state, left },
        endTracer(signal),
        { type: 'startGrace', after: 'again' },
      ],
    }),
    rule(['starting', 'tracing', 'failing', 'interrupted'], 'signalled', {
      if: [
        'SIGINT or SIGQUIT, and P is in the foreground',
        ({ signal, terminal }) => keyboard.includes(signal) && terminal === 'foreground',
      ],
      why: 'The signal came from the keyboard, so the kernel has sent it to all of P.',
      do: (state) => [state],
    }),
    rule(['starting', 'tracing', 'failing', 'interrupted'], 'signalled', {
      if: ['a signal that users send', ({ signal }) => passed.includes(signal)],
      why: 'A signal for vimtrace is meant for the tracer. vimtrace then ends as the tracer does.',
      do: (state, { signal }) => [state, { type: 'signalTracer', signal }],
    }),
  ],
};

/** The events after which a pager may be due. */
const due = ['tracerEnded', 'traceOpened'] as const;
const outcomeOf = (event: EventOf<(typeof due)[number]>): Outcome =>
  event.type === 'tracerEnded' ? { by: 'tracer', ended: event.ended } : { by: 'reading' };

const end: Section = {
  title: 'The tracer has ended, or a kept trace is opened',
  rules: [
    rule(['starting', 'tracing'], 'tracerEnded', {
      if: [
        'the terminal is gone, a hangup ends vimtrace, and others are left',
        ({ terminal, others }, { run }) =>
          terminal === 'gone' && run.hangup === 'end' && others === 'left',
      ],
      why: 'The hangup ended the tracer first. The processes that the tracer started end too.',
      do: (_state, { trace }) => [
        { at: 'bereft', signal: 'SIGHUP', left: stronger, trace },
        endTracer('SIGHUP'),
        { type: 'startGrace', after: 'first' },
        { type: 'awaitOthers' },
      ],
    }),
    rule(['starting', 'tracing'], 'tracerEnded', {
      if: [
        'the trace is empty, and the tracer exits with 1',
        ({ trace, ended: e }) => trace === 'empty' && e.how === 'exited' && e.code === 1,
      ],
      why: 'The kernel may have refused the tracer: vimtrace finds out why, and says what helps.',
      do: (_state, { ended }) =>
        discard({ by: 'tracer', ended }, { type: 'adviseOnTracer', evidence: 'emptyTrace' }),
    }),
    rule(['starting', 'tracing'], 'tracerEnded', {
      if: [
        'the trace is empty, and the tracer exits with another status',
        ({ trace, ended: e }) => trace === 'empty' && e.how === 'exited',
      ],
      why: 'ltrace exits with 0 when it may not attach: only plain reasons for a refusal are named.',
      do: (_state, { ended }) =>
        discard({ by: 'tracer', ended }, { type: 'adviseOnTracer', evidence: 'status' }),
    }),
    rule(['starting', 'tracing'], 'tracerEnded', {
      if: ['the trace only says that the tracer is refused', ({ trace }) => trace === 'refusal'],
      why: 'A message is no trace: the user sees it on the terminal, and then what helps.',
      do: (_state, { ended }) =>
        discard(
          { by: 'tracer', ended },
          { type: 'printTrace' },
          { type: 'adviseOnTracer', evidence: 'words' },
        ),
    }),
    rule(['starting', 'tracing'], 'tracerEnded', {
      if: [
        'the trace went elsewhere, and the tracer exits with 1',
        ({ trace, ended: e }) => trace === 'none' && e.how === 'exited' && e.code === 1,
      ],
      why: 'The program may have failed, not the tracer: only plain reasons for a refusal are named.',
      do: (_state, { ended }) =>
        discard({ by: 'tracer', ended }, { type: 'adviseOnTracer', evidence: 'status' }),
    }),
    rule(['starting', 'tracing'], due, {
      if: [
        'there is no trace, or no pager for it',
        ({ trace }, state) => isUnreadable(trace, state),
      ],
      why: 'There is nothing to read, or the trace is where the user wanted it.',
      do: (_state, event) => discard(outcomeOf(event)),
    }),
    rule(['starting', 'tracing'], 'tracerEnded', {
      if: [
        'processes of P read what the program wrote, and the terminal is not gone',
        ({ readers, terminal }) => readers === 'left' && terminal !== 'gone',
      ],
      why: 'In `| less` the user reads the output first. Two pagers on one terminal share the keys.',
      do: (_state, event) => [
        { at: 'draining', outcome: outcomeOf(event) },
        { type: 'awaitReaders' },
      ],
    }),
    rule(['starting', 'tracing'], due, {
      if: ['P is in the foreground', ({ terminal }) => terminal === 'foreground'],
      why: 'The pager takes the place of the tracer on the terminal.',
      do: (_state, event) => {
        const outcome = outcomeOf(event);
        return [
          { at: 'opening', outcome },
          { type: 'openPager', outcome },
        ];
      },
    }),
    rule(['starting', 'tracing'], due, {
      if: ['another vimtrace of P has the turn', ({ terminal }) => terminal === 'lent'],
      why: 'In a pipeline of two the pagers follow each other. Neither stops P for the other.',
      do: (_state, event) => [{ at: 'waiting', outcome: outcomeOf(event) }, { type: 'awaitTurn' }],
    }),
    rule(['starting', 'tracing'], due, {
      if: ['P is in the background', ({ terminal }) => terminal === 'background'],
      why: 'vimtrace never takes the terminal from the shell: P stops as for any terminal access.',
      do: (_state, event) => [
        { at: 'waiting', outcome: outcomeOf(event) },
        { type: 'stopGroup', signal: 'SIGTTIN' },
      ],
    }),
    rule(['starting', 'tracing'], due, {
      if: ['the terminal is gone', ({ terminal }) => terminal === 'gone'],
      why: 'No SIGHUP told of it, or vimtrace ignored one: the trace is kept for later.',
      do: (_state, event) => keep(outcomeOf(event)),
    }),
    rule(['starting', 'tracing'], due, {
      why: 'Nobody can bring P to the foreground: the trace goes where the tracer alone puts it.',
      do: (_state, event) => discard(outcomeOf(event), { type: 'printTrace' }),
    }),
    rule(['failing'], 'tracerEnded', {
      if: [
        'there is no trace, or no pager for it',
        ({ trace }, state) => isUnreadable(trace, state),
      ],
      why: 'After an internal error there is nothing to keep.',
      do: ({ failure }) => discard({ by: 'failure', failure }),
    }),
    rule(['failing'], 'tracerEnded', {
      why: 'The trace is kept. The exit status tells of the internal error.',
      do: ({ failure }) => keep({ by: 'failure', failure }),
    }),
  ],
};

export const tracing: readonly Section[] = [start, end];
