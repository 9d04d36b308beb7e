/**
 * The lines of a trace that decide its cause: where processes begin, and what comes before a failing end or a message.
 * A pager waits for the answer, and V8 reads the first thousand lines ten times slower than the later ones.
 */

/** From the first character of a line to the one behind its newline. */
export type Range = { readonly from: number; readonly to: number };

/** The births of processes and descriptors, signals that somebody sent, failing ends, and messages. */
const telling = /clone|fork|execve\(|kill\(|dup|\+\+\+ (?!exited with 0 )|writev?\(2\b/g;
/** Those of them that a cause stands before. */
const isPoint = /^[+w]/;

/** How many lines of each kind count: the last ones (lines). */
const LINES = 80;
const POINTS = 8;
/** How much is read before a point, and at the end of the trace (characters): more than 60 calls of one process. */
const BEFORE = 4 * 1024;
const TAIL = 8 * 1024;

/** The parts of `text`, a trace, in their order; they share no line. */
export function excerptOf(text: string): readonly Range[] {
  const lines: Range[] = [];
  const points: Range[] = [];
  for (const { 0: word, index } of text.matchAll(telling)) {
    const line = { from: lineAt(text, index), to: endAt(text, index) };
    if (isPoint.test(word)) points.push({ ...line, from: lineAt(text, index - BEFORE) });
    // Of a search along PATH, only the last execve makes another program.
    else if (word !== 'execve(' || !text.slice(index, line.to).includes(' = -1 ')) lines.push(line);
  }
  return merged([
    { from: 0, to: endAt(text, 0) },
    ...lines.slice(-LINES),
    ...points.slice(-POINTS),
    { from: lineAt(text, text.length - TAIL), to: text.length },
  ]);
}

const lineAt = (text: string, at: number): number =>
  at <= 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1;

function endAt(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end + 1;
}

function merged(ranges: readonly Range[]): readonly Range[] {
  const all: Range[] = [];
  for (const range of ranges.toSorted((one, next) => one.from - next.from)) {
    const last = all.at(-1);
    if (last === undefined || range.from >= last.to) all.push(range);
    else if (range.to > last.to) all[all.length - 1] = { from: last.from, to: range.to };
  }
  return all;
}
