/** files: each path that a call names, whether it was opened, and how often and how a call failed on it. */
import { Descriptors } from '../descriptors.ts';
import type { Answer, Fact } from '../facts.ts';
import { apart } from '../names.ts';
import { namesPath } from '../paths.ts';
import { isRestart } from '../result.ts';
import { fromBytes, unescaped } from '../text.ts';

export type FilesRow = {
  readonly path: string;
  readonly opened: boolean;
  readonly failed: Readonly<Record<string, number>>;
  readonly calls: Readonly<Record<string, number>>;
  /** Lines. */
  readonly first: number;
  readonly last: number;
  readonly pids: readonly number[];
};

type Entry = {
  opened: boolean;
  readonly failed: Map<string, number>;
  readonly calls: Map<string, number>;
  readonly first: number;
  last: number;
  lastPid: number;
  readonly pids: Set<number>;
};

const opens = new Set(['open', 'openat', 'openat2', 'creat', 'fopen', 'fopen64', 'opendir']);
const count = (counts: Map<string, number>, name: string): void => {
  counts.set(name, (counts.get(name) ?? 0) + 1);
};

export class Files implements Answer<FilesRow> {
  readonly #descriptors = new Descriptors();
  readonly #entries = new Map<string, Entry>();

  see(fact: Fact): undefined {
    const process = this.#descriptors.see(fact);
    if (fact.kind !== 'call' || !namesPath(fact.name) || fact.isUnknown) return;
    const path = this.#descriptors.path(process, fact);
    if (path === undefined || path === '') return;
    let entry = this.#entries.get(path);
    if (entry === undefined) {
      entry = {
        opened: false,
        failed: new Map(),
        calls: new Map(),
        first: fact.line,
        last: fact.line,
        lastPid: -1,
        pids: new Set(),
      };
      this.#entries.set(apart(path), entry);
    }
    entry.last = fact.line;
    // Most calls on a path are of the thread that made the last one.
    if (entry.lastPid !== fact.pid) entry.pids.add(fact.pid);
    entry.lastPid = fact.pid;
    count(entry.calls, fact.name);
    const { errno } = fact;
    if (errno === '') entry.opened ||= opens.has(fact.name);
    else if (!isRestart(errno)) count(entry.failed, errno);
  }

  *rows(): Iterable<FilesRow> {
    for (const [path, entry] of this.#entries)
      yield {
        path: fromBytes(unescaped(path)),
        opened: entry.opened,
        failed: Object.fromEntries(entry.failed),
        calls: Object.fromEntries(entry.calls),
        first: entry.first,
        last: entry.last,
        pids: [...entry.pids],
      };
  }
}
