/** --diff of two real runs of one command: what differs by chance is masked, and what does not is shown. */
import { unlinkSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { outcome } from '../harness/command.ts';
import { type Place, place } from '../harness/place.ts';

const FIVE = ['ls /', 'cat /etc/hostname', 'uname -a', 'id', 'wc -c /etc/passwd'];

type Run = readonly [name: string, command: readonly string[], most: number];

/** Commands, and the share of lines that may differ. */
const runs: readonly Run[] = [
  ['ls -l', ['ls', '-l', '/etc'], 0],
  ['find', ['find', '/usr/share/doc', '-maxdepth', '1', '-name', 'c*'], 0],
  ['perl', ['perl', '-e', 'use POSIX; opendir D, "."; print sort readdir D'], 0],
  [
    'five children one after another',
    ['sh', '-c', FIVE.map((one, index) => `${one} >file${index}`).join(';')],
    0,
  ],
  ['python3', ['/usr/bin/python3', '-c', 'import json, http.client'], 0.005],
  ['gcc -c', ['gcc', '-c', 'a.c', '-o', 'a.o'], 0.005],
  ['git status', ['git', '-C', 'repository', 'status'], 0.005],
  [
    'five children at the same time',
    ['sh', '-c', `${FIVE.map((one, index) => `${one} >file${index} &`).join('')} wait`],
    0.03,
  ],
  ['a pipeline', ['sh', '-c', 'cat many many | grep j | sort | wc -l'], 0.03],
  ['tar czf', ['tar', 'czf', 'many.tgz', 'many'], 0.03],
];

/** Calls that tell when something happened: what is made of them may differ if children run at the same time. */
const when =
  /^.P\d+ (?:--- SIGCHLD|wait4\(|rt_sig\w+\(|futex\(|restart_syscall\(|sigreturn\(|\w+\(.*\? ERESTART)/;

function prepared(): Place {
  const where = place();
  where.write('work/a.c', 'int main(void) { return 0; }\n');
  // Words of letters only: --diff would mask a number that is also a pid of one of the runs.
  const word = (index: number): string =>
    `${index}\n`.replace(/\d/g, (digit) => 'abcdefghij'.charAt(Number(digit)));
  where.write('work/many', Array.from({ length: 50_000 }, (_, index) => word(index)).join(''));
  outcome(where, 'git', ['init', '-q', 'repository']);
  return where;
}

function traced(
  where: Place,
  name: string,
  options: readonly string[],
  command: readonly string[],
): number {
  outcome(where, 'strace', ['-f', ...options, '-o', `../${name}`, ...command]);
  return where.read(name).split('\n').length;
}

/**
 * Whether a string in the trace has a number, as a size or a year, that is by chance a pid of the trace: --diff masks it.
 * The pattern is IN_STRING of src/trace/diff/pids.ts.
 */
function hasPidInString(trace: string): boolean {
  const pids = new Set(trace.match(/^\d+/gm));
  return (trace.match(/"[^"\n]*"/g) ?? []).some((string) =>
    (string.match(/(?<![\w\\])\d{3,7}(?!\w)/g) ?? []).some((number) => pids.has(number)),
  );
}

const areUnlucky = (where: Place): boolean =>
  ['one', 'two'].some((name) => hasPidInString(where.read(name)));

const differences = (where: Place): readonly string[] =>
  outcome(where, 'vimtrace', ['--diff', '../one', '../two'])
    .stdout.split('\n')
    .filter((line) => /^[-+]P/.test(line));

describe.for([
  [],
  ['-tt', '-T', '-yy', '-v', '-s', '100'],
])('two runs with strace -f %j', (options) => {
  test.for(runs)('of %s', ([, command, most]) => {
    const where = prepared();
    // Often enough that nothing in the world changes between the two.
    for (const _ of [1, 2, 3]) outcome(where, command[0] ?? '', command.slice(1));
    let count = 0;
    // If a string has such a number, trace again: the next runs have other pids.
    for (let run = 0; run === 0 || (run < 5 && areUnlucky(where)); run += 1)
      count = traced(where, 'one', options, command) + traced(where, 'two', options, command);
    const found = differences(where);
    if (most === 0) expect(found).toEqual([]);
    expect(found.length / (count / 2), found.join('\n')).toBeLessThanOrEqual(most);
    if (most === 0.03) expect(found.filter((line) => !when.test(line))).toEqual([]);
  });
});

test('a parent that waits late differs in nothing, although the signal comes before its wait', () => {
  const where = prepared();
  const command = ['sh', '-c', 'ls / >file0; uname >file1'];
  const late = ['-e', 'inject=clone,fork,vfork:delay_exit=2000000'];
  for (const _ of [1, 2, 3]) outcome(where, 'sh', command.slice(1));
  traced(where, 'one', [], command);
  traced(where, 'two', late, command);
  expect(where.read('two')).toMatch(/ rt_sigreturn\(.*\n\d+ +wait4\(-1, \[/);
  const told = / \(DELAYED\)$/;
  const found = differences(where).map((line) => line.replace(told, '').slice(1));
  expect(found).toHaveLength(4);
  expect(new Set(found).size).toBe(2);
});

test('a file that is missing in the second run is the first difference, and what follows is all', () => {
  const where = prepared();
  where.write('work/conf', 'x\n');
  const command = ['cat', 'conf'];
  traced(where, 'one', [], command);
  unlinkSync(`${where.directory}/work/conf`);
  traced(where, 'two', [], command);
  const found = differences(where);
  expect(found[0]).toBe('-P1 openat(AT_FDCWD, "conf", O_RDONLY) = 3');
  expect(found.filter((line) => line.startsWith('+'))[0]).toBe(
    '+P1 openat(AT_FDCWD, "conf", O_RDONLY) = -1 ENOENT (No such file or directory)',
  );
  expect(found.filter((line) => /execve|mmap.*MAP_FIXED|arch_prctl/.test(line))).toEqual([]);
});
