/** Finds words on the command line that vimtrace would ignore: a user who wrote one meant something by it. */

/** The long name of an option. */
type Name = string;

/** The settings on the command line. */
const run: readonly Name[] = ['pager', 'no-pager', 'hangup', 'grace'];
const settings: readonly Name[] = [...run, 'at'];

/** The options that are done instead of running a tracer, and those that each of them reads. The first one given counts. */
const verbs = {
  'print-config': settings,
  last: settings,
  open: settings,
  doctor: ['pager', 'no-pager'],
  list: ['json'],
  report: ['json', 'quickfix', 'all', 'only', 'but', 'folds'],
  diff: [...run, 'json'],
  forget: ['all'],
  init: [],
} as const satisfies Readonly<Record<Name, readonly Name[]>>;

/** The options that are nothing without the option that reads them. */
const parts: Readonly<Record<Name, readonly Name[]>> = {
  json: ['list', 'report', 'diff'],
  quickfix: ['report'],
  all: ['forget', 'report'],
  only: ['report'],
  but: ['report'],
  folds: ['report'],
};

/**
 * What is wrong with the options `given` and the further words `operands`; undefined if all of them are read.
 * `compares`: --diff compares a trace with a run that begins now, and the operands are its tracer.
 */
export function strayIn(
  given: readonly Name[],
  operands: readonly string[],
  compares = false,
): string | undefined {
  const verb = (Object.keys(verbs) as (keyof typeof verbs)[]).find((name) => given.includes(name));
  if (verb === undefined) {
    const part = given.find((name) => parts[name] !== undefined);
    return part && `--${part} is for ${listed(parts[part] ?? [])} alone`;
  }
  const read: readonly Name[] = [
    verb,
    ...(verb === 'diff' && compares ? [...run, 'output'] : verbs[verb]),
  ];
  const stray = given.find((name) => !read.includes(name));
  if (stray !== undefined) return `--${stray} has no meaning beside --${verb}`;
  const [word] = operands;
  const isAll = given.includes('all');
  const [, second] = operands;
  const spare = verb === 'report' ? second : word;
  const shown = spare === '' ? 'an empty word' : spare;
  if (shown === undefined)
    return verb === 'forget' && !isAll ? '--forget needs @1, @2, …, or --all' : undefined;
  // asked.ts says what is wrong with the operands of --diff.
  if (verb === 'diff') return undefined;
  if (verb === 'report') return `${shown} has no meaning after ${word}`;
  if (verb !== 'forget') return `${shown} has no meaning after --${verb}`;
  return isAll ? `${shown} has no meaning beside --all` : undefined;
}

/** Names, as in `--list, --report and --diff`. */
function listed(names: readonly Name[]): string {
  const words = names.map((name) => `--${name}`);
  const last = words.pop() ?? '';
  return words.length === 0 ? last : `${words.join(', ')} and ${last}`;
}
