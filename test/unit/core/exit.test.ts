/** exitPlan: how vimtrace ends after each outcome. */
import { describe, expect, it } from 'vitest';
import { exitPlan, FAILED } from '../../../src/core/exit.ts';
import type { Ended, Outcome } from '../../../src/core/types.ts';

const exited = (code: number): Ended => ({ how: 'exited', code });
const tracerFailure = (code: 'ENOENT' | 'EACCES' | 'other'): Outcome => ({
  by: 'failure',
  failure: { kind: 'tracer', code, detail: 'why' },
});

const plans: readonly (readonly [string, Outcome, Ended])[] = [
  ['the tracer’s code 0', { by: 'tracer', ended: exited(0) }, exited(0)],
  ['the tracer’s code 255', { by: 'tracer', ended: exited(255) }, exited(255)],
  [
    'the tracer’s signal, not 128+n',
    { by: 'tracer', ended: { how: 'killed', signal: 'SIGSEGV' } },
    { how: 'killed', signal: 'SIGSEGV' },
  ],
  ['a kept trace that was read', { by: 'reading' }, exited(0)],
  [
    'a signal for vimtrace',
    { by: 'signal', signal: 'SIGTERM' },
    { how: 'killed', signal: 'SIGTERM' },
  ],
  ['no such tracer', tracerFailure('ENOENT'), exited(127)],
  ['a tracer that is not executable', tracerFailure('EACCES'), exited(126)],
  ['a tracer that could not start', tracerFailure('other'), exited(125)],
  [
    'a pager that was not found, which is not 127, the status of a missing tracer',
    { by: 'failure', failure: { kind: 'pager', ended: exited(127) } },
    exited(125),
  ],
  ['a lost monitor', { by: 'failure', failure: { kind: 'monitor', detail: 'gone' } }, exited(125)],
];

describe('exitPlan', () => {
  it.each(plans)('gives the way to end after %s', (_name, outcome, plan) => {
    expect(exitPlan(outcome)).toEqual(plan);
  });

  it('uses 125 for failures of vimtrace, as env(1) and nohup(1) do', () => {
    expect(FAILED).toBe(125);
  });
});
