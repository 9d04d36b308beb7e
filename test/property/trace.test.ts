/** src/trace is total: whatever the bytes, it throws nothing and loses no line. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  Calls,
  Failed,
  Files,
  Net,
  Signals,
  Slow,
  Tree,
  Waiting,
} from '../../src/trace/answers/index.ts';
import type { Answer, Fact } from '../../src/trace/facts.ts';
import { Reader } from '../../src/trace/reader.ts';
import { closeOf, parts } from '../../src/trace/scan.ts';
import { mutated } from './mutated.ts';

const answers = (): readonly Answer<unknown>[] => [
  new Calls(),
  new Failed(true),
  new Failed(false),
  new Files(true, 8),
  new Net(),
  new Signals(),
  new Slow(),
  new Tree(),
  new Waiting(),
];

it('answers every question to any bytes, in chunks of any size, with the same rows', () =>
  fc.assert(
    fc.property(mutated, fc.integer({ min: 1, max: 40 }), (trace, size) => {
      const read = (step: number): string => {
        const all = answers();
        const rows: unknown[] = [];
        const reader = new Reader((fact: Fact) =>
          rows.push(...all.map((answer) => answer.see(fact))),
        );
        for (let from = 0; from < trace.length; from += step)
          reader.feed(trace.slice(from, from + step));
        const summary = reader.end();
        for (const answer of all) rows.push([...answer.rows(summary)]);
        return JSON.stringify([summary, rows]);
      };
      expect(read(size)).toBe(read(trace.length + 1));
    }),
    { numRuns: 2000 },
  ));

it('counts every line', () =>
  fc.assert(
    fc.property(mutated, (trace) => {
      const reader = new Reader(() => undefined);
      reader.feed(trace);
      const ended = trace.split('\n').length - 1;
      expect(reader.end().lines).toBe(ended + (trace === '' || trace.endsWith('\n') ? 0 : 1));
    }),
  ));

it('finds the ends of arguments in time linear in their length', () => {
  for (const piece of ['<', '1<', '"', '1<a:[', '/*', '(', '1<1<1>', '\\"']) {
    const text = piece.repeat(200_000);
    expect(closeOf(text, 0)).toBe(-1);
    expect(parts(text).length).toBeGreaterThan(0);
  }
});
