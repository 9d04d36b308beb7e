/** The options of vimtrace itself. They end at the first operand (POSIX utility syntax, guideline 9). */
import { askedIn } from './asked.ts';
import { places } from './at.ts';
import { comparedWith, type DiffAsked, diffed, isWithRun } from './diff/asked.ts';
import { faultIn, type Option } from './faulty.ts';
import { parser } from './parse.ts';
import { type ReportAsked, reported } from './report/asked.ts';
import { filterWords, type LinesAsked, linesAsked } from './report/lines.ts';
import { whats } from './report/what.ts';
import type { Asked } from './settings.ts';
import { faultInInit, initNames } from './shells.ts';
import { strayIn } from './stray.ts';
import { nameFault, newest, type TraceName, traceName } from './trace-name.ts';

export type { Option } from './faulty.ts';

export type Options =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | ({ readonly kind: 'open'; readonly trace: TraceName } & Asked)
  | ({ readonly kind: 'doctor' | 'print-config' } & Asked)
  | ReportAsked
  | LinesAsked
  | DiffAsked
  | { readonly kind: 'list'; readonly form: 'lines' | 'json' }
  | { readonly kind: 'forget'; readonly traces: 'all' | readonly TraceName[] }
  /** `asked` is SHELL, SHELL:TRACER,TRACER… or vim. */
  | { readonly kind: 'init'; readonly asked: string }
  /** No word at all. */
  | { readonly kind: 'usage' }
  | { readonly kind: 'misuse'; readonly reason: string }
  | ({
      readonly kind: 'run';
      readonly tracer: readonly [string, ...string[]];
      readonly output?: string;
      /** --diff=TRACE TRACER …: the trace that the run is compared with. */
      readonly comparedWith?: TraceName;
    } & Asked);

/** All options, by their long names, in the order of --help. The files in completions/ are made from this table. */
export const options = {
  pager: {
    type: 'string',
    short: 'p',
    value: 'pager',
    shown: 'CMD',
    says: 'show the trace with this shell command; empty or cat: no pager',
  },
  output: {
    type: 'string',
    short: 'o',
    value: 'file',
    shown: 'FILE',
    says: 'keep the trace in this file',
  },
  'no-pager': { type: 'boolean', says: 'do not open a pager' },
  at: {
    type: 'string',
    value: places,
    shown: 'PLACE',
    says: 'open the trace at the likely cause of a failure, at its start or at its end (default: cause)',
  },
  hangup: {
    type: 'string',
    value: ['end', 'keep'],
    shown: 'WHAT',
    says: 'when the terminal goes away, end the run or keep tracing (default: end)',
  },
  grace: {
    type: 'string',
    value: 'number',
    shown: 'SECS',
    says: 'seconds that a process gets to end before a stronger signal (default: 2)',
  },
  open: {
    type: 'string',
    value: 'file',
    shown: 'TRACE',
    says: 'open a trace: @1 is the newest, @2 the one before; or a file',
  },
  last: { type: 'boolean', says: 'open the newest trace, as --open=@1 does' },
  report: {
    type: 'string',
    value: [...whats, 'lines'],
    shown: 'WHAT',
    says: 'say what a trace tells: cause, failed, files, slow, calls, tree, net, signals, waiting or lines, as in --report=files @2',
  },
  only: {
    type: 'string',
    value: filterWords,
    shown: 'FILTER',
    multiple: true,
    says: 'with --report=lines: print only these lines, as in --only=failed --only=call=openat',
  },
  but: {
    type: 'string',
    value: filterWords,
    shown: 'FILTER',
    multiple: true,
    says: 'with --report=lines: do not print these lines, as in --but=call=futex',
  },
  folds: {
    type: 'string',
    value: 'number',
    shown: 'N',
    says: 'with --report=lines: print FROM,TO for each run of the other lines, if there are at most N',
  },
  diff: {
    type: 'string',
    value: 'file',
    shown: 'TRACE',
    says: 'compare two traces, as in --diff @2 @1, or a trace with a run that begins now, as in --diff=@1 strace ls',
  },
  quickfix: { type: 'boolean', says: 'with --report: print FILE:LINE: TEXT on a terminal too' },
  list: { type: 'boolean', says: 'list the traces, the newest first' },
  json: { type: 'boolean', says: 'with --list, --report or --diff: print JSON' },
  forget: { type: 'boolean', says: 'remove these traces, as in --forget @2 @3' },
  all: {
    type: 'boolean',
    says: 'with --forget: remove all traces; with --report=failed: each failed call',
  },
  doctor: {
    type: 'boolean',
    says: 'check what vimtrace needs, and say how to fix what is wrong',
  },
  'print-config': { type: 'boolean', says: 'print each setting, and where it comes from' },
  init: {
    type: 'string',
    value: initNames,
    shown: 'SHELL',
    alone: true,
    says: 'print code for zsh, bash or fish: an alias for each tracer (with zsh:strace,ltrace: for these), and completion; for vim: a line for the vimrc',
  },
  help: { type: 'boolean', short: 'h', alone: true, says: 'print a short help and exit' },
  version: { type: 'boolean', short: 'V', alone: true, says: 'print the version and exit' },
} as const satisfies Readonly<Record<string, Option>>;

/** Reads `argv`, the words after the command's name. */
export function readOptions(argv: readonly string[]): Options {
  if (argv.length === 0) return { kind: 'usage' };
  const split = firstOperand(argv);
  const own = argv.slice(0, split);
  const operands = argv.slice(argv[split] === '--' ? split + 1 : split);
  const [command, ...args] = operands;
  const fault = own.length === 0 ? undefined : faultIn(own, options);
  if (fault !== undefined) return { kind: 'misuse', reason: fault };
  const values = own.length === 0 ? {} : parse(own);
  if (values.help) return { kind: 'help' };
  if (values.version) return { kind: 'version' };
  const asked = askedIn(values);
  if (typeof asked === 'string') return { kind: 'misuse', reason: asked };
  const compares = values.diff !== undefined && isWithRun(isInline(own, 'diff'), operands);
  const stray = strayIn(namesIn(values), operands, compares);
  if (stray !== undefined) return { kind: 'misuse', reason: stray };
  if (values['print-config']) return { kind: 'print-config', ...asked };
  if (values.last) return opened(newest, asked);
  if (values.open !== undefined) return opened(values.open, asked);
  if (values.doctor) return { kind: 'doctor', ...asked };
  if (values.list) return { kind: 'list', form: values.json ? 'json' : 'lines' };
  if (values.report === 'lines') return linesAsked(values, operands);
  if (values.report !== undefined) return reported(values.report, values, operands);
  if (values.diff !== undefined && !compares)
    return diffed(values.diff, operands, asked, values.json);
  if (values.forget) return values.all ? { kind: 'forget', traces: 'all' } : forgotten(operands);
  if (values.init !== undefined) {
    const wrong = faultInInit(values.init);
    return wrong === undefined
      ? { kind: 'init', asked: values.init }
      : { kind: 'misuse', reason: wrong };
  }
  if (command === undefined) return { kind: 'misuse', reason: 'no tracer given' };
  if (command === '') return { kind: 'misuse', reason: 'the name of the tracer is empty' };
  if (values.output === '') return { kind: 'misuse', reason: '--output needs a file name' };
  const other = values.diff === undefined ? undefined : comparedWith(values.diff);
  if (other?.is === 'misuse') return { kind: 'misuse', reason: other.reason };
  return {
    kind: 'run',
    tracer: [command, ...args],
    ...asked,
    ...(values.output !== undefined && { output: values.output }),
    ...(other !== undefined && { comparedWith: other }),
  };
}

/** Whether the value of the option `name` stands in the same word, as in --diff=@1. */
function isInline(own: readonly string[], name: string): boolean {
  const { tokens } = parser()({ args: [...own], options, strict: false, tokens: true });
  const token = tokens.findLast((each) => each.kind === 'option' && each.name === name);
  return token?.kind === 'option' && token.inlineValue === true;
}

/** The long names of the options that were given, in the order of the table. */
const namesIn = (values: object): readonly string[] =>
  Object.keys(options).filter((name) => Object.hasOwn(values, name));

function opened(word: string, asked: Asked): Options {
  const trace = traceName(word);
  return trace === undefined
    ? { kind: 'misuse', reason: nameFault('--open', word) }
    : { kind: 'open', trace, ...asked };
}

function forgotten(words: readonly string[]): Options {
  const wrong = words.find((word) => traceName(word) === undefined);
  return wrong === undefined
    ? { kind: 'forget', traces: words.flatMap((word) => traceName(word) ?? []) }
    : { kind: 'misuse', reason: nameFault('--forget', wrong) };
}

function parse(own: readonly string[]) {
  return parser()({ args: [...own], options, strict: true, allowPositionals: false }).values;
}

function firstOperand(argv: readonly string[]): number {
  // The usual case needs no parser, which takes a millisecond to load.
  if (argv[0]?.startsWith('-') !== true) return 0;
  const { tokens } = parser()({ args: [...argv], options, strict: false, tokens: true });
  const first = tokens.find((token) => token.kind !== 'option');
  return first?.index ?? argv.length;
}
