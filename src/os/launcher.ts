/** What bin/vimtrace hands over: facts that only the sh that started us could see (N1, N2). */
import { constants } from 'node:os';

export type Handover = {
  /** The numbers of the signals that were ignored when vimtrace started. */
  readonly ignored: readonly number[];
  /** The soft limit of a core's size, as `ulimit -S -c` takes it; ours is 0. */
  readonly core: string;
  /** The terminal's modes at the start, as `stty` takes them. */
  readonly modes: string;
  /** Where the user's standard streams are: our own 0–2 are no terminal. */
  readonly stdio: readonly [number, number, number];
  /** The user's other descriptors, of the same number as in the tracer. */
  readonly inherited: readonly number[];
  readonly nodeOptions: string;
  readonly argv: readonly string[];
};

/** The launcher's arguments to us, read. */
export function handover(words: readonly string[]): Handover {
  const [mask = '0', facts = '', stdio = '', inherited = '', nodeOptions = '', ...argv] = words;
  const [core = '', modes = ''] = facts.split('\n');
  const [stdin = 0, stdout = 1, stderr = 2] = numbers(stdio);
  return {
    ignored: signalsOf(Number(mask)),
    core: core === '' ? '0' : core,
    modes,
    stdio: [stdin, stdout, stderr],
    inherited: numbers(inherited),
    nodeOptions,
    argv,
  };
}

const numbers = (words: string): number[] => words.split(' ').filter(Boolean).map(Number);

function signalsOf(mask: number): readonly number[] {
  const all = Object.values(constants.signals).filter((signal) => signal < 32);
  return [...new Set(all)].filter((signal) => ((mask >>> (signal - 1)) & 1) === 1);
}
