/** The profile of a tracer, and of a command that runs a tracer: plain data, so that a user can write one as JSON. */

/** The options that take a value: short ones, and long ones whose value is a separate word. */
export type Valued = { readonly letters: string; readonly words: readonly string[] };

/** Options without their dashes: short ones are letters, long ones are words. */
type OptionNames = readonly string[];

export type TracerProfile = {
  /** The filetype that vim uses for the trace, if vim has one. */
  readonly filetype?: string;
  /** The arguments that send the trace to the file {file}; none if the tracer can only print the trace. */
  readonly file?: readonly string[];
  /** A letter with a special meaning in a file name. Doubled, it means itself. */
  readonly doubled?: string;
  /** The same for a trace that the tracer writes to the standard input of the shell command {command}. */
  readonly piped?: readonly string[];
  /** Where the tracer prints the trace without `file`; both: the trace contains the output of the program. */
  readonly stream: 'stdout' | 'stderr' | 'both';
  readonly valued: Valued;
  /** Options that send the trace elsewhere, print something and exit, or are interactive: no pager opens. */
  readonly untouched: OptionNames;
  /** Options with which one file is not enough: the trace is the text that the tracer prints. */
  readonly printed?: OptionNames;
  /** The command traces only with one of these options. Without them, no pager opens. */
  readonly only?: OptionNames;
  /** The command traces only with this first word, which the options follow. Without it, no pager opens. */
  readonly command?: string;
  /** First words with which no pager opens. */
  readonly untouchedCommands?: readonly string[];
  /** Long options may have a single dash (getopt_long_only(3)). */
  readonly oneDash?: true;
  /** Options may follow operands (getopt(3)): true, everywhere; an option, up to that option. */
  readonly permuted?: true | string;
  /** Options that make the tracer ignore the signals that were ignored at its start (T5). */
  readonly ignoring?: readonly string[];
  /** The same if the tracer only attaches: ^C must then end the tracer, because there is no program to end. */
  readonly ignoringAttached?: readonly string[];
  /** The letter that writes one file for each process if given twice (T2), and the long option for it. */
  readonly splitting?: { readonly letter: string; readonly word: string };
  /** The options whose value is a process ID to attach to by ptrace(2). */
  readonly attaching?: OptionNames;
  /** What the tracer needs the kernel's permission for, other than ptrace(2). */
  readonly rights?: Rights;
  /** The Debian package of the tracer, if its name differs. */
  readonly package?: string;
};

/** Rights that root has, and that others may be given. */
export type Rights = {
  /** What they allow, after `may`: "capture packets". */
  readonly to: string;
  /** The arguments of a run that ends at once and changes nothing; without the rights, it is refused. */
  readonly trial: readonly string[];
  /** A regular expression for the words in which the tracer says that it is refused. */
  readonly words: string;
};

/** The profile of a command that runs another command. */
export type WrapperProfile = {
  readonly valued: Valued;
  /** Options with which it runs no command, or not here and now: no pager opens. */
  readonly untouched: OptionNames;
  /** How many words come before the inner command, not counting NAME=VALUE. */
  readonly operands?: number;
  /** Options with which the tracer cannot write to our file, except with one of the values `unless`. */
  readonly apart?: { readonly options: OptionNames; readonly unless?: readonly string[] };
  /** The inner command runs on another host, in a shell that gets all words joined. */
  readonly remote?: {
    /** Options that give the inner command one terminal for both output streams. */
    readonly terminal: OptionNames;
  };
};

export type Tables = {
  readonly tracers: Readonly<Record<string, TracerProfile>>;
  readonly wrappers: Readonly<Record<string, WrapperProfile>>;
};
