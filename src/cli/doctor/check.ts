/** A check of the doctor and its lines of text: verdict, subject, finding and fix. */
import { type Layout, type Style, USUAL_COLUMNS } from '../layout.ts';
import { visible } from '../messages.ts';
import { wrap } from '../width.ts';

/**
 * ok: all is as it should be. note: vimtrace works, but not completely or not in the usual way.
 * bad: vimtrace does not work until this is fixed.
 */
export type Check = { readonly about: string; readonly found: string } & (
  | { readonly verdict: 'ok' }
  | { readonly verdict: 'note'; readonly fix?: string }
  | { readonly verdict: 'bad'; readonly fix: string }
);

/** The columns of the verdict, and those of the subject. */
const VERDICT = 6;
const ABOUT = 12;
/** On a terminal with fewer columns the findings stand below their subject. */
const NARROW = 60;

const styles: Readonly<Record<Check['verdict'], Style>> = {
  ok: 'good',
  note: 'warning',
  bad: 'bad',
};

export const ok = (about: string, found: string): Check => ({ verdict: 'ok', about, found });
export const note = (about: string, found: string, fix?: string): Check => ({
  verdict: 'note',
  about,
  found,
  ...(fix !== undefined && { fix }),
});
export const bad = (about: string, found: string, fix: string): Check => ({
  verdict: 'bad',
  about,
  found,
  fix,
});

/** The lines for `checks`, each as wide as the layout allows unless a single word is wider. */
export const render = (checks: readonly Check[], layout: Layout): string =>
  checks
    .flatMap((check) => linesFor(check, layout))
    .map((line) => `${line.trimEnd()}\n`)
    .join('');

function linesFor(check: Check, { columns = USUAL_COLUMNS, paint }: Layout): readonly string[] {
  const { verdict, about, found } = check;
  const head = paint(styles[verdict], verdict) + ' '.repeat(VERDICT - verdict.length);
  const isNarrow = columns < NARROW;
  const indent = isNarrow ? VERDICT : VERDICT + ABOUT;
  const fix = check.verdict === 'ok' || check.fix === undefined ? [] : [`fix: ${check.fix}`];
  const [first = '', ...rest] = [
    ...(isNarrow ? [about] : []),
    ...[found, ...fix].flatMap((text) => wrap(visible(text), columns - indent)),
  ];
  const start = isNarrow ? first : about.padEnd(ABOUT) + first;
  return [head + start, ...rest.map((line) => ' '.repeat(indent) + line)];
}

/** The exit status: 1 if a verdict is bad, else 0. */
export const statusOf = (checks: readonly Check[]): 0 | 1 =>
  checks.some(({ verdict }) => verdict === 'bad') ? 1 : 0;
