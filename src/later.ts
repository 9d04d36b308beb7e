/** What the tracer's start does not need, in one file that is read after it. */
export * as messages from './cli/messages.ts';
export { openSession } from './session.ts';
