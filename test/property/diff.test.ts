/** Two runs that differ only by what chance gives them are equal, and any bytes can be compared. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Normal, Normalizer, paired } from '../../src/trace/diff/index.ts';
import { Reader } from '../../src/trace/reader.ts';
import { mutated } from './mutated.ts';

function normalOf(trace: string): Normal {
  const normalizer = new Normalizer();
  const reader = new Reader((fact) => normalizer.see(fact));
  reader.feed(trace);
  return normalizer.end(reader.end());
}

/** What chance gives a run. */
type Chance = {
  readonly pids: readonly number[];
  readonly base: number;
  readonly time: number;
  readonly name: string;
};

/** A run with children; `order` says which process goes on next. */
function traceOf({ pids, base, time, name }: Chance, order: readonly number[]): string {
  const address = `0x7f${base.toString(16).padStart(10, '0')}`;
  const [parent = 0, ...children] = pids;
  const works = children.map((pid, index) => [
    `${pid} execve("/bin/tool", ["tool", "${index}"], ${address} /* 9 vars */) = 0`,
    `${pid} mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, -1, 0) = ${address}`,
    `${pid} openat(AT_FDCWD, "/tmp/${name}.o", O_RDWR|O_CREAT|O_EXCL, 0600) = 3`,
    `${pid} gettid() = ${pid}`,
    `${pid} clock_gettime(CLOCK_MONOTONIC, {tv_sec=${time}, tv_nsec=${base}}) = 0`,
    `${pid} unlink("/tmp/${name}.o") = 0`,
    `${pid} +++ exited with 0 +++`,
  ]);
  const lines = children.map((pid) => `${parent} clone(child_stack=NULL, flags=SIGCHLD) = ${pid}`);
  for (const turn of order) lines.push(works[turn % works.length]?.shift() ?? '');
  lines.push(...works.flat());
  for (const pid of children) lines.push(`${parent} wait4(${pid}, NULL, 0, NULL) = ${pid}`);
  return lines
    .filter((line) => line !== '')
    .map((line) => `${line}\n`)
    .join('');
}

const chance = fc.record({
  pids: fc.uniqueArray(fc.integer({ min: 10_000, max: 4_000_000 }), { minLength: 4, maxLength: 4 }),
  base: fc.integer({ min: 1, max: 0x7fffffff }),
  time: fc.integer({ min: 1, max: 2_000_000_000 }),
  name: fc.string({ minLength: 6, maxLength: 6, unit: fc.constantFrom(...'abcXYZ019') }),
});
const order = fc.array(fc.nat(2), { maxLength: 21 });

it('finds nothing that differs between two runs that differ by chance alone', () =>
  fc.assert(
    fc.property(chance, chance, order, order, (one, other, its, others) => {
      const [first, second] = paired(normalOf(traceOf(one, its)), normalOf(traceOf(other, others)));
      expect(first.texts).toEqual(second.texts);
    }),
  ));

it('finds nothing that differs between a run and itself, whatever the bytes', () =>
  fc.assert(
    fc.property(mutated, (trace) => {
      const [first, second] = paired(normalOf(trace), normalOf(trace));
      expect(first).toEqual(second);
      expect(first.texts.length).toBe(first.lines.length);
    }),
    { numRuns: 2000 },
  ));

it('compares any bytes with any others', () =>
  fc.assert(
    fc.property(mutated, mutated, (one, other) => {
      const [first, second] = paired(normalOf(one), normalOf(other));
      for (const { texts, lines } of [first, second]) {
        expect(texts.length).toBe(lines.length);
        for (const text of texts) expect(text).toMatch(/^P\d+ /);
      }
    }),
    { numRuns: 500 },
  ));

it('compares long lines in time linear in their length', () => {
  const pieces = [
    '"\\"',
    'a-',
    '{',
    'left {',
    '/* ',
    'a',
    'stx_atime={',
    '{tv_sec=',
    '123 ',
    '/proc/1',
  ];
  for (const piece of pieces) {
    const long = piece.repeat(200_000 / piece.length);
    const trace = `9 mkdir("/tmp/abcdefg") = 0\n9 sysinfo(${long}) = 0\n9 write(1, "${long}"..., 9) = 9\n9 x(${long}) = ${long}\n`;
    const [first] = paired(normalOf(trace), normalOf(''));
    expect(first.texts.length).toBeGreaterThan(0);
  }
});
