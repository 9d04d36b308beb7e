/** The text of --help. The lines about options are made from the table in options.ts. */
import { type Layout, USUAL_COLUMNS } from './layout.ts';
import { type Option, options } from './options.ts';
import { wrap } from './width.ts';

/** The column in which the descriptions begin. */
const INDENT = 21;
/** On a terminal with fewer columns the descriptions stand below their options, this far in. */
const NARROW = { columns: 60, indent: 8 };

function linesFor(name: string, option: Option, columns: number): readonly string[] {
  const short = option.short === undefined ? '   ' : `-${option.short},`;
  // -p takes its value as the next word, so --pager is shown the same way.
  const value =
    option.type === 'string' ? `${option.short === undefined ? '=' : ' '}${option.shown}` : '';
  const head = `  ${short} --${name}${value}`;
  const below = ({ indent }: { readonly indent: number }): readonly string[] =>
    wrap(option.says, columns - indent).map((line) => `${' '.repeat(indent)}${line}`);
  if (columns < NARROW.columns) return [head, ...below(NARROW)];
  const [first = '', ...rest] = below({ indent: INDENT });
  return [`${head.padEnd(INDENT - 1)} ${first.trimStart()}`, ...rest];
}

const optionLines = (columns: number): readonly string[] =>
  Object.entries(options).flatMap(([name, option]) => linesFor(name, option, columns));

const synopsis = 'Usage: vimtrace [options] [--] TRACER [ARG...]';

/** What vimtrace says if it is started without any argument. */
export const usage = `${synopsis}
For example: vimtrace strace ls
All options: vimtrace --help`;

const about = 'Run a tracer (strace, ltrace, or any command) and read its trace in a pager.';

const more = `The pager is the first that is set: --pager, $VIMTRACE_PAGER, the pager of the configuration. \
If none is set, it is the first of vim, nvim, $PAGER, less and more that exists. The exit status is \
that of the tracer; 125 means that vimtrace itself failed. To use vimtrace for every tracer, put this \
into the start-up file of zsh or bash: eval "$(vimtrace --init zsh)", eval "$(vimtrace --init bash)"; \
of fish: vimtrace --init fish | source. More: man vimtrace.`;

export function help({ columns = USUAL_COLUMNS, paint }: Layout): string {
  const lines = (text: string): string => wrap(text, columns).join('\n');
  return `${paint('title', lines(synopsis))}

${lines(about)}

${optionLines(columns).join('\n')}

${lines(more)}
`;
}
