/** What the tracer's start does not need: one run from there to its end, and the messages. */
export * as messages from '../cli/messages.ts';
export { openSession } from './session.ts';
