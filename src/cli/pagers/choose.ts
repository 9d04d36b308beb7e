/** Chooses the pager, and remembers which setting chose it. How a pager gets the trace is in start.ts. */
import type { Origin, Setting } from '../settings.ts';

export type Pager = { readonly command: string; readonly origin: Origin };

export type Choice =
  | { readonly kind: 'pager'; readonly pager: Pager }
  | { readonly kind: 'none' }
  | { readonly kind: 'missing'; readonly pager: Pager; readonly program: string };

/** The pager of `setting`, or else the first default that exists. `fromEnv` is $PAGER. */
export function choosePager(
  setting: Setting<string> | undefined,
  fromEnv: string | undefined,
  exists: (program: string) => boolean,
): Choice {
  const asked = setting && { command: setting.value, origin: setting.origin };
  if (asked !== undefined) {
    if (isNone(asked.command)) return { kind: 'none' };
    const program = programOf(asked.command);
    return program === undefined || exists(program)
      ? { kind: 'pager', pager: asked }
      : { kind: 'missing', pager: asked, program };
  }
  for (const pager of defaults(fromEnv)) {
    if (isNone(pager.command)) return { kind: 'none' };
    const program = programOf(pager.command);
    if (program === undefined || exists(program)) return { kind: 'pager', pager };
  }
  return { kind: 'none' };
}

function defaults(fromEnv: string | undefined): readonly Pager[] {
  const own = (command: string): Pager => ({ command, origin: 'the default' });
  const users: readonly Pager[] =
    fromEnv === undefined ? [] : [{ command: fromEnv, origin: '$PAGER' }];
  return [own('vim'), own('nvim'), ...users, own('less'), own('more')];
}

/**
 * Whether a pager may open on a terminal of `type`, the value of TERM. On a terminal that cannot draw a screen, only
 * the command line or VIMTRACE_PAGER asks for a pager. The launcher has the same rule.
 */
export const isDrawable = (
  type: string | undefined,
  setting: Setting<string> | undefined,
): boolean =>
  !isDumb(type) || setting?.origin === '--pager' || setting?.origin === '$VIMTRACE_PAGER';

/** Whether TERM names no type of terminal, or one that cannot draw a screen. */
export const isDumb = (type: string | undefined): boolean =>
  type === undefined || type === '' || type === 'dumb';

/** Whether this pager command means that no pager opens. */
export const isNone = (command: string): boolean => ['', 'cat'].includes(command.trim());

/** Matches NAME=VALUE words and then a program, all without quotes or other shell syntax. */
const simple =
  /^\s*(?:[A-Za-z_]\w*=[^\s'"\\$`;&|<>()*?[\]#~]*\s+)*([^\s'"\\$`;&|<>()*?[\]#~=]+)(?=\s|$)/;

/** First words that a shell handles itself: no program of that name needs to exist. */
const shellWords: ReadonlySet<string> = new Set([
  '!',
  '.',
  '{',
  'builtin',
  'case',
  'cd',
  'command',
  'eval',
  'exec',
  'export',
  'for',
  'if',
  'set',
  'trap',
  'ulimit',
  'umask',
  'unset',
  'until',
  'while',
]);

/** The program that a pager command runs; undefined if only a shell could tell. */
export function programOf(command: string): string | undefined {
  // The usual case avoids the slower expression, which V8 compiles at its first use.
  const first = /^[\w./-]+$/.test(command) ? command : simple.exec(command)?.[1];
  return first !== undefined && shellWords.has(first) ? undefined : first;
}
