/** What an option is, and what is wrong with options that are none of the table. */
import { hint } from './meant.ts';
import { parser } from './parse.ts';

/** What the value of an option is: the command of a pager, a file, a number, or one of these words. */
export type Value = 'pager' | 'file' | 'number' | readonly string[];

/** An option for parseArgs, for --help and for completion. */
export type Option = {
  readonly short?: string;
  /** The one description: --help, completion and the man page have this text. */
  readonly says: string;
  /** vimtrace reads no other option beside this one. */
  readonly alone?: true;
  /** The option can be given several times. */
  readonly multiple?: true;
} & (
  | { readonly type: 'boolean' }
  /** --help shows the value as `shown`. */
  | { readonly type: 'string'; readonly value: Value; readonly shown: string }
);

type Table = Readonly<Record<string, Option>>;

/** What is wrong with the first faulty option of `own`, in our words: parse() would throw parseArgs' own. */
export function faultIn(own: readonly string[], options: Table): string | undefined {
  const { tokens } = parser()({ args: [...own], options, strict: false, tokens: true });
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const { name, rawName, value, inlineValue } = token;
    const option = Object.hasOwn(options, name) ? options[name] : undefined;
    const called = `--${name}`;
    if (option === undefined) return unknown(rawName, own[token.index] ?? rawName, options);
    if (option.type === 'boolean' && value !== undefined) return `${called} takes no value`;
    if (option.type === 'string') {
      if (value === undefined) return `${called} needs a value, ${called}=${option.shown}`;
      // A forgotten value would take the next option for it.
      if (inlineValue !== true && value.length > 1 && value.startsWith('-'))
        return `${called} needs a value, and ${value} is an option (if not: ${called}=${value})`;
    }
  }
  return undefined;
}

/** `word` has the option: -last is -l and four more, and was meant to be --last. */
function unknown(rawName: string, word: string, options: Table): string {
  const [spelled = word] = word.split('=');
  const bare = spelled.replace(/^--?/, '');
  const shown = (name: string): string => `--${name}`;
  const known = Object.keys(options);
  const meant = known.includes(bare) ? ` (did you mean ${shown(bare)}?)` : hint(bare, known, shown);
  return `unknown option ${rawName}${meant}`;
}
