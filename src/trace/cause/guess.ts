/** Chooses the line that explains the end of one process. */
import type { Call, Signal } from '../line.ts';
import type { Ending, Process } from '../processes.ts';
import type { Said } from './said.ts';
import type { Suspect, Suspects } from './suspects.ts';

/** How sure a guess is: the message names the call; the call fits the message; nothing speaks against the call. */
export type Confidence = 'high' | 'medium' | 'low';

export type Guess = {
  readonly line: number;
  readonly pid: number;
  /** Empty if a signal is the cause. */
  readonly call: string;
  readonly args: string;
  /** The name of the error; empty if there is none. */
  readonly errno: string;
  /** Empty if no signal is the cause. */
  readonly signal: string;
  /** A path, or the address of a socket or of a fault; empty if none is known. */
  readonly object: string;
  /** What the process printed last. */
  readonly message: string;
  readonly status: Ending;
  readonly confidence: Confidence;
};

/** What one process did and said. */
export type Own = {
  readonly process: Process;
  readonly suspects: Suspects;
  /** To standard error, and to standard output. */
  readonly errors: Said;
  readonly output: Said;
  /** How many calls it has made. */
  turn: number;
  /** The last child that failed. */
  child:
    | { readonly ending: Ending; readonly guesses: readonly Guess[]; readonly turn: number }
    | undefined;
  /** The last signal that it got. */
  signal: Signal | undefined;
  /** The last call that sent it a signal. */
  killer: Call | undefined;
};

/** From this weight on, the message names the call. */
const NAMED = 3;
/** Less is no better than chance. */
const LEAST = 1.25;
/** A call that failed longer before the message or the end, counted in calls, was got over. */
const RECENT = 60;
/** How many calls are listed, with those that were not preferred. */
const MOST = 6;

/** The guesses, the best one first; none if nothing explains the end. */
export function guessAt(own: Own, ending: Ending): readonly Guess[] {
  const said = own.errors.isSilent ? own.output : own.errors;
  const ranked = own.suspects.ranked(said, own.turn);
  const [best] = ranked;
  const message = lastOf(said.text);
  const fromCalls = ranked
    .filter(({ weight }) => weight >= LEAST)
    .slice(0, MOST)
    .map(({ suspect, weight }) => fromCall(suspect, message, ending, sureness(weight)));
  if (ending.by === 'signal') return [...fromSignal(own, ending, message), ...fromCalls];
  const isNamed = best !== undefined && best.weight >= NAMED;
  const { child } = own;
  if (child !== undefined && (!isNamed || best.suspect.turn < child.turn)) {
    const passesOn = statusOf(child.ending) === ending.code || ending.code < 128;
    if (passesOn && child.guesses.length > 0)
      return [...child.guesses, ...fromCalls]
        .slice(0, MOST)
        .map((guess) => ({ ...guess, status: ending }));
  }
  if (isNamed) return fromCalls;
  // The program said something else, or nothing: a call near its end, or none.
  if (best === undefined) return [];
  const distance = said.distance(best.suspect.turn) ?? own.turn - best.suspect.turn;
  const isRecent = distance <= RECENT;
  return isRecent ? fromCalls : [];
}

const sureness = (weight: number): Confidence =>
  weight >= NAMED + 2.5 ? 'high' : weight >= NAMED ? 'medium' : 'low';

/** As a shell has it (POSIX 2.8.2). */
function statusOf(ending: Ending): number {
  return ending.by === 'exit' ? ending.code : 128 + (numbers[ending.signal] ?? 0);
}

/** The numbers of the signals that a shell's status may tell, on Linux (signal(7)). */
const numbers: Readonly<Record<string, number>> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGILL: 4,
  SIGTRAP: 5,
  SIGABRT: 6,
  SIGBUS: 7,
  SIGFPE: 8,
  SIGKILL: 9,
  SIGSEGV: 11,
  SIGPIPE: 13,
  SIGALRM: 14,
  SIGTERM: 15,
};

function fromCall(
  { call, errno, object }: Suspect,
  message: string,
  status: Ending,
  confidence: Confidence,
): Guess {
  const { line, pid, name, args } = call;
  return { line, pid, call: name, args, errno, signal: '', object, message, status, confidence };
}

/** The signal that ended the process: where it came, who sent it, or at least where it ended the process. */
function* fromSignal(
  { process, signal, killer }: Own,
  ending: Extract<Ending, { by: 'signal' }>,
  message: string,
): Iterable<Guess> {
  const guess = {
    pid: process.pid,
    call: '',
    args: '',
    errno: '',
    signal: ending.signal,
    message,
    status: ending,
    confidence: 'high' as const,
  };
  if (signal?.signal === ending.signal) {
    const [, address = ''] = /si_addr=(\w+)/.exec(signal.info) ?? [];
    yield { ...guess, line: signal.line, object: address };
  } else if (killer?.args.includes(ending.signal))
    yield {
      ...guess,
      line: killer.line,
      pid: killer.pid,
      call: killer.name,
      args: killer.args,
      object: '',
    };
  else yield { ...guess, line: process.ended ?? 0, object: '' };
}

/** The last lines of what a program said. */
const lastOf = (text: string): string => text.trim().split('\n').slice(-4).join('\n').slice(-400);
