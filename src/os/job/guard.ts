/**
 * The guard: a sh that sees to the pager and the terminal when the monitor or vimtrace was killed. It
 * is in our own group, and ignores the terminal's signals.
 */
import { type Child, startChild } from './child.ts';
import { WORDS, writeEnd, writeLine } from './pipes.ts';
import { type GuardWord, UNKNOWN_WORD } from './protocol.ts';

export type Guard = {
  readonly child: Child;
  readonly tell: (word: GuardWord) => void;
  /** SIGCONT for it: a stopped guard reads nothing. */
  readonly proceed: () => void;
  /** Whether it knew all of its words; told when it has ended. */
  readonly end: Promise<'understood' | 'misunderstood'>;
};

/** Start a guard that restores `modes` on `terminal`; '' where the monitor will report them. */
export function startGuard(shDirectory: string, modes: string, terminal: number): Guard {
  const words = writeEnd(WORDS);
  const child = startChild(
    ['/bin/sh', `${shDirectory}/guard.sh`, modes],
    [WORDS, 'ignore', terminal],
  );
  const proceed = (): void => child.signal('SIGCONT');
  return {
    child,
    proceed,
    tell: (word) => {
      writeLine(words, word);
      proceed();
    },
    end: child.end.then((how) =>
      how.how === 'exited' && how.code === UNKNOWN_WORD ? 'misunderstood' : 'understood',
    ),
  };
}
