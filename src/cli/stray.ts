/** Finds words on the command line that vimtrace would ignore: a user who wrote one meant something by it. */
import type { options } from './options.ts';

type Name = keyof typeof options;

/** The settings on the command line. */
const settings: readonly Name[] = ['pager', 'no-pager', 'hangup', 'grace'];

/** The options that are done instead of running a tracer, and those that each of them reads. The first one given counts. */
const verbs = {
  'print-config': settings,
  last: settings,
  open: settings,
  doctor: ['pager', 'no-pager'],
  list: ['json'],
  forget: ['all'],
  init: [],
} as const satisfies Partial<Record<Name, readonly Name[]>>;

/** The options that are nothing without the option that reads them. */
const parts: Partial<Record<Name, Name>> = { json: 'list', all: 'forget' };

/** What is wrong with the options `given` and the further words `operands`; undefined if all of them are read. */
export function strayIn(given: readonly Name[], operands: readonly string[]): string | undefined {
  const verb = (Object.keys(verbs) as (keyof typeof verbs)[]).find((name) => given.includes(name));
  if (verb === undefined) {
    const part = given.find((name) => parts[name] !== undefined);
    return part && `--${part} is for --${parts[part]} alone`;
  }
  const read: readonly Name[] = [verb, ...verbs[verb]];
  const stray = given.find((name) => !read.includes(name));
  if (stray !== undefined) return `--${stray} has no meaning beside --${verb}`;
  const [word] = operands;
  if (verb !== 'forget') return word && `${word} has no meaning after --${verb}`;
  if (given.includes('all')) return word && `${word} has no meaning beside --all`;
  return word === undefined ? '--forget needs @1, @2, …, or --all' : undefined;
}
