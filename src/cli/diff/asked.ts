/** What --diff compares, by the command line. */
import type { Asked } from '../settings.ts';
import { nameFault, type TraceName, traceName } from '../trace-name.ts';

export type DiffAsked = {
  readonly kind: 'diff';
  readonly first: TraceName;
  readonly second: TraceName;
  /** people: in a pager, or what diff -u says. */
  readonly form: 'people' | 'json';
} & Asked;

type Misuse = { readonly kind: 'misuse'; readonly reason: string };

const needed =
  '--diff needs two traces, as in --diff @2 @1, or a trace and a tracer, as in --diff=@1 strace ls';

/**
 * Whether --diff compares with a run that begins now: `--diff=TRACE TRACER …`. No tracer has a name that begins
 * with @. `isInline`: the value stands in the same word as the option.
 */
export const isWithRun = (isInline: boolean, [word]: readonly string[]): boolean =>
  isInline && word !== undefined && word !== '-' && !word.startsWith('@');

/** The trace that --diff=`word` compares a run with. */
export function comparedWith(
  word: string,
): TraceName | { readonly is: 'misuse'; readonly reason: string } {
  return traceName(word) ?? { is: 'misuse', reason: nameFault('--diff', word) };
}

/** The two traces of --diff. */
export function diffed(
  word: string,
  [other, spare]: readonly string[],
  asked: Asked,
  json = false,
): DiffAsked | Misuse {
  const misuse = (reason: string): Misuse => ({ kind: 'misuse', reason });
  if (other === undefined) return misuse(needed);
  if (spare !== undefined)
    return misuse(
      `${spare === '' ? 'an empty word' : spare} has no meaning after ${other} (to trace ${other}: --diff=${word} ${other} …)`,
    );
  const [first, second] = [traceName(word), traceName(other)];
  if (first === undefined || second === undefined)
    return misuse(nameFault('--diff', first === undefined ? word : other));
  if (word === '-' && other === '-')
    return misuse('--diff can read standard input once, not as both traces');
  return { kind: 'diff', first, second, form: json ? 'json' : 'people', ...asked };
}
