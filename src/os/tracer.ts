/** The tracer: a child in our own process group, with the user's descriptors and dispositions. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Ended, SignalName } from '../core/types.ts';
import type { Handover } from './launcher.ts';

export type TracerListener = {
  readonly started: () => void;
  readonly failed: (detail: string) => void;
  readonly ended: (ended: Ended) => void;
};

/**
 * Start `argv`. `streams` are the descriptors for its 0, 1 and 2. By way of launch.sh where
 * signals have to be ignored again or a core limit given back (N1), else directly.
 */
export function startTracer(
  argv: readonly string[],
  streams: readonly [number, number, number],
  given: Handover,
  shDirectory: string,
  on: TracerListener,
): ChildProcess {
  const isPlain = given.ignored.length === 0 && given.core === '0';
  const launch = ['/bin/sh', join(shDirectory, 'launch.sh'), given.core, given.ignored.join(' ')];
  const [file = '', ...args] = isPlain ? argv : [...launch, ...argv];
  const env =
    given.nodeOptions === '' ? process.env : { ...process.env, NODE_OPTIONS: given.nodeOptions };
  const child = spawn(file, args, { stdio: descriptors(streams, given.inherited), env });
  child.once('spawn', on.started);
  child.once('error', (error) => on.failed(error.message));
  child.once('exit', (code, signal) => on.ended(endOf(code, signal)));
  return child;
}

/** Each descriptor keeps its number; those between are none of the tracer's. */
function descriptors(
  streams: readonly [number, number, number],
  inherited: readonly number[],
): ('ignore' | number)[] {
  const stdio: ('ignore' | number)[] = [...streams];
  for (const fd of inherited) {
    while (stdio.length < fd) stdio.push('ignore');
    stdio[fd] = fd;
  }
  return stdio;
}

export function endOf(code: number | null, signal: SignalName | null): Ended {
  return signal === null ? { how: 'exited', code: code ?? 0 } : { how: 'killed', signal };
}
