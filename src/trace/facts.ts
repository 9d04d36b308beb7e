/** What happened, as a trace tells it: its lines, with the halves of interrupted calls joined. */
import type { Call, End, Open, Signal } from './line.ts';

/** A call that begins is told too: a child's lines can stand before the line where its parent's clone returns. */
export type Fact = Call | Open | Signal | End;

/** What is known of a trace when it has been read. */
export type Summary = {
  readonly lines: number;
  /** The lines that are nothing known. */
  readonly notUnderstood: number;
  /** The lines with a call, a signal or an end. */
  readonly understood: number;
  /** A line has columns of time, or a call has the time of -T. */
  readonly hasTimes: boolean;
  /** The last line has no newline, and is not the beginning of a call either. */
  readonly isCut: boolean;
  /** The calls that never returned. */
  readonly open: readonly Open[];
};

/** One question to a trace. */
export type Answer<Row> = {
  /** Take the next fact; a row that is final already. Mutates the answer, which grows with its own rows alone. */
  see(fact: Fact): Row | undefined;
  /** The other rows, when the trace is over. */
  rows(summary: Summary): Iterable<Row>;
};
