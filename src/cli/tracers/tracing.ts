/** Decides how to get the trace of a tracer. */
import { posixWord } from '../quote.ts';
import { entry } from '../table.ts';
import { read, scan } from './grammar.ts';
import type { TracerProfile } from './profile.ts';
import { usual } from './usual.ts';

/** The words that make a tracer ignore signals ignored at its start (T5), and their index in the command. */
export type Ignoring = { readonly at: number; readonly words: () => readonly string[] };

/** How to get the trace of a tracer. The path of the spool is filled in later. */
export type Tracing = { readonly ignoring?: Ignoring } & Way;

type Way =
  /** No pager opens. */
  | { readonly by: 'nothing'; readonly argv: readonly string[] }
  /** An option of the tracer sends the trace to a file. */
  | {
      readonly by: 'option';
      readonly filetype: string;
      /** Who creates the file: vimtrace if it must be the user's, or empty; else the tracer, which is faster (T6). */
      readonly maker: 'tracer' | 'vimtrace';
      /** Where the tracer prints the trace without a file. */
      readonly stream: TracerProfile['stream'];
      /** The command without a file for the trace. */
      readonly untouched: readonly string[];
      readonly argv: (file: string) => readonly string[];
      /** Whether `argv` takes a directory, in which the tracer makes one file for each process. */
      readonly into: 'file' | 'directory';
      /** The command with the files PREFIX.PID for its processes, if it asks for them. */
      readonly splitting?: (prefix: string) => readonly string[];
      /** The same, with the trace sent to a shell command, if the tracer can do that. */
      readonly piped?: (command: string) => readonly string[];
    }
  /** The trace is the text that the command prints on `stream`, if that stream is the terminal. */
  | {
      readonly by: 'stream';
      readonly filetype: string;
      readonly stream: TracerProfile['stream'];
      readonly argv: readonly string[];
    };

/** How to trace with strace or ltrace; undefined for any other command. */
export function usualTracing(command: string, args: readonly string[]): Tracing | undefined {
  const profile = entry(usual, command);
  return profile && tracingBy(profile, 'tracer', command, args);
}

/** How to trace with `command args`; `profile` is that of the command. */
export function tracingBy(
  profile: TracerProfile,
  maker: 'tracer' | 'vimtrace',
  command: string,
  args: readonly string[],
): Tracing {
  return { ...wayOf(profile, maker, command, args), ...ignoringOf(profile, args) };
}

function wayOf(
  profile: TracerProfile,
  maker: 'tracer' | 'vimtrace',
  command: string,
  args: readonly string[],
): Way {
  const { given, start, operand, words, splitting } = read(profile, args);
  const { filetype = '', stream, file, piped, printed } = profile;
  const untouched = [command, ...args];
  if (start === undefined || isUntouched(profile, given, operand))
    return { by: 'nothing', argv: untouched };
  if (file === undefined || given.some((name) => printed?.includes(name)))
    return { by: 'stream', filetype, stream, argv: untouched };
  const sending = (path: string): readonly string[] => {
    const name = profile.doubled === undefined ? path : doubling(path, profile.doubled);
    return file.map((word) => word.replace('{file}', () => name));
  };
  const before = [command, ...words.slice(0, start)];
  const after = words.slice(start);
  const toCommand = (text: string): readonly string[] => [
    ...before,
    ...(piped ?? []).map((word) => word.replace('{command}', () => text)),
    ...after,
  ];
  return {
    by: 'option',
    filetype,
    maker,
    stream,
    untouched,
    argv: (path) => [...before, ...sending(path), ...after],
    into: 'file',
    ...(splitting !== undefined && {
      splitting: (prefix: string) => [command, ...sending(prefix), ...splitting],
    }),
    ...(piped !== undefined && { piped: toCommand }),
  };
}

/** `tracing` with one file for each process, in the directory of the spool; undefined if the command asks for none. */
export function splitTracing(tracing: Tracing): Tracing | undefined {
  if (tracing.by !== 'option' || tracing.splitting === undefined) return undefined;
  const { splitting, piped: _, ...rest } = tracing;
  return { ...rest, into: 'directory', argv: (directory) => splitting(`${directory}/trace`) };
}

/**
 * `tracing` where the size of files is limited, so that the limit ends neither tracer nor program: a process of its
 * own writes the file, and reads on after the file is full. Undefined if the tracer can only write the file itself.
 */
export function withinLimit(tracing: Tracing): Tracing | undefined {
  if (tracing.by !== 'option' || tracing.piped === undefined) return undefined;
  const { piped } = tracing;
  return { ...tracing, argv: (file) => piped(copying(file)) };
}

/** The signals that users send go to all of P, and this process ends when the tracer has ended. */
const copying = (file: string): string =>
  `trap '' XFSZ HUP INT QUIT TERM; cat >${posixWord(file)} 2>/dev/null; exec cat >/dev/null`;

const doubling = (text: string, letter: string): string => text.split(letter).join(letter + letter);

function isUntouched(
  { untouched, untouchedCommands, only }: TracerProfile,
  given: readonly string[],
  operand: string | undefined,
): boolean {
  return (
    given.some((name) => untouched.includes(name)) ||
    (operand !== undefined && untouchedCommands?.includes(operand) === true) ||
    (only !== undefined && !given.some((name) => only.includes(name)))
  );
}

/** Inserted before the user's options: the last option counts, so the user's own -I wins. */
function ignoringOf(
  profile: TracerProfile,
  args: readonly string[],
): { readonly ignoring?: Ignoring } {
  const { ignoring, ignoringAttached = ignoring } = profile;
  if (ignoring === undefined || ignoringAttached === undefined) return {};
  return {
    ignoring: { at: 1, words: () => (isAttached(profile, args) ? ignoringAttached : ignoring) },
  };
}

/** Whether the tracer only attaches to existing processes. */
function isAttached(profile: TracerProfile, args: readonly string[]): boolean {
  const { options, end } = scan(profile, args);
  return end === args.length && options.some(({ name }) => profile.attaching?.includes(name));
}

/**
 * The command to run, with its trace sent to `file`, if there is one. `ignored`: the numbers of the signals
 * that were ignored at the start.
 */
export function argvOf(
  tracing: Tracing,
  file: string | undefined,
  ignored: readonly number[],
): readonly string[] {
  const argv = wordsOf(tracing, file);
  const { ignoring } = tracing;
  if (ignoring === undefined || !ignored.some((signal) => ending.includes(signal))) return argv;
  return [...argv.slice(0, ignoring.at), ...ignoring.words(), ...argv.slice(ignoring.at)];
}

function wordsOf(tracing: Tracing, file: string | undefined): readonly string[] {
  if (tracing.by !== 'option') return tracing.argv;
  return file === undefined ? tracing.untouched : tracing.argv(file);
}

/** SIGHUP, SIGINT, SIGQUIT and SIGTERM, which have the same numbers everywhere (POSIX, kill(1)). */
const ending: readonly number[] = [1, 2, 3, 15];
