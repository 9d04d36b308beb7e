/** The filters of --report=lines, by the command line. */
import type { Asked, Wanted } from '../../trace/filter/index.ts';
import { nameFault, newest, type TraceName, traceName } from '../trace-name.ts';
import type { ReportFlags } from './asked.ts';

/** Which lines of a trace are asked for. */
export type LinesAsked = {
  readonly kind: 'lines';
  readonly trace: TraceName;
  readonly filters: readonly Asked[];
  /** Print the runs of hidden lines instead, if there are at most so many. */
  readonly folds: number | undefined;
};

type Misuse = { readonly kind: 'misuse'; readonly reason: string };

/** The filters, as they are written. */
export const filterWords: readonly string[] = [
  'failed',
  'call=',
  'thread=',
  'process=',
  'descriptor=',
  'pattern=',
  'pattern-i=',
  'lines=',
];

const needed =
  'failed, call=NAME, thread=LINE, process=LINE, descriptor=LINE:FD, pattern=REGEXP, pattern-i=REGEXP or lines=FILE';

/** The lines that the options ask for of the trace `word`, or what is wrong with them. */
export function linesAsked(
  { only = [], but = [], folds, ...others }: ReportFlags,
  [word = newest]: readonly string[],
): LinesAsked | Misuse {
  const misuse = (reason: string): Misuse => ({ kind: 'misuse', reason });
  const stray = (['json', 'quickfix', 'all'] as const).find((name) => others[name] === true);
  if (stray !== undefined) return misuse(`--${stray} has no meaning beside --report=lines`);
  const filters: Asked[] = [];
  for (const [is, words] of [
    ['only', only],
    ['but', but],
  ] as const)
    for (const filter of words) {
      const wanted = wantedBy(filter);
      if (wanted === undefined) return misuse(`--${is} must be ${needed}, not ${filter}`);
      if (typeof wanted === 'string') return misuse(`--${is}=${filter}: ${wanted}`);
      filters.push({ wanted, is });
    }
  if (folds !== undefined && !/^\d{1,9}$/.test(folds))
    return misuse(`--folds must be a number, not ${folds}`);
  const trace = traceName(word);
  if (trace === undefined) return misuse(nameFault('--report', word));
  // Of a line that comes later, nobody can say before the trace is read.
  if (trace.is === 'file' && trace.path === '-')
    return misuse('--report=lines needs a file: it reads the trace twice');
  return { kind: 'lines', trace, filters, folds: folds === undefined ? undefined : Number(folds) };
}

/** What `filter` asks for; undefined if it is no filter; in words, what is wrong with its value. */
function wantedBy(filter: string): Wanted | undefined | string {
  if (filter === 'failed') return { by: 'failed' };
  const [, by, value = ''] = /^([a-z-]+)=(.+)$/s.exec(filter) ?? [];
  switch (by) {
    case 'call':
      return { by, name: value };
    case 'thread':
    case 'process':
      return isNumber(value) ? { by, line: Number(value) } : undefined;
    case 'lines':
      return { by, file: value };
    case 'descriptor': {
      const [line = '', fd = ''] = value.split(':');
      return isNumber(line) && isNumber(fd)
        ? { by, line: Number(line), fd: Number(fd) }
        : undefined;
    }
    case 'pattern':
    case 'pattern-i':
      return patternOf(value, by === 'pattern' ? '' : 'i');
    default:
      return undefined;
  }
}

const isNumber = (text: string): boolean => /^\d{1,10}$/.test(text);

/** A trace is read as bytes, so that a pattern is one of bytes too. */
function patternOf(text: string, flags: string): Wanted | string {
  try {
    return { by: 'pattern', pattern: new RegExp(Buffer.from(text).toString('latin1'), flags) };
  } catch (error) {
    return String((error as Error).message);
  }
}
