/** The text of --help. The lines about options are made from the table in options.ts. */
import { type Option, options } from './options.ts';
import { wrap } from './width.ts';

const COLUMNS = 80;
/** The column in which the descriptions begin. */
const INDENT = 21;

function linesFor([name, option]: readonly [string, Option]): readonly string[] {
  const short = option.short === undefined ? '   ' : `-${option.short},`;
  // -p takes its value as the next word, so --pager is shown the same way.
  const value =
    option.type === 'string' ? `${option.short === undefined ? '=' : ' '}${option.shown}` : '';
  const head = `  ${short} --${name}${value}`.padEnd(INDENT - 1);
  const [first = '', ...rest] = wrap(option.says, COLUMNS - INDENT);
  return [`${head} ${first}`, ...rest.map((line) => `${' '.repeat(INDENT)}${line}`)];
}

/** The lines about the options, which README.md has as well. */
export const optionLines = Object.entries(options).flatMap(linesFor);

const synopsis = 'Usage: vimtrace [options] [--] TRACER [ARG...]';

/** What vimtrace says if it is started without any argument. */
export const usage = `${synopsis}
For example: vimtrace strace ls
All options: vimtrace --help`;

export const help = `${synopsis}

Run a tracer (strace, ltrace, or any command) and read its trace in a pager.

${optionLines.join('\n')}

The pager is the first that is set: --pager, $VIMTRACE_PAGER, the pager of the
configuration. If none is set, it is the first of vim, nvim, $PAGER, less and
more that exists. The exit status is that of the tracer; 125 means that vimtrace
itself failed. To use vimtrace for every tracer, put this into the start-up file
of zsh or bash: eval "$(vimtrace --init zsh)", eval "$(vimtrace --init bash)";
of fish: vimtrace --init fish | source. More: man vimtrace.
`;
