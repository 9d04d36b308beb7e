/** What the doctor says: a line a check, with its verdict and the way to fix what is wrong. */
import { visible } from '../messages.ts';
import { wrap } from '../wrap.ts';

/**
 * ok: as it should be. note: vimtrace does its work, but not all of it, or not in the usual way.
 * bad: it does not do its work until that is fixed.
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

/** The lines for `checks`, of at most 80 columns where no word is longer than that. */
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

/** 0, or 1 where something is bad. */
export const statusOf = (checks: readonly Check[]): 0 | 1 =>
  checks.some(({ verdict }) => verdict === 'bad') ? 1 : 0;
