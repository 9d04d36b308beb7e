/** Reads a command line by the profile of its command: finds the options and the first operand. */
import { parser } from '../parse.ts';
import type { TracerProfile, Valued } from './profile.ts';

type Given = {
  readonly name: string;
  readonly rawName: string;
  readonly value?: string | undefined;
};

/** The command line of a tracer, read. */
export type Line = {
  /** The names of the tracer's own options. */
  readonly given: readonly string[];
  /** How many of `words` come before the options; undefined if the subcommand of the profile is missing. */
  readonly start: number | undefined;
  /** The first operand. */
  readonly operand: string | undefined;
  /** The arguments, for strace without a second -f: all in one file. */
  readonly words: readonly string[];
  /** The arguments as they are, if they ask for one file for each process. */
  readonly splitting?: readonly string[];
};

/** Reads the arguments of a tracer. */
export function read(profile: TracerProfile, args: readonly string[]): Line {
  if (!mayMatter(profile, args)) return { given: [], start: 0, operand: args[0], words: args };
  const { command, splitting } = profile;
  const own = command === undefined ? 0 : scan(profile, args).end + 1;
  const isOne = command === undefined || args[own - 1] === command;
  const { options, end } = scan(profile, args.slice(own));
  const line = {
    given: options.map(({ name }) => name),
    start: isOne ? own : undefined,
    operand: args[own + end],
    words: args,
  };
  if (splitting === undefined) return line;
  const kept = withoutSplitting(options, splitting);
  return kept.length === options.length
    ? line
    : { ...line, words: [...kept.flatMap(spell), ...args.slice(end)], splitting: args };
}

/** The options of `args`, and the index of the first word after them (of `--`, if they end so). */
export function scan(
  { valued, oneDash, permuted }: Pick<TracerProfile, 'valued' | 'oneDash' | 'permuted'>,
  args: readonly string[],
): { readonly options: readonly Given[]; readonly end: number } {
  const limit = typeof permuted === 'string' ? lastBefore(args, permuted) : args.length;
  const words = args.slice(0, limit).map((word) => (oneDash ? twoDashes(word) : word));
  const { tokens } = parser()({
    args: words,
    options: specOf(valued),
    strict: false,
    tokens: true,
  });
  const first = tokens.findIndex((token) => token.kind !== 'option');
  const own = permuted || first === -1 ? tokens : tokens.slice(0, first);
  return {
    options: own.filter((token) => token.kind === 'option'),
    end: tokens[first]?.index ?? args.length,
  };
}

const twoDashes = (word: string): string => (/^-[a-z]{2}/.test(word) ? `-${word}` : word);

/** How many of `args` come before the long option `name`, which may have one dash or two. */
function lastBefore(args: readonly string[], name: string): number {
  const at = args.findIndex((word) => /^--?/.test(word) && word.replace(/^--?/, '') === name);
  return at === -1 ? args.length : at;
}

type Spec = Record<string, { type: 'string'; short?: string }>;

function specOf({ letters, words }: Valued): Spec {
  const spec: Spec = {};
  for (const letter of letters) spec[letter] = { type: 'string', short: letter };
  for (const word of words) spec[word] ??= { type: 'string' };
  return spec;
}

/** Whether any word may be an option that changes how to trace. If none is, the parser need not be loaded. */
function mayMatter(profile: TracerProfile, args: readonly string[]): boolean {
  const { untouched, splitting, command, untouchedCommands, permuted } = profile;
  if (command !== undefined || permuted !== undefined) return true;
  if (args[0]?.startsWith('-') !== true) return false;
  if (untouchedCommands !== undefined) return true;
  const dashed = args.filter((word) => word.startsWith('-'));
  const letters = dashed.join('');
  return (
    dashed.some((word) => word.startsWith('--')) ||
    untouched.some((option) => option.length === 1 && letters.includes(option)) ||
    (splitting !== undefined && letters.split(splitting.letter).length > 2)
  );
}

/** `options` with a single -f, and without the long option that means -ff. */
function withoutSplitting(
  options: readonly Given[],
  { letter, word }: NonNullable<TracerProfile['splitting']>,
): readonly Given[] {
  let following = 0;
  return options.filter(({ name }) => {
    if (name === word) return false;
    if (name !== letter && name !== 'follow-forks') return true;
    following += 1;
    return following === 1;
  });
}

function spell({ rawName, value }: Given): string[] {
  if (value === undefined) return [rawName];
  if (!rawName.startsWith('--')) return [rawName, value];
  return [`${rawName}=${value}`];
}
