/** VIMTRACE_JOURNAL=FILE: every step of the machine as a line of JSON, for a bug report. Several processes may share it. */
import { appendFileSync } from 'node:fs';
import type { Ports } from '../runtime/ports.ts';

/** Appends each step to `file`; one that cannot be written is no reason to fail. */
export function journal(file: string | undefined): Ports['record'] {
  if (file === undefined || file === '') return () => undefined;
  return (state, event, actions) => {
    try {
      appendFileSync(file, `${JSON.stringify({ pid: process.pid, state, event, actions })}\n`);
    } catch {
      // The user's trace matters more than the record of it.
    }
  };
}
