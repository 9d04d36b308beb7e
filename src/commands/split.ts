/** Shows and prints a trace with a file for each process, as strace -ff writes it. */
import { closeSync, openSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { causeText } from '../cli/report/cause-text.ts';
import { CAUSE_LINE, type Listed, type Cause as Told, treeText } from '../cli/report/tree-text.ts';
import { writeTitle } from '../os/trace/record.ts';
import { createSpool } from '../os/trace/spool.ts';
import type { ShowAsked, Shown } from '../run/request.ts';
import { Cause, type CauseRow, Tree } from '../trace/answers/index.ts';
import type { Fact } from '../trace/facts.ts';
import { Reader } from '../trace/reader.ts';
import { moved } from './moved.ts';
import { type Whole, wholeAt } from './whole.ts';

/** As for a trace in one file (src/run/cause.ts): the user does not wait for the cause in a larger trace (bytes). */
const LARGEST = 64 * 1024 ** 2;

/** Text is written in pieces of this size (characters). */
const PIECE = 1 << 16;

/** Print the trace at `path`, all lines in one text with their pids, to the descriptor `fd`. Throws like write(2). */
export function printSplit(path: string, fd: number): void {
  const out = writer(fd);
  wholeAt(path).read((line, pid) => out.write(withPid(line, pid)));
  out.flush();
}

/** As strace -f writes it. */
const withPid = (line: string, pid: number): string => `${String(pid).padEnd(5)} ${line}\n`;

function writer(fd: number): {
  readonly write: (text: string) => void;
  readonly flush: () => void;
} {
  let piece = '';
  const flush = (): void => {
    const bytes = Buffer.from(piece, 'latin1');
    for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done);
    piece = '';
  };
  const write = (text: string): void => {
    piece += text;
    if (piece.length > PIECE) flush();
  };
  return { write, flush };
}

/**
 * Write what a pager shows of the trace at `path`: the list of its processes, or all lines in one text for a pager that
 * shows one file. It goes to `place`, or to a place in TMPDIR if `place` takes no more. Never throws.
 */
export function showSplit(path: string, place: string | undefined, asked: ShowAsked): Shown {
  for (const where of [
    ...(place === undefined ? [] : [() => kept(place)]),
    () => elsewhere(asked.title),
  ]) {
    try {
      return shownIn(where(), path, asked);
    } catch {
      // A full disk, or a directory that was removed.
    }
  }
  const files = wholeAt(path).parts.map((part) => part.path);
  const [file = path] = files;
  return {
    trace: path,
    file,
    files: files.slice(1),
    where: { is: 'start' },
    discard: () => undefined,
  };
}

/** Where files go that only the pager needs, and what removes them. */
type Room = { readonly directory: string; readonly discard: () => void };

function elsewhere(title: string): Room {
  const { place = '', discard } = createSpool(process.env['TMPDIR'] || '/tmp');
  writeTitle(place, title);
  return { directory: place, discard };
}

const kept = (place: string): Room => ({
  directory: place,
  discard: () => {
    for (const name of ['list', 'files', 'whole'])
      rmSync(`${place}/record-${name}`, { force: true });
  },
});

function shownIn({ directory, discard }: Room, path: string, asked: ShowAsked): Shown {
  const whole = wholeAt(path);
  const found = survey(whole, asked, `${directory}/record-whole`);
  const { rows, cause } = found;
  const file = `${directory}/record-${asked.isMany ? 'list' : 'whole'}`;
  const files = inOrder(whole, rows);
  if (asked.isMany) {
    // The path of the trace, and those of the files; with NUL for a newline, as readfile() of Vim has it.
    const lines = [path, ...files].map((each) => `${each.replaceAll('\n', '\0')}\n`);
    put(`${directory}/record-files`, lines.join(''));
    put(file, treeText(asked.title, cause?.told, rows));
  }
  const line = asked.isMany ? CAUSE_LINE : cause?.line;
  return {
    ...{ trace: path, file, discard },
    files: asked.isMany ? files : [],
    where:
      cause === undefined || line === undefined
        ? { is: asked.at === 'end' ? 'end' : 'start' }
        : { is: 'line', line, why: cause.told.why },
  };
}

/** The paths of the files, in the order of the list. Files that the list does not name come last. */
function inOrder({ parts }: Whole, rows: readonly Listed[]): readonly string[] {
  const paths = new Map(parts.map(({ pid, path }) => [pid, path]));
  const listed = rows.flatMap(({ pid }) => paths.get(pid) ?? []);
  return [...new Set([...listed, ...paths.values()])];
}

/** Another vimtrace may show the same trace: the file is replaced in one step. */
function put(path: string, text: string): void {
  const unfinished = `${path}-${process.pid}`;
  rmSync(unfinished, { force: true });
  writeFileSync(unfinished, text, { mode: 0o600 });
  renameSync(unfinished, path);
}

type Survey = {
  readonly rows: readonly Listed[];
  /** `line` counts the lines of all parts together. */
  readonly cause: { readonly line: number; readonly told: Told } | undefined;
};

/** Read all of `whole` once. For a pager that shows one file, its text goes to the file `to`. */
function survey(whole: Whole, { at, isFailure, isMany }: ShowAsked, to: string): Survey {
  const bytes = whole.parts.reduce((sum, part) => sum + part.bytes, 0);
  const tree = new Tree();
  const cause = isFailure && at === 'cause' && bytes <= LARGEST ? new Cause() : undefined;
  const failed = new Map<number, number>();
  const reader = new Reader((fact: Fact) => {
    tree.see(fact);
    cause?.see(fact);
    if (fact.kind === 'call' && fact.isFailed)
      failed.set(fact.pid, (failed.get(fact.pid) ?? 0) + 1);
  });
  const fd = isMany ? undefined : openSync(to, 'w', 0o600);
  try {
    const out = fd === undefined ? undefined : writer(fd);
    whole.read((line, pid) => {
      reader.line(line, pid);
      out?.write(withPid(line, pid));
    });
    out?.flush();
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
  reader.end();
  const sizes = new Map(whole.parts.map((part) => [part.pid, part.bytes]));
  const rows = [...tree.rows()].map((row) => ({
    ...moved(row, whole),
    bytes: sizes.get(row.pid),
    failed: failed.get(row.pid) ?? 0,
  }));
  const [guess] = cause?.rows() ?? [];
  return { rows, cause: guess && told(guess, whole) };
}

function told(guess: CauseRow, whole: Whole): Survey['cause'] {
  const place = whole.at(guess.line);
  if (place === undefined) return undefined;
  const { file, line } = place;
  return { line: guess.line, told: { pid: file.pid, line, why: causeText(guess) } };
}
