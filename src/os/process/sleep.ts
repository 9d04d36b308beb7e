/** Waits without turning the event loop. */

/** Do nothing at all for `time` ms; a fraction counts. */
export const sleep = (time: number): unknown =>
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, time);
