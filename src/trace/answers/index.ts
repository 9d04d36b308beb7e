/** The questions that a trace can be asked. */
export { Calls, type CallsRow } from './calls.ts';
export { Cause, type CauseRow } from './cause.ts';
export { Failed, type FailedRow } from './failed.ts';
export { Files, type FilesRow } from './files.ts';
export { Net, type NetRow } from './net.ts';
export { Signals, type SignalsRow } from './signals.ts';
export { Slow, type SlowRow } from './slow.ts';
export { Tree, type TreeRow } from './tree.ts';
export { Waiting, type WaitingRow } from './waiting.ts';
