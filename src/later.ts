/** What the tracer's start does not need, in one file that is read after it. */
export * as messages from './cli/messages.ts';
export { readOptions } from './cli/options.ts';
export { init } from './init.ts';
export { forgetKept, listKept, openLast } from './reading.ts';
export { openSession } from './session.ts';
