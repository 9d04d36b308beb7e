/** What bin/vimtrace hands over: facts that only the sh that started us could see (N1, N2). */
import { closeSync, readSync } from 'node:fs';

export type Handover = {
  /** Which of the user's 0, 1 and 2 are a terminal, of a session that has one. */
  readonly terminals: readonly number[];
  /** The numbers of the signals that were ignored when vimtrace started. */
  readonly ignored: readonly number[];
  /** The soft limit of a core's size, as `ulimit -S -c` takes it; ours is 0. */
  readonly core: string;
  /** The soft limit of open files; '' where it is the hard one, to which Node has raised ours (N14). */
  readonly files: string;
  /** The terminal's modes at the start, as `stty` takes them; '' where that was in the background. */
  readonly modes: string;
  /** Where the user's standard streams are: our own 0–2 are no terminal. */
  readonly stdio: readonly [number, number, number];
  /** A pipe that we are told things by: what is here, and later by the monitor. */
  readonly reports: number;
  /** The user's other descriptors, of the same number as in the tracer. */
  readonly inherited: readonly number[];
  /** Node's own settings, meant for the tracer: NAME=VALUE. */
  readonly settings: readonly string[];
  readonly argv: readonly string[];
};

/** The launcher's arguments to us, read; waits for the modes, which are those from before the tracer. */
export function handover(words: readonly string[]): Handover {
  const [terminals = '', foreground = '', mask = '0', stdio = '', inherited = '', ...rest] = words;
  const [options = '', authorities = '', ...argv] = rest;
  const [stdin = 0, stdout = 1, stderr = 2, reports = 3] = numbers(stdio);
  const [core = '0', files = '', modes = ''] = contents(reports).trim().split('\n');
  return {
    terminals: numbers(terminals),
    ignored: signalsOf(BigInt(mask)),
    core,
    files,
    modes: foreground === '' ? '' : modes,
    stdio: [stdin, stdout, stderr],
    reports,
    inherited: numbers(inherited),
    settings: [options, authorities].filter(Boolean),
    argv,
  };
}

/** Let all that we start have `settings`, which would have changed our own Node. */
export function giveBack(settings: readonly string[]): void {
  for (const setting of settings) {
    const [name = ''] = setting.split('=', 1);
    process.env[name] = setting.slice(name.length + 1);
  }
}

/**
 * Close what was `inherited` for the tracer alone. Others that we start would have those above 15
 * (N19), and who reads what the tracer writes there would see its end only with ours.
 */
export function closeInherited({ inherited }: Handover): void {
  for (const fd of inherited) {
    try {
      closeSync(fd);
    } catch {
      // close(2) may tell of a write that failed, which was none of ours.
    }
  }
}

const numbers = (words: string): number[] => words.split(' ').filter(Boolean).map(Number);

/** What is to be read from a pipe of short lines; readFileSync takes twice as long to start with. */
function contents(fd: number): string {
  const block = new Uint8Array(1024);
  let text = '';
  for (let size = readSync(fd, block); size > 0; size = readSync(fd, block))
    text += String.fromCharCode(...block.subarray(0, size));
  return text;
}

/** Bit 0 stands for signal 1; those above 31 are the real-time signals. */
function signalsOf(mask: bigint): readonly number[] {
  const low = Number(BigInt.asUintN(31, mask));
  const all = low === 0 ? [] : Array.from({ length: 31 }, (_, bit) => bit + 1);
  return all.filter((signal) => ((low >>> (signal - 1)) & 1) === 1);
}
