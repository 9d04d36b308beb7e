/** Which pager, and where that was set. How each one is given a trace is in pager-start.ts. */
import type { Origin, Setting } from '../settings.ts';

export type Pager = { readonly command: string; readonly origin: Origin };

export type Choice =
  | { readonly kind: 'pager'; readonly pager: Pager }
  | { readonly kind: 'none' }
  | { readonly kind: 'missing'; readonly pager: Pager; readonly program: string };

/** The one pager that is set, or else the first of the defaults that exists; `fromEnv` is $PAGER. */
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

/** Whether a pager's command says not to page. */
export const isNone = (command: string): boolean => ['', 'cat'].includes(command.trim());

/** NAME=VALUE words, then the program; undefined where only a shell could tell. */
const simple =
  /^\s*(?:[A-Za-z_]\w*=[^\s'"\\$`;&|<>()*?[\]#~]*\s+)*([^\s'"\\$`;&|<>()*?[\]#~=]+)(?=\s|$)/;

/** First words that only a shell knows: no program of the name has to exist. */
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

/** The program that a pager's command runs, where that can be told without a shell. */
export function programOf(command: string): string | undefined {
  // The usual case, without the expression's start-up.
  const first = /^[\w./-]+$/.test(command) ? command : simple.exec(command)?.[1];
  return first !== undefined && shellWords.has(first) ? undefined : first;
}
