/** How a tracer gives up its trace. */
import { entry } from '../table.ts';
import { read, scan } from './grammar.ts';
import type { TracerProfile } from './profile.ts';
import { usual } from './usual.ts';

/** What has a tracer ignore what was ignored at its start, and where in the command to run that goes (T5). */
export type Ignoring = { readonly at: number; readonly words: () => readonly string[] };

/** How a tracer's trace is taken; pure, with the spool's path still open. */
export type Tracing = { readonly ignoring?: Ignoring } & Way;

type Way =
  /** Nothing is to be paged. */
  | { readonly by: 'nothing'; readonly argv: readonly string[] }
  /** The tracer writes it to a file by an option of its own. */
  | {
      readonly by: 'option';
      readonly filetype: string;
      /** Who makes that file: we where it has to be ours, or empty; for any other see T6. */
      readonly maker: 'tracer' | 'vimtrace';
      /** Where it would print the trace otherwise. */
      readonly stream: TracerProfile['stream'];
      /** Without a file to send the trace to. */
      readonly untouched: readonly string[];
      readonly argv: (file: string) => readonly string[];
    }
  /** What the command prints, as far as that is the terminal, is the trace. */
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

/** How to trace with `command args`, where `profile` is that of the command. */
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
  const { given, start, operand, words } = read(profile, args);
  const { filetype = '', stream, file, printed } = profile;
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
  return {
    by: 'option',
    filetype,
    maker,
    stream,
    untouched,
    argv: (path) => [...before, ...sending(path), ...words.slice(start)],
  };
}

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

/** Before the tracer's own options, of which the last counts. */
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

/** Whether it traces nothing but processes that are there already. */
function isAttached(profile: TracerProfile, args: readonly string[]): boolean {
  const { options, end } = scan(profile, args);
  return end === args.length && options.some(({ name }) => profile.attaching?.includes(name));
}

/**
 * The command to run, its trace going to `file`, where there is one; with what it takes to ignore
 * the signals that were `ignored`, by their numbers.
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

/** SIGHUP, SIGINT, SIGQUIT and SIGTERM, which have these numbers everywhere (POSIX, kill(1)). */
const ending: readonly number[] = [1, 2, 3, 15];
