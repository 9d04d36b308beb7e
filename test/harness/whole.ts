/** Whether a trace is there from its first line to its last. */
import { expect } from 'vitest';

/**
 * Expects a trace that begins with an execve and ends with `+++ END +++`, where `end` is a regular expression.
 * Looks at the first line and the last alone: an expression over a whole trace overflows V8's stack.
 */
export function expectWhole(trace: string, end: string): void {
  const last = trace.lastIndexOf('\n', trace.length - 2) + 1;
  expect({
    first: trace.slice(0, Math.max(0, trace.indexOf('\n'))),
    last: trace.slice(last),
  }).toEqual({
    first: expect.stringMatching(/^execve\(/),
    last: expect.stringMatching(new RegExp(`^\\+\\+\\+ (?:${end}) \\+\\+\\+\n$`)),
  });
}
