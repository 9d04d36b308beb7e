/** How output looks for the reader of standard output: its width, and its colours. */
import { isDumb } from './pagers/choose.ts';

/** What a colour or a weight is for. */
export type Style = 'good' | 'warning' | 'bad' | 'minor' | 'title';

export type Layout = {
  /** The columns of the reader's terminal; undefined if standard output is no terminal, and no width binds. */
  readonly columns: number | undefined;
  /** `text` in the style, or as it is where no colours are wanted. */
  readonly paint: (style: Style, text: string) => string;
};

/** The width of running text if no terminal has another, in columns. */
export const USUAL_COLUMNS = 80;

/** SGR parameters (ECMA-48, 8.3.117): green, yellow, red, faint, bold. */
const parameters: Readonly<Record<Style, number>> = {
  good: 32,
  warning: 33,
  bad: 31,
  minor: 2,
  title: 1,
};

type Environment = Readonly<Record<string, string | undefined>>;

/** `columns`: of the terminal that standard output is; undefined if it is none. */
export const layoutFor = (env: Environment, columns: number | undefined): Layout => ({
  columns,
  paint: isColoured(env, columns !== undefined)
    ? (style, text) => `\x1b[${parameters[style]}m${text}\x1b[0m`
    : (_, text) => text,
});

/** By NO_COLOR (no-color.org), then CLICOLOR_FORCE and CLICOLOR (bixense.com/clicolors), then the terminal. */
function isColoured(env: Environment, isTerminal: boolean): boolean {
  const { NO_COLOR: no = '', CLICOLOR_FORCE: force = '', CLICOLOR: wanted, TERM: type } = env;
  if (no !== '') return false;
  if (force !== '' && force !== '0') return true;
  return isTerminal && wanted !== '0' && !isDumb(type);
}
