/** A trace with a file for each process, read as one. */

import { isDirectory } from '../os/trace/file.ts';
import type { PartFile } from '../os/trace/parts.ts';
import { partsIn, partsWith } from '../os/trace/parts.ts';
import { LineReader } from '../trace/read-line.ts';
import { Places, weave } from '../trace/weave/index.ts';

/** A line of a file, counted from 1. */
export type Place = { readonly file: PartFile; readonly line: number };

export class Whole {
  readonly parts: readonly PartFile[];
  readonly #places = new Places();
  #cut: number | undefined;

  constructor(parts: readonly PartFile[]) {
    this.parts = parts;
  }

  /** The first last line of a file that is cut; undefined if there is none, and before `read`. */
  get cut(): Place | undefined {
    const part = this.#cut;
    const file = part === undefined ? undefined : this.parts[part];
    return part === undefined || file === undefined
      ? undefined
      : { file, line: this.#places.lines(part) };
  }

  /** Read all lines, without their newlines, each with the pid of its file. */
  read(take: (line: string, pid: number) => void): void {
    const pids = this.parts.map(({ pid }) => pid);
    weave(this.parts, {
      take: (line, part) => {
        this.#places.add(part);
        take(line, pids[part] ?? 0);
      },
      cut: (part) => {
        this.#cut ??= part;
      },
    });
  }

  /** Where the line `line` of the whole stands, of those that were read; undefined if there is no file. */
  at(line: number): Place | undefined {
    const spot = this.#places.at(line);
    const file = this.parts[spot.part];
    return file && { file, line: spot.line };
  }
}

/** The trace in the files of the directory `path`, or else in the files `path`.PID; without files of other programs. */
export const wholeAt = (path: string): Whole =>
  new Whole((isDirectory(path) ? partsIn(path) : partsWith(path)).filter(isOfTracer));

/** Whether a line of a tracer comes first. An empty file is one of a process that made no call. */
function isOfTracer({ blocks }: PartFile): boolean {
  const [block] = blocks();
  if (block === undefined) return true;
  const end = block.indexOf('\n');
  const line = block.slice(0, end < 0 ? block.length : end);
  const kindOf = (text: string) => new LineReader().read(text, 0, text.length, 1).kind;
  return kindOf(line) !== 'other' || kindOf(`${line} <unfinished ...>`) === 'open';
}
