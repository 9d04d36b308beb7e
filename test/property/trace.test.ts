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

const lines = [
  '12 openat(AT_FDCWD</tmp>, "a) = 3", O_RDONLY) = 3</tmp/a) = 3> <0.000007>',
  '12 15:35:12.775680 (+     0.000062) [ 257] [00007f371964c011] read(3<TCP:[1:1->2:2]>, "x"..., 1) = -1 EIO (x)',
  '[pid 12<a b>] clone(child_stack=NULL, flags=CLONE_VM|SIGCHLD <unfinished ...>',
  '12 <... clone resumed>, child_tidptr=0x7f) = 13',
  '13 execve("/bin/ls", ["ls", "\\303\\244"...], 0x7ffc /* 38 vars */) = 0',
  '13 connect(3, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("127.0.0.1")}, 16) = -1 ECONNREFUSED (x)',
  '13 +++ superseded by execve in pid 12 +++',
  '--- SIGSEGV {si_signo=SIGSEGV, si_addr=NULL} ---',
  '13 +++ killed by SIGSEGV (core dumped) +++',
  '100.00    0.487467          53      9120      1379 total',
];
const pieces = [
  '(',
  ')',
  '"',
  '\\',
  '<',
  '>',
  '...',
  ' = ',
  '[',
  ']',
  '{',
  '/*',
  '12',
  ' ',
  '\n',
  '-1 E',
  '?',
  'é',
];

/** Lines of strace, cut and glued anywhere, with bytes between them. */
const mutated = fc
  .array(
    fc.oneof(
      fc.constantFrom(...lines, ...pieces),
      fc
        .tuple(fc.constantFrom(...lines), fc.nat(120), fc.nat(120))
        .map(([line, from, to]) => line.slice(from, to)),
      fc.uint8Array({ maxLength: 8 }).map((bytes) => String.fromCharCode(...bytes)),
    ),
    { maxLength: 24 },
  )
  .chain((all) => fc.constantFrom('', '\n').map((glue) => all.join(glue)));

const answers = (): readonly Answer<unknown>[] => [
  new Calls(),
  new Failed(true),
  new Failed(false),
  new Files(),
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
