/** vimtrace's own options, read up to the first operand (POSIX guideline 9). */
import { parser } from './parse.ts';

export type Options =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'misuse'; readonly reason: string }
  | {
      readonly kind: 'run';
      readonly tracer: readonly [string, ...string[]];
      /** `--pager`, or '' for `--no-pager`. */
      readonly pager?: string;
      readonly output?: string;
    };

const options = {
  pager: { type: 'string', short: 'p' },
  output: { type: 'string', short: 'o' },
  'no-pager': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'V' },
} as const;

/** What `argv`, the words after the command's name, asks for. */
export function readOptions(argv: readonly string[]): Options {
  const split = firstOperand(argv);
  const own = argv.slice(0, split);
  const [command, ...args] = argv.slice(argv[split] === '--' ? split + 1 : split);
  let values: ReturnType<typeof parse>;
  try {
    values = own.length === 0 ? {} : parse(own);
  } catch (error) {
    return { kind: 'misuse', reason: reasonOf(error) };
  }
  if (values.help) return { kind: 'help' };
  if (values.version) return { kind: 'version' };
  if (command === undefined) return { kind: 'misuse', reason: 'no tracer given' };
  if (command === '') return { kind: 'misuse', reason: "the tracer's name is empty" };
  if (values.output === '') return { kind: 'misuse', reason: '--output needs a file name' };
  const pager = values['no-pager'] ? '' : values.pager;
  return {
    kind: 'run',
    tracer: [command, ...args],
    ...(pager !== undefined && { pager }),
    ...(values.output !== undefined && { output: values.output }),
  };
}

function parse(own: readonly string[]) {
  return parser()({ args: [...own], options, strict: true, allowPositionals: false }).values;
}

function firstOperand(argv: readonly string[]): number {
  // The usual case, without the parser's millisecond.
  if (argv[0]?.startsWith('-') !== true) return 0;
  const { tokens } = parser()({ args: [...argv], options, strict: false, tokens: true });
  const first = tokens.find((token) => token.kind !== 'option');
  return first?.index ?? argv.length;
}

/** The first sentence of parseArgs' message, which names the option at fault. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const [sentence = text] = text.split(/\.(?:\s|$)|\n/);
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
