/** Starts the tracer: a child in our own process group, with the user's descriptors and signal dispositions. */
import { closeSync } from 'node:fs';
import type { Ended, Failure, Pid } from '../../core/types.ts';
import { find } from '../process/find.ts';
import { bytewise } from '../process/raw.ts';
import { type Descriptors, spawn } from '../process/spawn.ts';
import type { Handover } from './launcher.ts';
import { shSettings } from './protocol.ts';

type TracerCode = Extract<Failure, { kind: 'tracer' }>['code'];

/** One of the two is called, once. */
export type TracerListener = {
  /** The tracer could not be started. */
  readonly failed: (failure: Failure) => void;
  readonly ended: (ended: Ended) => void;
};

/** For a tracer that prints its trace: the stream that it prints to, and the descriptor of the file for that stream. */
export type Taken = { readonly stream: 'stdout' | 'stderr' | 'both'; readonly to: number };

/**
 * Start the tracer `argv`, and return its pid; undefined if it cannot be started. `taken` replaces its stream, if
 * that is a terminal, and is closed here. launch.sh starts the tracer if signals must be ignored again, or limits given
 * back (N1, N14). `on` is called only after this function has returned. Throws like open(2), of /proc/self/cmdline.
 */
export function startTracer(
  argv: readonly string[],
  taken: Taken | undefined,
  given: Handover,
  shDirectory: string,
  on: TracerListener,
): Pid | undefined {
  const [command = ''] = argv;
  const found = find(command, process.env['PATH']);
  const failed = (code: TracerCode, detail: string): void =>
    on.failed({ kind: 'tracer', code, detail });
  if (found !== 'executable') {
    setImmediate(failed, found, '');
    return undefined;
  }
  const { core, files, ignored } = given;
  const isPlain = ignored.length === 0 && core === '0' && files === '';
  const launch = ['/bin/sh', `${shDirectory}/launch.sh`, core, files, ignored.join(' ')];
  const ofSh = shSettings(given.settings);
  const words = bytewise(ofSh.length === 0 ? argv : ['env', ...ofSh, ...argv], shDirectory);
  const tracer = spawn(
    isPlain ? words : [...launch, ...words],
    descriptors(streams(given, taken), given.inherited),
    { failed: (reason) => failed('other', reason), ended: on.ended },
  );
  if (taken !== undefined) closeOurs(taken.to);
  return tracer;
}

/** Close our copy of a descriptor of the tracer. */
function closeOurs(fd: number): void {
  try {
    closeSync(fd);
  } catch {
    // close(2) may report a write of the tracer that failed. The tracer runs by now, so vimtrace must go on.
  }
}

/** The tracer's descriptors 0, 1 and 2. */
function streams({ stdio, terminals }: Handover, taken: Taken | undefined): number[] {
  const numbers = { stdout: [1], stderr: [2], both: [1, 2] };
  const replaced = taken === undefined ? [] : numbers[taken.stream];
  return stdio.map((fd, stream) =>
    taken !== undefined && replaced.includes(stream) && terminals.includes(stream) ? taken.to : fd,
  );
}

/** The tracer's descriptors: `streams`, and `inherited` under their own numbers; the numbers in between stay closed. */
function descriptors(streams: readonly number[], inherited: readonly number[]): Descriptors {
  const stdio: ('ignore' | number)[] = [...streams];
  for (const fd of inherited) {
    while (stdio.length < fd) stdio.push('ignore');
    stdio[fd] = fd;
  }
  return stdio;
}
