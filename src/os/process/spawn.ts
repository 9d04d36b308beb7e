/**
 * A child process, in our own group, with the descriptors that it is given and no others. By what
 * child_process is itself built on, which takes a fraction of its time (docs/decisions/0010).
 */
import type { Ended, Pid, SignalName } from '../../core/types.ts';

/** Told later, never before `spawn` returns; one of the two, once. */
export type ChildListener = {
  /** There is no such process: why. */
  readonly failed: (reason: string) => void;
  readonly ended: (how: Ended) => void;
};

/** What each of its descriptors is: one of ours, or none. */
export type Descriptors = readonly ('ignore' | number)[];

/**
 * Node's own class, as it is in Node 20; another Node's takes something else, and dies of this. Its
 * child has our environment as it is, where child_process would have it read as UTF-8.
 */
declare class Process {
  readonly pid: number;
  onexit: (code: number, signal: string) => void;
  /** 0, or the number of an error, negative. */
  spawn(options: {
    readonly file: string;
    readonly args: readonly string[];
    readonly stdio: readonly ({ type: 'ignore' } | { type: 'fd'; fd: number })[];
  }): number;
  close(): void;
}
type Internals = {
  readonly binding: (name: 'process_wrap') => { readonly Process: typeof Process };
};

/** Start `argv`, found by PATH as execvp(3) does; its number, or undefined where it cannot be started. */
export function spawn(
  argv: readonly string[],
  descriptors: Descriptors,
  on: ChildListener,
): Pid | undefined {
  const Own = ownClass();
  if (Own === undefined) return spawnByLibrary(argv, descriptors, on);
  const [file = ''] = argv;
  const child = new Own();
  child.onexit = (code, signal) => {
    child.close();
    on.ended(endOf(code, signal));
  };
  const error = child.spawn({
    file,
    args: argv,
    stdio: descriptors.map((fd) => (fd === 'ignore' ? { type: fd } : { type: 'fd', fd })),
  });
  if (error === 0) return child.pid as Pid;
  child.close();
  setImmediate(on.failed, sentenceOf(error));
  return undefined;
}

/** Undefined where it is not known to be the one above. */
const ownClass = (): typeof Process | undefined =>
  process.versions.node.startsWith('20.')
    ? (process as unknown as Internals).binding('process_wrap').Process
    : undefined;

function spawnByLibrary(
  [file = '', ...args]: readonly string[],
  descriptors: Descriptors,
  on: ChildListener,
): Pid | undefined {
  try {
    const stdio = [...descriptors];
    const child = process.getBuiltinModule('node:child_process').spawn(file, args, { stdio });
    child.once('error', (error: NodeJS.ErrnoException) => on.failed(sentenceOf(error.errno ?? 0)));
    child.once('exit', (code, signal) => on.ended(endOf(code ?? 0, signal ?? '')));
    return child.pid as Pid | undefined;
  } catch (error) {
    setImmediate(on.failed, sentenceOf((error as NodeJS.ErrnoException).errno ?? 0));
    return undefined;
  }
}

/** What strerror(3) says of an error, given by its number, negative. */
const sentenceOf = (error: number): string =>
  process.getBuiltinModule('node:util').getSystemErrorMap().get(error)?.[1] ?? `error ${error}`;

const endOf = (code: number, signal: string): Ended =>
  signal === '' ? { how: 'exited', code } : { how: 'killed', signal: signal as SignalName };
