/** Helpers of the tests of src/trace. */
import type { Answer, Fact, Summary } from '../../../src/trace/facts.ts';
import type { Line } from '../../../src/trace/line.ts';
import { LineReader } from '../../../src/trace/read-line.ts';
import { Reader } from '../../../src/trace/reader.ts';

/** What `text` alone says, as line 1; the parts of a call are read out. */
export function lineOf(text: string): object {
  return plain(new LineReader().read(text, 0, text.length, 1));
}

export function plain(line: Line): object {
  if (line.kind !== 'call') return line;
  const { pid, stamp, name, args, tail, errno } = line;
  return { kind: 'call', pid, stamp, name, args, tail, errno };
}

/** The facts of a trace, which is read in chunks of `size`. */
export function factsOf(
  trace: string,
  size = 65536,
): { readonly facts: readonly Fact[]; readonly summary: Summary } {
  const facts: Fact[] = [];
  const reader = new Reader((fact) => facts.push(fact));
  for (let from = 0; from < trace.length; from += size) reader.feed(trace.slice(from, from + size));
  return { facts, summary: reader.end() };
}

/** All rows of `answer` to the trace of these lines. */
export function rowsOf<Row>(answer: Answer<Row>, ...lines: readonly string[]): readonly Row[] {
  const { facts, summary } = factsOf(lines.map((line) => `${line}\n`).join(''));
  return [
    ...facts.flatMap((fact) => {
      const row = answer.see(fact);
      return row === undefined ? [] : [row];
    }),
    ...answer.rows(summary),
  ];
}
