/** files: each path that a call names, whether it was opened, and how often and how a call failed on it. */
import { Descriptors } from '../descriptors.ts';
import type { Answer, Fact } from '../facts.ts';
import type { Call } from '../line.ts';
import { apart } from '../names.ts';
import { namesPath } from '../paths.ts';
import { NONE, PidLists } from '../pid-lists.ts';
import { isRestart } from '../result.ts';
import { fromBytes, unescaped } from '../text.ts';

export type FilesRow = {
  readonly path: string;
  readonly opened: boolean;
  readonly failed: Readonly<Record<string, number>>;
  readonly calls: Readonly<Record<string, number>>;
  /** The first line that names the path, and the last one. */
  readonly first: number;
  readonly last: number;
  /** Empty if nobody asked for pids. */
  readonly pids: readonly number[];
};

const opens = new Set(['open', 'openat', 'openat2', 'creat', 'fopen', 'fopen64', 'opendir']);

/** Room for the pids of all paths together. Room that is not used takes no memory. */
const ROOM = 1 << 20;
/** When the room is full, the new room is for so many times the pids that are left. */
const GROWTH = 4;

export class Files implements Answer<FilesRow> {
  readonly #entries = new Map<string, Entry>();
  readonly #descriptors = new Descriptors();
  readonly #room: number;
  #pids: PidLists | undefined;

  /** `hasPids`: whether the rows have pids. They are most of the answer: each process of a build names its own paths. */
  constructor(hasPids: boolean, room = ROOM) {
    this.#room = room;
    this.#pids = hasPids ? new PidLists(room) : undefined;
  }

  see(fact: Fact): undefined {
    const process = this.#descriptors.see(fact);
    if (fact.kind !== 'call' || !namesPath(fact.name) || fact.isUnknown) return;
    const path = this.#descriptors.path(process, fact);
    if (path === undefined || path === '') return;
    let entry = this.#entries.get(path);
    if (entry === undefined) {
      entry = new Entry(apart(path), fact.line);
      this.#entries.set(entry.path, entry);
    }
    entry.see(fact);
    if (this.#pids !== undefined) this.#seePid(this.#pids, entry, fact.pid);
  }

  *rows(): Iterable<FilesRow> {
    for (const entry of this.#entries.values()) yield entry.row(this.#pids);
  }

  #seePid(pids: PidLists, entry: Entry, pid: number): void {
    entry.seePid(pid, pids);
    if (!pids.isFull()) return;
    // Leave out what a list has twice. The room grows with what is left, so that adding stays linear.
    let count = 0;
    for (const each of this.#entries.values()) count += each.pids(pids).length;
    const roomy = new PidLists(Math.max(this.#room, GROWTH * count));
    for (const each of this.#entries.values()) each.move(pids, roomy);
    this.#pids = roomy;
  }
}

/**
 * What is known of one path. A build asks for thousands of paths again and again, and fetching their entries from
 * memory takes most of the time: an entry is one object, and its pids are in a list that all entries share.
 */
class Entry {
  readonly path: string;
  readonly #first: number;
  #last: number;
  #isOpened = false;
  /** Most paths are in one or two calls, which need no Map, and fail with one error. */
  #call = '';
  #calls = 0;
  #otherCall = '';
  #otherCalls = 0;
  #errno = '';
  #errors = 0;
  #moreCalls: Map<string, number> | undefined;
  #moreErrors: Map<string, number> | undefined;
  #lastPid = -1;
  /** The end of the list of pids. */
  #pids = NONE;

  constructor(path: string, line: number) {
    this.path = path;
    this.#first = line;
    this.#last = line;
  }

  see(call: Call): void {
    this.#last = call.line;
    this.#count(call.name);
    if (!call.isFailed) this.#isOpened ||= opens.has(call.name);
    else this.#fail(call.errno);
  }

  seePid(pid: number, pids: PidLists): void {
    if (pid === this.#lastPid) return;
    this.#lastPid = pid;
    this.#pids = pids.add(this.#pids, pid);
  }

  pids(lists: PidLists): readonly number[] {
    return lists.of(this.#pids);
  }

  move(from: PidLists, to: PidLists): void {
    const pids = from.of(this.#pids);
    this.#pids = NONE;
    for (const pid of pids) this.#pids = to.add(this.#pids, pid);
  }

  row(lists: PidLists | undefined): FilesRow {
    return {
      path: fromBytes(unescaped(this.path)),
      opened: this.#isOpened,
      failed: counted([[this.#errno, this.#errors]], this.#moreErrors),
      calls: counted(
        [
          [this.#call, this.#calls],
          [this.#otherCall, this.#otherCalls],
        ],
        this.#moreCalls,
      ),
      first: this.#first,
      last: this.#last,
      pids: lists?.of(this.#pids) ?? [],
    };
  }

  #count(name: string): void {
    if (name === this.#call) this.#calls += 1;
    else if (name === this.#otherCall) this.#otherCalls += 1;
    else if (this.#calls === 0) {
      this.#call = name;
      this.#calls = 1;
    } else if (this.#otherCalls === 0) {
      this.#otherCall = name;
      this.#otherCalls = 1;
    } else this.#moreCalls = added(this.#moreCalls, name);
  }

  #fail(errno: string): void {
    if (errno === this.#errno) this.#errors += 1;
    else if (isRestart(errno)) return;
    else if (this.#errors === 0) {
      this.#errno = apart(errno);
      this.#errors = 1;
    } else this.#moreErrors = added(this.#moreErrors, errno);
  }
}

function added(counts: Map<string, number> | undefined, name: string): Map<string, number> {
  const all = counts ?? new Map<string, number>();
  const count = all.get(name);
  all.set(count === undefined ? apart(name) : name, (count ?? 0) + 1);
  return all;
}

const counted = (
  first: readonly (readonly [string, number])[],
  more: Map<string, number> | undefined,
): Readonly<Record<string, number>> =>
  Object.fromEntries([...first.filter(([, count]) => count > 0), ...(more ?? [])]);
