/** The tracer: a child in our own process group, with the user's descriptors and dispositions. */
import { closeSync } from 'node:fs';
import type { Ended, Failure, Pid } from '../../core/types.ts';
import { find } from '../process/find.ts';
import { bytewise } from '../process/raw.ts';
import { type Descriptors, spawn } from '../process/spawn.ts';
import type { Handover } from './launcher.ts';

type TracerCode = Extract<Failure, { kind: 'tracer' }>['code'];

export type TracerListener = {
  /** There will be no tracer. */
  readonly failed: (failure: Failure) => void;
  readonly ended: (ended: Ended) => void;
};

/** What a tracer prints is the trace: on which of its streams, and the descriptor it goes to. */
export type Taken = { readonly stream: 'stdout' | 'stderr' | 'both'; readonly to: number };

/**
 * Start `argv`; what it prints for the terminal goes where `taken` says. By way of launch.sh where
 * signals have to be ignored again or limits given back (N1, N14), else directly. `on` is told
 * later, never before this returns.
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
  const { core, files: most, ignored } = given;
  const isPlain = ignored.length === 0 && core === '0' && most === '';
  const launch = ['/bin/sh', `${shDirectory}/launch.sh`, core, most, ignored.join(' ')];
  const words = bytewise(argv, shDirectory);
  const tracer = spawn(
    isPlain ? words : [...launch, ...words],
    descriptors(streams(given, taken), given.inherited),
    { failed: (reason) => failed('other', reason), ended: on.ended },
  );
  if (taken !== undefined) closeOurs(taken.to);
  return tracer;
}

/** Close our copy of the tracer's descriptor `fd`. An error would be of a write(2) by the tracer, which sees the error too. */
function closeOurs(fd: number): void {
  try {
    closeSync(fd);
  } catch {
    // The tracer runs by now, and its trace must not be lost.
  }
}

/** Its 0, 1 and 2. */
function streams({ stdio, terminals }: Handover, taken: Taken | undefined): number[] {
  const numbers = { stdout: [1], stderr: [2], both: [1, 2] };
  const of = taken === undefined ? [] : numbers[taken.stream];
  return stdio.map((fd, stream) =>
    taken !== undefined && of.includes(stream) && terminals.includes(stream) ? taken.to : fd,
  );
}

/** Each descriptor keeps its number; those between are none of the tracer's. */
function descriptors(streams: readonly number[], inherited: readonly number[]): Descriptors {
  const stdio: ('ignore' | number)[] = [...streams];
  for (const fd of inherited) {
    while (stdio.length < fd) stdio.push('ignore');
    stdio[fd] = fd;
  }
  return stdio;
}
