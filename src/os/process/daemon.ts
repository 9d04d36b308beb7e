/** Finds a tracer that has put itself into the background, as `strace -D` does: it is no child of ours. */
import { readFileSync } from 'node:fs';
import type { Pid } from '../../core/types.ts';
import { type Known, known } from './proc.ts';
import { youngerPids } from './younger.ts';

/**
 * The process that runs our tracer's command `argv`, with the option that names the trace; undefined if there is none.
 * `untouched` is the command without that option. A process that runs the last words of both is the traced program.
 * Open files do not tell who the tracer is: between the end of one process and its first look at the next,
 * `strace -ff` has none open. Never throws.
 */
export function daemonOf(argv: readonly string[], untouched: readonly string[]): Known | undefined {
  const pid = youngerPids().find((each) => isRunning(each, argv) && !isRunning(each, untouched));
  return pid && known(pid);
}

/** Whether the process `pid` runs the last words of `argv`, as a command does that `env` has started. */
export function isRunning(pid: Pid, argv: readonly string[]): boolean {
  try {
    const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return line !== '' && `\0${argv.join('\0')}\0`.endsWith(`\0${line}`);
  } catch {
    return false;
  }
}
