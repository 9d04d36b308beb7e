/** --diff: compares two traces, and shows or prints what differs. */
import { writeFileSync } from 'node:fs';
import type { DiffAsked } from '../cli/diff/asked.ts';
import * as words from '../cli/diff/words.ts';
import type { Pager } from '../cli/pagers/choose.ts';
import * as faults from '../cli/report/faults.ts';
import { newest, type TraceName } from '../cli/trace-name.ts';
import { FAILED } from '../core/exit.ts';
import { reasonOf } from '../os/errno.ts';
import { closeInherited } from '../os/job/launcher.ts';
import { listen } from '../os/job/signals.ts';
import { writeTitle } from '../os/trace/record.ts';
import { copy, createSpool, type Spool, userFile } from '../os/trace/spool.ts';
import { diff, linesOf, writeLines } from '../os/trace/texts.ts';
import type { Comparison, Request } from '../run/request.ts';
import type { Session } from '../run/session.ts';
import {
  Differences,
  type Normal,
  Normalizer,
  paired,
  type Spot,
  type Text,
} from '../trace/diff/index.ts';
import { layoutOf } from './output.ts';
import { readTrace, type Source } from './read-trace.ts';
import { type Fail, named } from './traces.ts';
import { Whole, wholeAt } from './whole.ts';

/** As diff(1) has it. */
const DIFFERENT = 1;

export type DiffSurroundings = Pick<
  Request,
  'given' | 'say' | 'shDirectory' | 'settings' | 'tracers' | 'cause' | 'split'
> & {
  /** Call `write`, which writes to standard output, and handle its errors. */
  readonly output: (write: () => void) => void;
  readonly fail: Fail;
  /** The pager in force; none where standard output is no terminal. */
  readonly pager: Pager | undefined;
  readonly openSession: (request: Request) => Session;
};

/** A trace that is compared. */
type Side = {
  /** As the user names the trace. */
  readonly name: string;
  readonly source: Source;
  /** What was run; empty if that is not known. */
  readonly command: readonly string[];
};

/** Compare two traces; sets the exit status as diff(1) does. */
export function compare({ first, second, form }: DiffAsked, around: DiffSurroundings): void {
  const sides = [sideOf(first, around), sideOf(second, around)] as const;
  if (form === 'json') printJson(sides, around);
  else show(...sides, around);
}

/** An object a line for each trace: its text, and for each entry the line of the trace. */
function printJson(sides: readonly [Side, Side], around: DiffSurroundings): void {
  const [one, other] = [normalOf(sides[0], around), normalOf(sides[1], around)];
  const texts = paired(one.normal, other.normal);
  const found = compared(sides, texts, around);
  found?.discard();
  const isCut = one.isCut || other.isCut;
  process.exitCode = isCut ? FAILED : found === undefined ? 0 : DIFFERENT;
  const [first, second] = texts;
  around.output(() => {
    const [, stdout] = around.given.stdio;
    writeFileSync(stdout, words.json(sides[0], first, found?.spot.first));
    writeFileSync(stdout, words.json(sides[1], second, found?.spot.second));
  });
}

/**
 * What to do with the trace of a run that has ended: compare `first` with it. `output` is the file of --output; without
 * it the trace is @1 by then, and `first` has the next number. Fails if there is no `first`.
 */
export function comparing(
  first: TraceName,
  { tracer: command, output }: { readonly tracer: readonly string[]; readonly output?: string },
  around: DiffSurroundings,
): NonNullable<Request['afterwards']> {
  const side = sideOf(first, around);
  const isLater = output === undefined && first.is === 'number';
  const name = isLater ? `@${first.number + 1}` : side.name;
  return (trace, given) => {
    const other = { name: output ?? newest, source: trace, command };
    // The run has closed them, and other files have their numbers by now.
    show({ ...side, name }, other, { ...around, given: { ...given, inherited: [] } });
  };
}

function sideOf(trace: TraceName, { given, fail }: DiffSurroundings): Side {
  if (trace.is === 'file' && trace.path === '-')
    return { name: 'standard input', source: given.stdio[0], command: [] };
  const { path, is, listed } = named(trace, 'read', fail);
  const name = trace.is === 'file' ? trace.path : `@${trace.number}`;
  return {
    name,
    source: is === 'split' ? wholeAt(path) : path,
    command: listed?.record.command ?? [],
  };
}

function show(first: Side, second: Side, around: DiffSurroundings): void {
  const { given, say, output, pager } = around;
  const [one, other] = [normalOf(first, around), normalOf(second, around)];
  const texts = paired(one.normal, other.normal);
  const found = compared([first, second], texts, around);
  const isCut = one.isCut || other.isCut;
  const status = isCut ? FAILED : found === undefined ? 0 : DIFFERENT;
  if (found !== undefined && pager !== undefined) {
    open({ ...found, status }, pager, around);
    return;
  }
  process.exitCode = status;
  if (found !== undefined) {
    output(() => {
      try {
        print(found.unified, around);
      } finally {
        // Before a reader that has gone (EPIPE) ends vimtrace.
        found.discard();
      }
    });
  } else if (given.terminals.includes(1)) say(words.same(first.name, second.name));
}

function normalOf(
  { name, source }: Side,
  { fail, say }: DiffSurroundings,
): { readonly normal: Normal; readonly isCut: boolean } {
  const normalizer = new Normalizer();
  const path = typeof source === 'number' ? '-' : name;
  const summary = readTrace(
    source,
    (fact) => normalizer.see(fact),
    (reason) => fail(faults.unreadable(path, reason)),
  );
  if (summary.lines === 0) fail(faults.empty(path));
  if (summary.understood === 0) fail(faults.noTrace(path));
  if (summary.notUnderstood > 0) say(faults.notUnderstood(path, summary.notUnderstood));
  const cut = source instanceof Whole ? source.cut : undefined;
  if (summary.isCut) say(faults.cut(cut?.file.path ?? path, cut?.line ?? summary.lines));
  return { normal: normalizer.end(summary), isCut: summary.isCut };
}

/** `spot`: where a reader begins. */
type Found = Omit<Comparison, 'status'> & { readonly spot: Spot };

/** The files of the two texts and of what diff(1) says of them; undefined if nothing differs. */
function compared(
  sides: readonly [Side, Side],
  texts: readonly [Text, Text],
  { fail }: DiffSurroundings,
): Found | undefined {
  const spools: Spool[] = [];
  const directory = process.env['TMPDIR'] || '/tmp';
  const [one, other] = sides;
  const spool = (): Spool => {
    const made = createSpool(directory);
    spools.push(made);
    return made;
  };
  const discard = (): void => {
    for (const each of spools) each.discard();
  };
  const fileOf = ({ name, command }: Side, { texts: lines }: Text): string => {
    const { path, place } = spool();
    writeLines(path, lines);
    if (place !== undefined) writeTitle(place, words.titled(name, command));
    return path;
  };
  try {
    const first = fileOf(one, texts[0]);
    const second = fileOf(other, texts[1]);
    const raw = spool().path;
    const told = diff(first, second, raw);
    if (told.is !== 'different') discard();
    if (told.is === 'same') return undefined;
    if (told.is === 'missing') fail(words.noDiff(one.name, other.name));
    if (told.is === 'failed') fail(words.failedDiff(one.name, other.name, told.reason));
    const differences = new Differences();
    const unified = spool().path;
    writeLines(unified, annotated(linesOf(raw), sides, texts, differences));
    const spot = differences.end() ?? { first: 1, second: 1 };
    return { first, second, unified, line: spot.first, discard, spot };
  } catch (error) {
    discard();
    return fail(words.unwritable(directory, reasonOf(error)));
  }
}

/** The lines of diff -u, with the names of the traces, and the lines of the traces at the head of each hunk. */
function* annotated(
  lines: Iterable<string>,
  [one, other]: readonly [Side, Side],
  [first, second]: readonly [Text, Text],
  differences: Differences,
): Iterable<string> {
  let count = 0;
  for (const line of lines) {
    count += 1;
    if (count <= 2) {
      const { name, command } = count === 1 ? one : other;
      yield `${count === 1 ? '---' : '+++'} ${words.titled(name, command)}`;
      continue;
    }
    const spot = differences.see(line);
    yield spot === undefined
      ? line
      : words.placed(line, [
          [one.name, first.lines[spot.first - 1] ?? 0],
          [other.name, second.lines[spot.second - 1] ?? 0],
        ]);
  }
}

function print(unified: string, { given }: DiffSurroundings): void {
  const [, stdout] = given.stdio;
  if (!given.terminals.includes(1)) {
    copy(unified, stdout);
    return;
  }
  const layout = layoutOf(given);
  for (const line of linesOf(unified)) writeFileSync(stdout, `${words.painted(line, layout)}\n`);
}

function open(comparison: Comparison, pager: Pager, around: DiffSurroundings): void {
  const { given, say, shDirectory, settings, tracers, cause, split, openSession } = around;
  closeInherited(given);
  const session = openSession({
    ...{ given, say, shDirectory, settings, tracers, cause, split, pager, comparison },
    command: 'diff',
    args: [],
    plan: { by: 'nothing', argv: [] },
    tracer: undefined,
    spool: userFile(comparison.second),
    ...{ opened: undefined, shown: undefined, afterwards: undefined },
  });
  listen(given.ignored, session.signalled);
  session.traceOpened();
}
