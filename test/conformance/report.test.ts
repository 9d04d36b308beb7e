/** --report=calls and --report=tree against strace's own words: the table of -C, and the processes that it attached to. */
import { describe, expect, test } from 'vitest';
import { outcome } from '../harness/command.ts';
import { type Place, place } from '../harness/place.ts';

const ways = [
  ['-f'],
  ['-f', '-t'],
  ['-f', '-ttt', '-T'],
  ['-f', '-r', '-i'],
  ['-f', '-n', '-y'],
  ['-f', '-yy', '-s', '200'],
  ['-f', '-Y', '-tt', '-r'],
  ['-f', '-x', '-v'],
  ['-f', '-k'],
  ['-f', '-e', 'trace=file,process'],
] as const;

const programs = {
  sh: ['sh', '-c', 'ls /nothing; cat /etc/hostname | wc -c; sleep 0.01 & sleep 0.01 & wait'],
  perl: [
    'perl',
    '-e',
    'use POSIX; for (1..3) { fork or exit $_ } 1 while wait > 0; open F, "/nothing"; kill "USR1", $$',
  ],
  threads: [
    '/usr/bin/python3',
    '-IS',
    '-c',
    'from threading import Thread; all = [Thread(target=lambda: open("/dev/null").read()) for _ in range(3)]; [t.start() for t in all]',
  ],
} as const;

/** Each way traces two of the programs. */
const runs = ways.flatMap((way, index) =>
  Object.entries(programs)
    .filter((_, at) => at !== index % 3)
    .map(([name, program]) => [way.join(' '), name, way, program] as const),
);

const traces = new Map<string, string>();

/**
 * The trace of `program`, with the table of -C at its end. The two tests of a run read the same trace: with -k,
 * strace takes two seconds.
 */
function traced(where: Place, way: readonly string[], program: readonly string[]): string {
  const run = [...way, ...program].join(' ');
  const text = traces.get(run);
  if (text === undefined) outcome(where, 'strace', [...way, '-C', '-o', 'trace', ...program]);
  else where.write('work/trace', text);
  const trace = text ?? where.read('work/trace');
  traces.set(run, trace);
  return trace;
}

const rowsOf = (where: Place, what: string): readonly Record<string, unknown>[] =>
  outcome(where, 'vimtrace', [`--report=${what}`, '--json', 'trace'])
    .stdout.split('\n')
    .flatMap((line) => (line === '' ? [] : [JSON.parse(line)]));

describe('the trace of strace', () => {
  test.for(runs)('%s of %s: calls has the count and the errors of -C', ([, , way, program]) => {
    const where = place();
    const table = [
      ...traced(where, way, program).matchAll(/^ *[\d.]+ +[\d.]+ +\d+ +(\d+) +(\d+ )? *(\w+)$/gm),
    ]
      .filter(([, , , call]) => call !== 'total')
      .map(([, count, errors = '0', call]) => `${call} ${count} ${Number(errors)}`);
    const counted = rowsOf(where, 'calls').map(
      ({ call, count, errors }) =>
        `${call} ${count} ${Object.values(errors as Record<string, number>).reduce((sum, one) => sum + one, 0)}`,
    );
    expect(table.length).toBeGreaterThan(5);
    expect(counted.sort()).toEqual(table.sort());
  });

  test.for(runs)('%s of %s: tree has each process, its parent and its end', ([
    ,
    ,
    way,
    program,
  ]) => {
    const where = place();
    const text = traced(where, way, program);
    const rows = rowsOf(where, 'tree');
    const ends = [
      ...text.matchAll(/^(\d+).*\+\+\+ (?:exited with (\d+)|killed by (\w+)).* \+\+\+$/gm),
    ].map(
      ([, pid, code, signal]) =>
        `${pid} ${JSON.stringify(signal === undefined ? { code: Number(code) } : { signal })}`,
    );
    expect(rows.map(({ pid, ended }) => `${pid} ${JSON.stringify(ended)}`).sort()).toEqual(
      ends.sort(),
    );
    const [first, ...children] = rows;
    expect(first).toMatchObject({ parent: null, born: 1 });
    expect(children.map(({ parent }) => parent)).toEqual(children.map(() => first?.['pid']));
  });
});
