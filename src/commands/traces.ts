/** The traces in the state directory, and the one that a user's word names. All options that take a trace ask here. */
import { accessSync, constants, existsSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import * as messages from '../cli/messages.ts';
import type { TraceName } from '../cli/trace-name.ts';
import { reasonOf } from '../os/errno.ts';
import { isDirectory } from '../os/trace/file.ts';
import { type ListedTrace, tracesIn } from '../os/trace/kept.ts';
import { partsIn, partsWith } from '../os/trace/parts.ts';
import { absolute } from '../os/trace/spool.ts';
import { modeOf, stateDirectory } from '../os/trace/state.ts';

/** Ends vimtrace, with `text` on standard error. */
export type Fail = (text: string) => never;

/** What is to happen to a trace. */
type Verb = 'open' | 'read' | 'remove';

/** A trace that exists. */
export type Named = {
  /** The absolute path of its file; of a directory with a file for each process; or the beginning of their names. */
  readonly path: string;
  readonly is: 'file' | 'split';
  /** What the state directory knows of it; undefined for a file elsewhere. */
  readonly listed: ListedTrace | undefined;
};

/** All traces in the state directory, the newest first: @1 is the first. None if there is no such directory. */
export function allTraces(fail: Fail): readonly ListedTrace[] {
  const directory = stateDirectory(process.env);
  if (directory === undefined) return [];
  try {
    return modeOf(directory) === undefined ? [] : tracesIn(directory);
  } catch (error) {
    return fail(messages.keptUnusable(directory, reasonOf(error)));
  }
}

/** The trace that `name` names, to `verb`. Fails if there is none, or if its file cannot be read. */
export function named(name: TraceName, verb: Verb, fail: Fail): Named {
  if (name.is === 'file') return fileNamed(name.path, verb, fail);
  const all = allTraces(fail);
  const listed = all[name.number - 1];
  if (listed === undefined)
    return fail(
      all.length === 0 && verb !== 'remove'
        ? messages.nothingKept
        : messages.noTrace.number(verb, name.number, all.length),
    );
  return { path: listed.trace, is: isDirectory(listed.trace) ? 'split' : 'file', listed };
}

function fileNamed(path: string, verb: Verb, fail: Fail): Named {
  try {
    const file = absolute(path);
    const parts = partsAt(file);
    if (parts === undefined && !statSync(file).isFile()) throw new Error('is not a regular file');
    for (const each of parts ?? [file]) accessSync(each, constants.R_OK);
    // The beginning of names is no path.
    const listed = existsSync(file) ? listedAt(file, fail) : undefined;
    return { path: file, is: parts === undefined ? 'file' : 'split', listed };
  } catch (error) {
    return fail(messages.noTrace.file(verb, path, reasonOf(error)));
  }
}

/** The files of `path`, a directory or the beginning of their names; undefined if it is neither. */
function partsAt(path: string): readonly string[] | undefined {
  if (!isDirectory(path)) {
    if (existsSync(path) || !isDirectory(dirname(path))) return undefined;
    const parts = partsWith(path);
    return parts.length === 0 ? undefined : parts.map((part) => part.path);
  }
  const parts = partsIn(path);
  if (parts.length === 0) throw new Error('it has no file NAME.PID, as strace -ff writes them');
  for (const [index, { pid, path: file }] of parts.entries())
    if (pid === parts[index + 1]?.pid)
      throw new Error(
        `${basename(file)} and ${basename(parts[index + 1]?.path ?? '')} are of two traces, so name one, as DIRECTORY/NAME`,
      );
  return parts.map((part) => part.path);
}

/** The trace of the state directory whose file is `file`, by whatever path. */
function listedAt(file: string, fail: Fail): ListedTrace | undefined {
  const state = stateDirectory(process.env);
  const real = realpathSync(file);
  const place = dirname(real);
  // The state directory is read only for files in it: another one may be unusable.
  if (state === undefined || !isSame(dirname(place), state)) return undefined;
  return allTraces(fail).find(({ trace }) => realpathSync(dirname(trace)) === place);
}

function isSame(directory: string, other: string): boolean {
  try {
    return directory === realpathSync(other);
  } catch {
    return false;
  }
}
