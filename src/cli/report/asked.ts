/** What --report asks, by the command line. */
import { nameFault, newest, type TraceName, traceName } from '../trace-name.ts';
import { isWhat, type What, whats } from './what.ts';

/** A question to a trace, and how the answer is printed. */
export type ReportAsked = {
  readonly kind: 'report';
  readonly what: What;
  readonly trace: TraceName;
  /** people: for people on a terminal, and as `quickfix` elsewhere. */
  readonly form: 'people' | 'quickfix' | 'json';
  /** Also what means nothing. */
  readonly isAll: boolean;
};

/** The options of --report, as parseArgs has read them. */
export type ReportFlags = {
  readonly json?: boolean;
  readonly quickfix?: boolean;
  readonly all?: boolean;
  readonly only?: readonly string[];
  readonly but?: readonly string[];
  readonly folds?: string;
};

/** The question that `what` asks of the trace `word`, or what is wrong with them. */
export function reported(
  what: string,
  { json, quickfix, all = false, only, but, folds }: ReportFlags,
  [word = newest]: readonly string[],
): ReportAsked | { readonly kind: 'misuse'; readonly reason: string } {
  const misuse = (reason: string) => ({ kind: 'misuse', reason }) as const;
  if (!isWhat(what)) return misuse(`--report must be ${oneOf([...whats, 'lines'])}, not ${what}`);
  const part = only ? 'only' : but ? 'but' : folds === undefined ? undefined : 'folds';
  if (part !== undefined) return misuse(`--${part} has no meaning beside --report=${what}`);
  if (all && what !== 'failed') return misuse(`--all has no meaning beside --report=${what}`);
  const trace = traceName(word);
  if (trace === undefined) return misuse(nameFault('--report', word));
  const form = json ? 'json' : quickfix ? 'quickfix' : 'people';
  return { kind: 'report', what, trace, form, isAll: all };
}

const oneOf = (words: readonly string[]): string =>
  `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
