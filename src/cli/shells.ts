/** The aliases that --init prints for a shell. */
import { fishWord, posixWord } from './quote.ts';

export const shellNames = ['zsh', 'bash', 'fish'] as const;
export type ShellName = (typeof shellNames)[number];

export const isShellName = (word: string): word is ShellName =>
  (shellNames as readonly string[]).includes(word);

/** The file in completions/ for each shell. */
export const completionFile: Readonly<Record<ShellName, string>> = {
  zsh: '_vimtrace',
  bash: 'vimtrace.bash',
  fish: 'vimtrace.fish',
};

type Aliased = {
  readonly tracer: string;
  /** The only subcommand that traces; all others run without vimtrace. */
  readonly subcommand?: string;
};

/**
 * The tracers whose trace is read afterwards. Others are left out: tcpdump, sysdig and gdb are
 * mostly watched live or used interactively, and uftrace has a pager of its own.
 */
const aliased: readonly Aliased[] = [
  { tracer: 'strace' },
  { tracer: 'ltrace' },
  { tracer: 'perf', subcommand: 'trace' },
  { tracer: 'bpftrace' },
  { tracer: 'valgrind' },
];

/** Aliases for the tracers that exist. `directory`: that of vimtrace, if vimtrace is not in PATH. */
export function aliases(
  shell: ShellName,
  directory: string | undefined,
  exists: (tracer: string) => boolean,
): string {
  const word = shell === 'fish' ? fishWord : posixWord;
  // zsh finds the completion by the text after the last slash, so that text must not be quoted.
  const self = directory === undefined ? 'vimtrace' : `${word(directory)}/vimtrace`;
  return aliased
    .filter(({ tracer }) => exists(tracer))
    .map((each) => `${shell === 'fish' ? inFish(each, self) : inPosix(each, self)}\n`)
    .join('');
}

/** An alias would win over a function of the same name, so an existing alias is removed first. */
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

/** A function, not fish's alias: completion of such an alias would call itself without end. */
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
