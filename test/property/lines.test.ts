/** A long trace of mutated lines: src/trace throws nothing, does not loop, and takes time that is linear in the bytes. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { firstCause } from '../../src/trace/answers/first-cause.ts';
import {
  Calls,
  Cause,
  Failed,
  Files,
  Net,
  Signals,
  Slow,
  Tree,
  Waiting,
} from '../../src/trace/answers/index.ts';
import { Normalizer, paired } from '../../src/trace/diff/index.ts';
import { Reader } from '../../src/trace/reader.ts';
import { extent } from '../harness/extent.ts';
import { mutated } from './mutated.ts';

/** Lines. */
const SHORT = 16_000;
const LONG = 1_000_000;
/** A trace of so many times the bytes takes so many times as long, at most. Quadratic time would be PARTS squared. */
const PARTS = 8;
const SLACK = 3;
/** Larger than any chunk that a file is read in, so that chunks are cut anywhere (characters). */
const CHUNK = 10_007;

const linesIn = (text: string): number => text.split('\n').length - 1;

/** Texts of `count` lines together, at least. */
function* texts(seed: number, count: number): Iterable<string> {
  for (let lines = 0, batch = 0; lines < count; batch += 1) {
    const text = `${fc.sample(mutated, { seed: seed + batch, numRuns: 1000 }).join('\n')}\n`;
    lines += linesIn(text);
    yield text;
  }
}

/** Asks `trace` all questions; the time (ms of the processor). */
function timeOf(trace: string): number {
  const start = process.cpuUsage();
  const answers = [
    new Calls(),
    new Cause(),
    new Failed(true),
    new Failed(false),
    new Files(true),
    new Net(),
    new Signals(),
    new Slow(),
    new Tree(),
    new Waiting(),
  ];
  const normalizer = new Normalizer();
  const reader = new Reader((fact) => {
    for (const answer of answers) answer.see(fact);
    normalizer.see(fact);
  });
  for (let from = 0; from < trace.length; from += CHUNK)
    reader.feed(trace.slice(from, from + CHUNK));
  const summary = reader.end();
  expect(summary.lines).toBe(linesIn(trace));
  for (const answer of answers) for (const row of answer.rows(summary)) expect(row).toBeDefined();
  const text = normalizer.end(summary);
  expect(paired(text, text)[0].texts.length).toBeGreaterThan(0);
  firstCause(trace);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

it('reads any lines in time linear in their bytes', () => {
  const { seed, last } = extent(SHORT, LONG);
  const all = [...texts(seed, last)].join('');
  const part = all.slice(0, all.lastIndexOf('\n', all.length / PARTS) + 1);
  console.log(`lines: ${linesIn(all)} lines, ${all.length} bytes, seed ${seed}`);
  // V8 compiles while the first pass runs.
  timeOf(part);
  expect(timeOf(all)).toBeLessThan(PARTS * SLACK * timeOf(part));
});
