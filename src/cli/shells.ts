/** What --init has a shell define: the tracers' aliases. */
import { fishWord, posixWord } from './quote.ts';

export const shellNames = ['zsh', 'bash', 'fish'] as const;
export type ShellName = (typeof shellNames)[number];

export const isShellName = (word: string): word is ShellName =>
  (shellNames as readonly string[]).includes(word);

/** The file with a shell's completion, in the directory completions. */
export const completionFile: Readonly<Record<ShellName, string>> = {
  zsh: '_vimtrace',
  bash: 'vimtrace.bash',
  fish: 'vimtrace.fish',
};

type Aliased = {
  readonly tracer: string;
  /** The one subcommand that traces; the others are left to the tracer alone. */
  readonly subcommand?: string;
};

/**
 * The tracers whose trace is for reading afterwards. Not those that are mostly watched live or
 * talked to (tcpdump, sysdig, gdb), nor those with a pager of their own (uftrace).
 */
const aliased: readonly Aliased[] = [
  { tracer: 'strace' },
  { tracer: 'ltrace' },
  { tracer: 'perf', subcommand: 'trace' },
  { tracer: 'bpftrace' },
  { tracer: 'valgrind' },
];

/** Aliases for the tracers that exist; `directory` is vimtrace's, where PATH does not lead to it. */
export function aliases(
  shell: ShellName,
  directory: string | undefined,
  exists: (tracer: string) => boolean,
): string {
  const word = shell === 'fish' ? fishWord : posixWord;
  // zsh knows a command's completion by what is after the last slash: no quote may be there.
  const self = directory === undefined ? 'vimtrace' : `${word(directory)}/vimtrace`;
  return aliased
    .filter(({ tracer }) => exists(tracer))
    .map((each) => `${shell === 'fish' ? inFish(each, self) : inPosix(each, self)}\n`)
    .join('');
}

/** An alias of the same name would win over the function: it goes first. */
function inPosix({ tracer, subcommand }: Aliased, self: string): string {
  const run = `${self} ${tracer}`;
  if (subcommand === undefined) return `alias ${tracer}=${posixWord(run)}`;
  return `unalias ${tracer} 2>/dev/null || :
function ${tracer} {
	case "\${1-}" in
	${subcommand}) ${run} "$@" ;;
	*) command ${tracer} "$@" ;;
	esac
}`;
}

/** A function: fish's alias has the completion of what it runs, and would go in a circle here. */
function inFish({ tracer, subcommand }: Aliased, self: string): string {
  const run = `${self} ${tracer} $argv`;
  const body =
    subcommand === undefined
      ? `    ${run}`
      : `    if test "$argv[1]" = ${subcommand}
        ${run}
    else
        command ${tracer} $argv
    end`;
  return `function ${tracer} --description 'show its trace in a pager, by vimtrace'\n${body}\nend`;
}
