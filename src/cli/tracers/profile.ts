/** What is known of a tracer, and of a command that runs one: plain data, as JSON has it. */

/** The options that take a value: short letters, and long ones with theirs in a word of its own. */
export type Valued = { readonly letters: string; readonly words: readonly string[] };

/** Without their dashes: short ones are letters, long ones are words. */
type OptionNames = readonly string[];

export type TracerProfile = {
  /** vim's filetype for the trace; none where vim knows none. */
  readonly filetype?: string;
  /** The options that send the trace to a file, {file}; none where it can only be printed. */
  readonly file?: readonly string[];
  /** A letter that has a meaning in a file's name, and doubled is itself. */
  readonly doubled?: string;
  /** Where the trace is printed without them; both: the program's output is among it. */
  readonly stream: 'stdout' | 'stderr' | 'both';
  readonly valued: Valued;
  /** Options that send the trace elsewhere, print and exit, or have a dialogue: run untouched. */
  readonly untouched: OptionNames;
  /** Options with which one file is not enough: the trace is taken as it is printed. */
  readonly printed?: OptionNames;
  /** It is a tracer with one of these options alone; run untouched without. */
  readonly only?: OptionNames;
  /** It is a tracer with this first word alone, after which come the options; else run untouched. */
  readonly command?: string;
  /** First words with which it is run untouched. */
  readonly untouchedCommands?: readonly string[];
  /** Long options may have one dash (getopt_long_only(3)). */
  readonly oneDash?: true;
  /** Options may follow operands, up to this one where it is given (getopt(3)). */
  readonly permuted?: true | string;
  /** Has it ignore the signals that were ignored at its start (T5). */
  readonly ignoring?: readonly string[];
  /** The same where it runs no command: then ^C is to end it, and not a program. */
  readonly ignoringAttached?: readonly string[];
  /** The letter that, given twice, would make one file per process of ours (T2). */
  readonly splitting?: { readonly letter: string; readonly word: string };
  /** The options whose value is the PID of a process to attach to, by ptrace(2). */
  readonly attaching?: OptionNames;
  /** The Debian package that has it, where that is of another name. */
  readonly package?: string;
};

/** A command that runs another. */
export type WrapperProfile = {
  readonly valued: Valued;
  /** Options with which it runs no command, or not here and now: run untouched. */
  readonly untouched: OptionNames;
  /** How many words come before the command; NAME=VALUE is not among them. */
  readonly operands?: number;
  /** Options with which the tracer has no way to our file, but with one of the values `unless`. */
  readonly apart?: { readonly options: OptionNames; readonly unless?: readonly string[] };
  /** The command runs on another host, by a shell that gets its words joined. */
  readonly remote?: {
    /** Options that give it one terminal for both its streams. */
    readonly terminal: OptionNames;
  };
};

export type Tables = {
  readonly tracers: Readonly<Record<string, TracerProfile>>;
  readonly wrappers: Readonly<Record<string, WrapperProfile>>;
};
