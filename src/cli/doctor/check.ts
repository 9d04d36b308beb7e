/** A check of the doctor and its lines of text: verdict, subject, finding and fix. */
import { visible } from '../messages.ts';
import { wrap } from '../wrap.ts';

/**
 * ok: all is as it should be. note: vimtrace works, but not completely or not in the usual way.
 * bad: vimtrace does not work until this is fixed.
 */
export type Check = { readonly about: string; readonly found: string } & (
  | { readonly verdict: 'ok' }
  | { readonly verdict: 'note'; readonly fix?: string }
  | { readonly verdict: 'bad'; readonly fix: string }
);

const COLUMNS = 80;
const INDENT = 18;

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

/** The lines for `checks`, at most 80 columns wide unless a single word is longer. */
export function render(checks: readonly Check[]): string {
  return checks
    .flatMap((check) => {
      const head = `${check.verdict.padEnd(6)}${check.about.padEnd(INDENT - 6)}`;
      const fix = check.verdict === 'ok' || check.fix === undefined ? [] : [`fix: ${check.fix}`];
      const [first = '', ...rest] = [check.found, ...fix].flatMap((text) =>
        wrap(visible(text), COLUMNS - INDENT),
      );
      return [`${head}${first}`, ...rest.map((line) => `${' '.repeat(INDENT)}${line}`)];
    })
    .map((line) => `${line.trimEnd()}\n`)
    .join('');
}

/** The exit status: 1 if a verdict is bad, else 0. */
export const statusOf = (checks: readonly Check[]): 0 | 1 =>
  checks.some(({ verdict }) => verdict === 'bad') ? 1 : 0;
