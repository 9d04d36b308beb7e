/**
 * The order of the lines without times: by births and ends alone. A child runs as late as its parent's lines permit:
 * before the line in which the parent hears of its end. Threads run before their process ends.
 */
import { type Part, Stream, wholes } from './part.ts';

type Pending = { readonly part: number; readonly isThread: boolean };

type Frame = {
  readonly part: number;
  readonly stream: Stream;
  /** The children that were born and have not run yet, by pid. */
  readonly pending: Map<number, Pending>;
};

/** Call `take` with the index of the part, for each line; `cut` with that of a part whose last line is cut. */
export function byBirth(
  parts: readonly Part[],
  take: (line: string, part: number) => void,
  cut: (part: number) => void,
): void {
  const indices = new Map(parts.map(({ pid }, index) => [pid, index]));
  const begun = new Set<number>();
  const frameOf = (part: number): Frame => {
    begun.add(part);
    const of = parts[part];
    if (of === undefined) throw new Error(`no part ${part}`);
    return { part, stream: new Stream(of, () => cut(part)), pending: new Map() };
  };
  const run = (root: number): void => {
    const frames = [frameOf(root)];
    for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
      const { stream, pending, part } = frame;
      const { line } = stream;
      if (line === undefined) {
        frames.pop();
        const left = [...pending.values()].reverse().filter((each) => !begun.has(each.part));
        for (const each of left) frames.push(frameOf(each.part));
        continue;
      }
      const due = pending.size === 0 ? undefined : dueBefore(line, pending);
      if (due !== undefined) {
        pending.delete(due.pid);
        if (!begun.has(due.part)) frames.push(frameOf(due.part));
        continue;
      }
      take(line, part);
      const child = bornIn(line);
      const index = child === undefined ? undefined : indices.get(child);
      if (child !== undefined && index !== undefined && !begun.has(index))
        pending.set(child, { part: index, isThread: line.includes('CLONE_THREAD') });
      stream.advance();
    }
  };
  // A pid that the kernel gave after its largest one is smaller than its parent's, so the first root is not the least.
  const children = childrenIn(parts);
  for (const isRoot of [true, false])
    for (const [index, { pid }] of parts.entries())
      if (!begun.has(index) && (!isRoot || !children.has(pid))) run(index);
}

/** The child to run before `line`. */
function dueBefore(
  line: string,
  pending: ReadonlyMap<number, Pending>,
): (Pending & { readonly pid: number }) | undefined {
  const pid = endedIn(line);
  const child = pid === undefined ? undefined : pending.get(pid);
  if (pid !== undefined && child !== undefined) return { ...child, pid };
  if (!line.includes('exit_group(') && !line.includes('+++ ')) return undefined;
  for (const [thread, each] of pending) if (each.isThread) return { ...each, pid: thread };
  return undefined;
}

/** The process whose end `line` tells its parent, or the thread that goes on under the pid of its process. */
function endedIn(line: string): number | undefined {
  const [, pid] =
    (line.includes('CLD_') && /si_code=CLD_(?:EXITED|KILLED|DUMPED), si_pid=(\d+)/.exec(line)) ||
    (line.includes('wait4(') && / = (\d+)(?: <[\d.]+>)?$/.exec(line)) ||
    (line.includes('+++ superseded') && /by execve in pid (\d+)/.exec(line)) ||
    [];
  return pid === undefined ? undefined : Number(pid);
}

const birth = /\b(?:clone3?|v?fork)\([^\n]* = (\d+)/;

/** The process or thread that the call in `line` has made. */
function bornIn(line: string): number | undefined {
  if (!line.includes('clone') && !line.includes('fork(')) return undefined;
  const [, pid] = birth.exec(line) ?? [];
  return pid === undefined ? undefined : Number(pid);
}

/** The pids of all processes and threads that a call has made. */
function childrenIn(parts: readonly Part[]): ReadonlySet<number> {
  const found = new Set<number>();
  const all = new RegExp(birth, 'g');
  for (const { blocks } of parts)
    for (const text of wholes(blocks()))
      for (const [, pid] of text.matchAll(all)) found.add(Number(pid));
  return found;
}
