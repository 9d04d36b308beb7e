/** The tracers vimtrace knows: how each gives up its trace. */

import { parser } from './parse.ts';

type Spec = Readonly<Record<string, { type: 'string' | 'boolean'; short?: string }>>;

type Profile = {
  /** vim's filetype for the trace. */
  readonly filetype: string;
  /** The option that sends the trace to a file. */
  readonly option: string;
  /** Has it ignore the signals that were ignored at its start (T5). */
  readonly ignoring?: readonly string[];
  /** The options with a value: short letters, and long ones with theirs in a word of its own. */
  readonly valued: { readonly letters: string; readonly words: readonly string[] };
  /** Options that send the trace elsewhere, or print and exit: run untouched. */
  readonly untouched: readonly string[];
  /** The letter that, given twice, would make one file per process of ours (T2). */
  readonly splitting?: { readonly letter: string; readonly word: string };
};

const profiles: Readonly<Record<string, Profile>> = {
  strace: {
    filetype: 'strace',
    option: '-o',
    ignoring: ['-I3'],
    valued: {
      letters: 'abeEIoOpPsSuUX',
      words: [
        'argv0',
        'attach',
        'columns',
        'const-print-style',
        'detach-on',
        'env',
        'interruptible',
        'output',
        'summary-columns',
        'summary-sort-by',
        'summary-syscall-overhead',
        'string-limit',
        'trace',
        'trace-path',
        'user',
        'signal',
        'status',
        'abbrev',
        'verbose',
        'raw',
        'read',
        'write',
        'inject',
        'fault',
        'kvm',
        'decode-pids',
      ],
    },
    untouched: ['o', 'output', 'h', 'help', 'V', 'version'],
    splitting: { letter: 'f', word: 'output-separately' },
  },
  ltrace: {
    filetype: 'strace',
    option: '-o',
    valued: {
      letters: 'aAeFlnopsuwxD',
      words: ['align', 'config', 'library', 'indent', 'output', 'where', 'debug'],
    },
    untouched: ['o', 'output', 'h', 'help', 'V', 'version'],
  },
};

/** How a tracer's trace is taken; pure, with the spool's path still open. */
export type Tracing =
  /** Nothing is to be paged. */
  | { readonly by: 'nothing'; readonly argv: readonly string[] }
  /** The tracer writes it to a file by an option of its own. */
  | {
      readonly by: 'option';
      readonly filetype: string;
      /** Without a file to send the trace to. */
      readonly untouched: readonly string[];
      /** The same, and what was ignored at its start stays ignored. */
      readonly ignoring: readonly string[];
      readonly argv: (file: string) => readonly string[];
    }
  /** What the command prints on stdout and stderr is the trace. */
  | { readonly by: 'streams'; readonly argv: readonly string[] };

/** How to trace with `command args`. */
export function tracing(command: string, args: readonly string[]): Tracing {
  const name = command.slice(command.lastIndexOf('/') + 1);
  const profile = Object.hasOwn(profiles, name) ? profiles[name] : undefined;
  if (profile === undefined) return { by: 'streams', argv: [command, ...args] };
  const { given, words } = split(profile, args);
  if (given.some((option) => profile.untouched.includes(option)))
    return { by: 'nothing', argv: [command, ...args] };
  return {
    by: 'option',
    filetype: profile.filetype,
    untouched: [command, ...args],
    ignoring: [command, ...(profile.ignoring ?? []), ...args],
    argv: (file) => [command, profile.option, file, ...words],
  };
}

/**
 * The command to run, its trace going to `file`; where there is none untouched, but for what it
 * takes to ignore the signals that were `ignored`, by their numbers.
 */
export function argvOf(
  tracing: Tracing,
  file: string | undefined,
  ignored: readonly number[],
): readonly string[] {
  if (tracing.by !== 'option') return tracing.argv;
  if (file !== undefined) return tracing.argv(file);
  return ignored.some((signal) => ending.includes(signal)) ? tracing.ignoring : tracing.untouched;
}

/** SIGHUP, SIGINT, SIGQUIT and SIGTERM, which have these numbers everywhere (POSIX, kill(1)). */
const ending: readonly number[] = [1, 2, 3, 15];

/** The options given before the tracer's first operand, and `args` without a second -f. */
function split(profile: Profile, args: readonly string[]) {
  if (!mayMatter(profile, args)) return { given: [], words: args };
  const spec: Record<string, Spec[string]> = {};
  for (const letter of profile.valued.letters) spec[letter] = { type: 'string', short: letter };
  for (const word of profile.valued.words) spec[word] = { type: 'string' };
  const { tokens } = parser()({ args: [...args], options: spec, strict: false, tokens: true });
  const first = tokens.findIndex((token) => token.kind !== 'option');
  const options = tokens
    .slice(0, first === -1 ? tokens.length : first)
    .filter((token) => token.kind === 'option');
  const given = options.map((option) => option.name);
  const split = profile.splitting;
  const follows = given.filter((name) => name === split?.letter || name === 'follow-forks');
  const splits = follows.length > 1 || (split !== undefined && given.includes(split.word));
  if (!splits) return { given, words: args };
  let following = 0;
  const kept = options.filter((option) => {
    if (option.name === split?.word) return false;
    if (option.name !== split?.letter && option.name !== 'follow-forks') return true;
    following += 1;
    return following === 1;
  });
  const rest = first === -1 ? [] : args.slice(tokens[first]?.index ?? args.length);
  return { given, words: [...kept.flatMap(spell), ...rest] };
}

/** Whether any word may be an option that changes how to trace: else the parser need not be loaded. */
function mayMatter({ untouched, splitting }: Profile, args: readonly string[]): boolean {
  if (args[0]?.startsWith('-') !== true) return false;
  const dashed = args.filter((word) => word.startsWith('-'));
  const letters = dashed.join('');
  return (
    dashed.some((word) => word.startsWith('--')) ||
    untouched.some((option) => option.length === 1 && letters.includes(option)) ||
    (splitting !== undefined && letters.split(splitting.letter).length > 2)
  );
}

function spell(option: {
  rawName: string;
  value?: string | undefined;
  inlineValue?: boolean | undefined;
}): string[] {
  if (option.value === undefined) return [option.rawName];
  if (!option.rawName.startsWith('--')) return [option.rawName, option.value];
  return [`${option.rawName}=${option.value}`];
}
