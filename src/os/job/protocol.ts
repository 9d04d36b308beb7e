/**
 * Every word that the processes of a run say to each other. Each set is closed: a word that is not in
 * its set is reported as an error.
 *
 *   launcher → Node      NAME=VALUE arguments, up to `--`
 *   Node → monitor       a verb a line, on the pipe VERBS
 *   monitor → Node       a report a line, on the pipe `reports`
 *   Node → guard         a word a line, on the pipe WORDS
 */

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
const settings: readonly string[] = ['NODE_OPTIONS', 'NODE_EXTRA_CA_CERTS'];

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

/** Where the user's standard error is, also where the rest cannot be read. */
export function stderrIn(words: readonly string[]): number | undefined {
  const word = words.find((each) => each.startsWith('stderr='));
  return word === undefined ? undefined : Number(word.slice('stderr='.length));
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
