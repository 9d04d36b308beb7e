/** The filters that need no more of a trace than the line itself: its call, its failure, its text, its number. */
import { Joiner } from '../joiner.ts';
import { LineReader } from '../read-line.ts';
import { Lines } from './chosen.ts';
import { beforeSeconds, CLOSE, equalsIn, isUnfinished } from './ends.ts';
import type { Filter } from './filter.ts';
import { type Head, hashOf } from './heads.ts';

const SPACE = 0x20;
const MINUS = 0x2d;
const ONE = 0x31;
const QUESTION = 0x3f;
/** The E that the names of errors begin with. */
const ERROR = 0x45;

/** The lines of the call `name`, the halves of interrupted ones among them. */
export function ofCall(name: string): Filter {
  const lines = new Lines();
  const hash = hashOf(name);
  return {
    see: (head) => {
      head.parse();
      if (head.hash !== hash) return;
      const from = head.args - name.length - (head.kind === 'call' ? 1 : ' resumed>'.length);
      if (isAt(head.bytes, from, name)) lines.add(head.number);
    },
    end: () => (line) => lines.has(line),
  };
}

/** Whether `name` stands in `bytes` at `from`. To cut the name out would take longer. */
function isAt(bytes: Buffer, from: number, name: string): boolean {
  for (let at = 0; at < name.length; at += 1)
    if (bytes[from + at] !== name.charCodeAt(at)) return false;
  return true;
}

/** The lines of failed calls: of an interrupted one, both halves. */
export function ofFailure(): Filter {
  const lines = new Lines();
  const reader = new LineReader();
  /** The last unfinished line of each thread. */
  const begun = new Map<number, number>();
  return {
    see: (head) => {
      if (isUnfinished(head)) {
        head.parse();
        begun.set(head.pid, head.number);
      } else if (hasFailed(head, reader)) {
        head.parse();
        if (head.kind !== 'call' && head.kind !== 'resumed') return;
        lines.add(head.number);
        const first = head.kind === 'resumed' ? begun.get(head.pid) : undefined;
        if (first !== undefined) lines.add(first);
      }
    },
    end: () => (line) => lines.has(line),
  };
}

/** Whether the line ends with a failure. */
function hasFailed(head: Head, reader: LineReader): boolean {
  const { bytes } = head;
  // The text of strerror(3) is the last, in parentheses. Most lines need no further look.
  if (bytes[beforeSeconds(head) - 1] !== CLOSE) return false;
  const at = equalsIn(head);
  if (!isFailure(bytes, Math.abs(at) + 2)) return false;
  return at > 0 || isFailedCall(head, reader);
}

function isFailure(bytes: Buffer, at: number): boolean {
  if (bytes[at] === QUESTION) return bytes[at + 1] === SPACE && bytes[at + 2] === ERROR;
  return (
    bytes[at] === MINUS &&
    bytes[at + 1] === ONE &&
    bytes[at + 2] === SPACE &&
    bytes[at + 3] === ERROR
  );
}

function isFailedCall(head: Head, reader: LineReader): boolean {
  const text = head.text();
  const fact = new Joiner().fact(reader.read(text, 0, text.length, head.number));
  return fact?.kind === 'call' && fact.isFailed;
}

/** The lines that `pattern` matches. */
export function ofPattern(pattern: RegExp): Filter {
  const lines = new Lines();
  // Over a whole block of lines: this is many times faster than to ask for each line.
  const all = new RegExp(pattern.source, `${pattern.flags.replace(/[gm]/g, '')}gm`);
  let text = '';
  let next = -1;
  const find = (from: number): void => {
    all.lastIndex = from;
    next = all.exec(text)?.index ?? Number.POSITIVE_INFINITY;
  };
  return {
    see: (head) => {
      if (head.from === 0) {
        text = head.bytes.toString('latin1', 0, head.blockTo);
        find(0);
      }
      if (next > head.to) return;
      // A match may go on in the next line, as `[^"]` matches a newline.
      if (pattern.test(head.text())) lines.add(head.number);
      find(head.to + 1);
    },
    end: () => (line) => lines.has(line),
  };
}

/** The lines with these numbers. */
export const ofNumbers = (numbers: ReadonlySet<number>): Filter => ({
  see: () => undefined,
  end: () => (line) => numbers.has(line),
});
