/**
 * Every word that the processes of a run say to each other. Each set is closed: a word that is not in
 * its set is reported as an error.
 *
 *   launcher → Node      NAME=VALUE arguments, up to `--`
 *   Node → monitor       a verb a line, on the pipe VERBS
 *   monitor → Node       a report a line, on the pipe `reports`
 *   Node → guard         a word a line, on the pipe WORDS
 */
import type { Pid } from '../../core/types.ts';

/** What the launcher hands over, each name once and in any order, and how its value looks. */
const handed = {
  /** Where the user's standard streams are: Node's own 0–2 are no terminal. */
  stdin: /^\d+$/,
  stdout: /^\d+$/,
  stderr: /^\d+$/,
  /** The pipe that has the terminal's modes in it, and later the monitor's reports. */
  reports: /^\d+$/,
  /** The soft limits, as ulimit takes them; `files` is empty where it is the hard limit. */
  core: /^(\d+|unlimited)$/,
  files: /^(\d+|unlimited)?$/,
  /** The soft limit of a file's size, in the units of that sh. */
  size: /^(\d+|unlimited)$/,
  /** Which of the user's 0–2 are a terminal, of a session that has one. */
  terminals: /^( [012])*$/,
  /** Whether our process group has the terminal. */
  foreground: /^(yes|no)$/,
  /** The signals that were ignored at the start, as a decimal bit mask. */
  ignored: /^\d+$/,
  /** The user's descriptors above 2. */
  inherited: /^( \d+)*$/,
} as const satisfies Readonly<Record<string, RegExp>>;

/** Node's own settings, handed over where the user has set them; the values may hold anything. */
const ofNode: readonly string[] = ['NODE_OPTIONS', 'NODE_EXTRA_CA_CERTS'];
/** What changes a sh, handed over in the same way: the monitor and our other sh must not obey it. */
const ofSh: readonly string[] = ['SHELLOPTS', 'BASHOPTS', 'BASH_ENV', 'ENV'];
const settings = [...ofNode, ...ofSh];

/** Which of `given` (NAME=VALUE) change a sh. */
export const shSettings = (given: readonly string[]): readonly string[] =>
  given.filter((word) => ofSh.includes(word.slice(0, word.indexOf('='))));

export type HandedName = keyof typeof handed;
export type Handed =
  | {
      readonly kind: 'handed';
      readonly values: Readonly<Record<HandedName, string>>;
      /** NAME=VALUE. */
      readonly settings: readonly string[];
      readonly argv: readonly string[];
    }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** The launcher's arguments, read. */
export function readHanded(words: readonly string[]): Handed {
  const end = words.indexOf('--');
  const found: Partial<Record<HandedName, string>> = {};
  const set: string[] = [];
  for (const word of words.slice(0, Math.max(end, 0))) {
    const [name = ''] = word.split('=', 1);
    const value = word.slice(name.length + 1);
    if (settings.includes(name)) set.push(word);
    else if (isHandedName(name) && found[name] === undefined && handed[name].test(value))
      found[name] = value;
    else return unreadable(`said ${JSON.stringify(word)}, which Node does not understand`);
  }
  if (!isWhole(found)) {
    const missing = names.filter((name) => found[name] === undefined);
    return unreadable(`did not say ${missing.join(', ')}`);
  }
  return { kind: 'handed', values: found, settings: set, argv: words.slice(end + 1) };
}

const unreadable = (what: string): Handed => ({
  kind: 'unreadable',
  reason: `the launcher ${what}`,
});
const names = Object.keys(handed) as readonly HandedName[];
const isHandedName = (name: string): name is HandedName => Object.hasOwn(handed, name);
const isWhole = (
  found: Partial<Record<HandedName, string>>,
): found is Readonly<Record<HandedName, string>> =>
  names.every((name) => found[name] !== undefined);

/** What Node tells the monitor to do. `start WORDS`: WORDS are words of a shell, arguments before all others. */
export type Verb = 'open' | Start | 'park' | 'unpark' | 'yield' | 'take' | 'fg' | 'bye';
export type Start = `start ${string}`;

/** What the monitor reports; its lines are in the comments. */
export type Report =
  /** `modes MODES`: the terminal's modes, if the launcher could not tell them. */
  | { readonly kind: 'modes'; readonly modes: string }
  /** `held MODES`: the terminal's modes, before the status of a pager that may have stopped. */
  | { readonly kind: 'held'; readonly modes: string }
  /** `pager PID`: the pager is about to start as this process. */
  | { readonly kind: 'pager'; readonly pager: Pid }
  /** `status N`: the pager has stopped or ended; N is what the monitor's wait returned. */
  | { readonly kind: 'status'; readonly status: number }
  /** `yielded`: the terminal is no longer the monitor's. */
  | { readonly kind: 'yielded' }
  /** `unknown VERB`: the monitor was told a verb that it does not know. */
  | { readonly kind: 'refused'; readonly verb: string }
  /** Any other line. */
  | { readonly kind: 'unknown'; readonly line: string };

/** A line from the monitor, read; total. */
export function readReport(line: string): Report {
  const at = line.indexOf(' ');
  const [word, value] = at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at + 1)];
  switch (word) {
    case 'modes':
    case 'held':
      // Empty if the terminal is gone.
      return /^[\w:]*$/.test(value) ? { kind: word, modes: value } : { kind: 'unknown', line };
    case 'pager':
      return /^[1-9]\d{0,9}$/.test(value)
        ? { kind: 'pager', pager: Number(value) as Pid }
        : { kind: 'unknown', line };
    case 'status':
      return /^\d{1,3}$/.test(value) && Number(value) < 256
        ? { kind: 'status', status: Number(value) }
        : { kind: 'unknown', line };
    case 'yielded':
      return line === word ? { kind: 'yielded' } : { kind: 'unknown', line };
    case 'unknown':
      return { kind: 'refused', verb: value };
    default:
      return { kind: 'unknown', line };
  }
}

/** What Node tells the guard. */
export type GuardWord =
  /** The monitor was opened: this is its process. */
  | `monitor ${number}`
  /** The modes that the terminal must have in the end. */
  | `modes ${string}`
  | `pager ${number}`
  /** The pager has set the terminal's modes, or soon will. */
  | 'drawn'
  /** The monitor ended in order: there is nothing to do. */
  | 'bye'
  /** The monitor was killed: restore the terminal's modes, and end the pager. */
  | 'restore';

/** The guard's exit status after a word that it does not know: it has no other way to report. */
export const UNKNOWN_WORD = 3;

/** A word that did not get through, by who did not know it. */
export type Misunderstanding =
  | { readonly by: 'node'; readonly line: string }
  | { readonly by: 'monitor'; readonly verb: string }
  | { readonly by: 'guard' };
