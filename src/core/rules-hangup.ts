/** A hangup while the tracer runs: tracer and program end, by stronger signals if need be. */
import { discard, endTracer, isUnreadable, keep, leave, rule, type Section } from './rule.ts';

export const hangup: Section = {
  title: 'A hangup while the tracer runs',
  rules: [
    rule(['interrupted', 'bereft'], 'failed', {
      why: 'A process may not have been told to end: it gets a grace period, then the next signal.',
      do: (state) => [state, { type: 'startGrace', after: 'first' }],
    }),
    rule(['interrupted', 'bereft'], 'graceOver', {
      if: ['a stronger signal is left', (_event, { left }) => left.length > 0],
      why: 'What has not ended in time gets a signal that fewer ignore, at last SIGKILL.',
      do: ({ left: [signal = 'SIGKILL', ...left], ...state }) => [
        { ...state, left },
        endTracer(signal),
        { type: 'startGrace', after: 'again' },
      ],
    }),
    rule(['interrupted'], 'graceOver', {
      why: 'SIGKILL has not ended the tracer, or vimtrace may not send it: the tracer goes on alone.',
      do: ({ signal }) => leave({ by: 'signal', signal }),
    }),
    rule(['interrupted'], 'tracerEnded', {
      if: ['others that were told to end are left', ({ others }) => others === 'left'],
      why: 'They ignored the signal that ended the tracer: they get the stronger ones.',
      do: (state, { trace }) => [{ ...state, at: 'bereft', trace }, { type: 'awaitOthers' }],
    }),
    rule(['interrupted'], 'tracerEnded', {
      if: [
        'there is no trace, or no pager for it',
        ({ trace }, state) => isUnreadable(trace, state),
      ],
      why: 'There is nothing to keep. vimtrace dies of the hangup.',
      do: ({ signal }) => discard({ by: 'signal', signal }),
    }),
    rule(['interrupted'], 'tracerEnded', {
      why: 'The trace so far is kept. vimtrace dies of the hangup.',
      do: ({ signal }) => keep({ by: 'signal', signal }),
    }),
    rule(['bereft'], 'othersEnded', {
      if: [
        'there is no trace, or no pager for it',
        (_event, state) => isUnreadable(state.trace, state),
      ],
      why: 'All have ended, and there is nothing to keep.',
      do: ({ signal }) => discard({ by: 'signal', signal }),
    }),
    rule(['bereft'], 'othersEnded', {
      why: 'All have ended. The trace so far is kept, and vimtrace dies of the hangup.',
      do: ({ signal }) => keep({ by: 'signal', signal }),
    }),
    rule(['bereft'], 'graceOver', {
      if: [
        'there is no trace, or no pager for it',
        (_event, state) => isUnreadable(state.trace, state),
      ],
      why: 'SIGKILL has not ended them: they go on alone, and there is nothing to keep.',
      do: ({ signal }) => discard({ by: 'signal', signal }),
    }),
    rule(['bereft'], 'graceOver', {
      why: 'SIGKILL has not ended them: they go on alone. The trace is kept.',
      do: ({ signal }) => keep({ by: 'signal', signal }),
    }),
  ],
};
