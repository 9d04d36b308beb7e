/**
 * Starts a child process in our own process group, with the given descriptors and no others. On Node 20 by the
 * internal class that child_process is built on, in a fraction of its time (N15, docs/decisions/0010).
 */
import type { Ended, Pid, SignalName } from '../../core/types.ts';

/** One of the two is called, once, and only after `spawn` has returned. */
export type ChildListener = {
  /** The process could not be started; `reason` is the text of strerror(3). */
  readonly failed: (reason: string) => void;
  readonly ended: (how: Ended) => void;
};

/** For each descriptor of the child, from 0 on: our descriptor to copy, or `ignore` for none. */
export type Descriptors = readonly ('ignore' | number)[];

/**
 * The internal class of Node 20. In Node 24 and 26 its arguments differ, and these would abort Node (N15).
 * The child gets the bytes of our environment; child_process would decode them as UTF-8.
 * With this class the tracer starts more than 5 ms sooner (docs/decisions/0014). Delete with Node 20.
 */
declare class Process {
  readonly pid: number;
  onexit: (code: number, signal: string) => void;
  /** Returns 0, or a negative errno(3). */
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

/** Start `argv`, found in PATH as by execvp(3). Returns the pid, or undefined if the process cannot be started. */
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

/** Node's internal class; undefined in a Node whose class may differ from the one above. */
const ownClass = (): typeof Process | undefined =>
  process.versions.node.startsWith('20.')
    ? (process as unknown as Internals).binding('process_wrap').Process
    : undefined;

/** The way of every Node but 20. */
export function spawnByLibrary(
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

/** The text of strerror(3) for `error`, a negative errno(3). */
const sentenceOf = (error: number): string =>
  process.getBuiltinModule('node:util').getSystemErrorMap().get(error)?.[1] ?? `error ${error}`;

/** How a child ended, from the arguments of Node's exit listeners. */
const endOf = (code: number, signal: string): Ended =>
  signal === '' ? { how: 'exited', code } : { how: 'killed', signal: signal as SignalName };
