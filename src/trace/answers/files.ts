/** files: each path that a call names, whether it was opened, and how often and how a call failed on it. */
import { Descriptors } from '../descriptors.ts';
import type { Answer, Fact } from '../facts.ts';
import type { Call } from '../line.ts';
import { apart } from '../names.ts';
import { namesPath } from '../paths.ts';
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
  readonly pids: readonly number[];
};

const opens = new Set(['open', 'openat', 'openat2', 'creat', 'fopen', 'fopen64', 'opendir']);

/** Room for the pids of all paths together. Room that is not used takes no memory. */
const ROOM = 1 << 20;
/** When the room is full, the new room is for so many times the pids that are left. */
const GROWTH = 4;

export class Files implements Answer<FilesRow> {
  readonly #entries = new Map<string, Entry>();
  readonly #descriptors = new Descriptors(
    undefined,
    (path) => this.#entries.get(path)?.path ?? apart(path),
  );
  readonly #room: number;
  #pids: PidLists;

  constructor(room = ROOM) {
    this.#room = room;
    this.#pids = new PidLists(room);
  }

  see(fact: Fact): undefined {
    const process = this.#descriptors.see(fact);
    if (fact.kind !== 'call' || !namesPath(fact.name) || fact.isUnknown) return;
    const path = this.#descriptors.path(process, fact);
    if (path === undefined || path === '') return;
    let entry = this.#entries.get(path);
    if (entry === undefined) {
      entry = new Entry(path, fact.line);
      this.#entries.set(path, entry);
    }
    entry.see(fact, this.#pids);
    if (this.#pids.isFull()) this.#makeRoom();
  }

  *rows(): Iterable<FilesRow> {
    for (const entry of this.#entries.values()) yield entry.row(this.#pids);
  }

  /** Leave out the pids that a list has twice. The room grows with what is left, so that adding stays linear. */
  #makeRoom(): void {
    let count = 0;
    for (const entry of this.#entries.values()) count += entry.pids(this.#pids).length;
    const roomy = new PidLists(Math.max(this.#room, GROWTH * count));
    for (const entry of this.#entries.values()) entry.move(this.#pids, roomy);
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

  see(call: Call, pids: PidLists): void {
    this.#last = call.line;
    if (call.pid !== this.#lastPid) {
      this.#lastPid = call.pid;
      this.#pids = pids.add(this.#pids, call.pid);
    }
    this.#count(call.name);
    if (!call.isFailed) this.#isOpened ||= opens.has(call.name);
    else this.#fail(call.errno);
  }

  pids(lists: PidLists): readonly number[] {
    return lists.of(this.#pids);
  }

  move(from: PidLists, to: PidLists): void {
    const pids = from.of(this.#pids);
    this.#pids = NONE;
    for (const pid of pids) this.#pids = to.add(this.#pids, pid);
  }

  row(lists: PidLists): FilesRow {
    const end = this.#pids;
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
      // JSON alone has them.
      get pids() {
        return lists.of(end);
      },
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

/** The end of an empty list. */
const NONE = 0;

/** Lists of pids, each known by its end: from there, each pid knows the one before. */
class PidLists {
  readonly #pids: Float64Array;
  readonly #before: Int32Array;
  #length = 1;

  /** `room`: for how many pids, together. */
  constructor(room: number) {
    this.#pids = new Float64Array(room + 1);
    this.#before = new Int32Array(room + 1);
  }

  isFull(): boolean {
    return this.#length === this.#pids.length;
  }

  /** Add `pid` to the list with the end `end`; the new end. */
  add(end: number, pid: number): number {
    const at = this.#length;
    this.#pids[at] = pid;
    this.#before[at] = end;
    this.#length = at + 1;
    return at;
  }

  /** The distinct pids of the list with the end `end`, in the order of their first mention. */
  of(end: number): readonly number[] {
    const pids: number[] = [];
    for (let at = end; at !== NONE; at = this.#before[at] ?? NONE) pids.push(this.#pids[at] ?? 0);
    return [...new Set(pids.reverse())];
  }
}
