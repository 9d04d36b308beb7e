/** What bin/vimtrace hands over: facts that only the sh that started us could see (N1, N2). */
import { closeSync, fstatSync, readSync } from 'node:fs';
import { readHanded, shSettings } from './protocol.ts';

export type Handover = {
  /** Which of the user's 0, 1 and 2 are a terminal, of a session that has one. */
  readonly terminals: readonly number[];
  /** The numbers of the signals that were ignored when vimtrace started. */
  readonly ignored: readonly number[];
  /** The soft limit of a core's size, as `ulimit -S -c` takes it; ours is 0. */
  readonly core: string;
  /** The soft limit of open files; '' where it is the hard one, to which Node has raised ours (N14). */
  readonly files: string;
  /** Whether the size of files is limited (RLIMIT_FSIZE). */
  readonly fileSize: 'limited' | 'unlimited';
  /**
   * The terminal's modes at the start, as `stty` takes them; '' if that was in the background, or if
   * standard output is a pipe: its reader may have set modes of its own, as in `| less`.
   */
  readonly modes: string;
  /** Where the user's standard streams are: our own 0–2 are no terminal. */
  readonly stdio: readonly [number, number, number];
  /** The pipe on which the launcher has told the modes, and on which the monitor will report. */
  readonly reports: number;
  /** The user's other descriptors; each has the same number in the tracer. */
  readonly inherited: readonly number[];
  /** Settings of Node and of a sh, meant for the tracer and the pager: NAME=VALUE. */
  readonly settings: readonly string[];
  readonly argv: readonly string[];
};

/**
 * Read the launcher's `words`, and the modes that the terminal had before the tracer. `refuse` is
 * called if a word is unknown or missing.
 */
export function handover(words: readonly string[], refuse: (reason: string) => never): Handover {
  const handed = readHanded(words);
  if (handed.kind === 'unreadable') return refuse(handed.reason);
  const { values, settings, argv } = handed;
  const reports = Number(values.reports);
  // Read in the background too: the monitor's reports follow in the same pipe.
  const modes = contents(reports).trim();
  const terminals = numbers(values.terminals);
  const isPiped = !terminals.includes(1) && fstatSync(Number(values.stdout)).isFIFO();
  return {
    terminals,
    ignored: signalsOf(BigInt(values.ignored)),
    core: values.core,
    files: values.files,
    fileSize: values.size === 'unlimited' ? 'unlimited' : 'limited',
    modes: values.foreground === 'yes' && !isPiped ? modes : '',
    stdio: [Number(values.stdin), Number(values.stdout), Number(values.stderr)],
    reports,
    inherited: numbers(values.inherited),
    settings,
    argv,
  };
}

/**
 * Set Node's own `settings` for all that we start: at our own start they would have changed our Node. Those of a sh
 * are for the tracer and the pager alone.
 */
export function giveBack(settings: readonly string[]): void {
  const ofSh = shSettings(settings);
  for (const setting of settings) {
    if (ofSh.includes(setting)) continue;
    const [name = ''] = setting.split('=', 1);
    process.env[name] = setting.slice(name.length + 1);
  }
}

/**
 * Close the descriptors that are for the tracer alone. Other processes that we start would inherit
 * those above 15 (N19), and a reader of such a descriptor would not see the tracer's end before ours.
 */
export function closeInherited({ inherited }: Handover): void {
  for (const fd of inherited) {
    try {
      closeSync(fd);
    } catch {
      // close(2) may report a write that failed, and the write was not ours.
    }
  }
}

const numbers = (words: string): number[] => words.split(' ').filter(Boolean).map(Number);

/** All that is in a pipe, up to its end; readFileSync takes twice as long at its first call. */
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
