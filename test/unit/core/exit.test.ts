/** exitPlan: each outcome's way to end. */
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
  ['our own signal', { by: 'signal', signal: 'SIGTERM' }, { how: 'killed', signal: 'SIGTERM' }],
  ['no such tracer', tracerFailure('ENOENT'), exited(127)],
  ['a tracer that is not executable', tracerFailure('EACCES'), exited(126)],
  ['a tracer that could not start', tracerFailure('other'), exited(125)],
  [
    'a pager that was not found: never 127, which is the tracer’s',
    { by: 'failure', failure: { kind: 'pager', ended: exited(127) } },
    exited(125),
  ],
  ['a lost monitor', { by: 'failure', failure: { kind: 'monitor', detail: 'gone' } }, exited(125)],
];

describe('exitPlan', () => {
  it.each(plans)('%s', (_name, outcome, plan) => {
    expect(exitPlan(outcome)).toEqual(plan);
  });

  it('has 125 for its own failures, as env(1) and nohup(1) do', () => {
    expect(FAILED).toBe(125);
  });
});
