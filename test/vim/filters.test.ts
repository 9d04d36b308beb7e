/** --report=lines against the other answers of vimtrace, and against what the editor finds in another way. */
import { execaSync } from 'execa';
import { expect, test } from 'vitest';
import { ask, editors } from './editor.ts';
import { program, rows } from './engine.ts';
import { numbers, optionSets, record, recordThreads, type Trace } from './traces.ts';

const vimtrace = (...args: readonly string[]): string => execaSync(program, args).stdout;

/** The numbers of the lines that the filters choose; each line must be the one that stands there. */
function chosen({ file, lines }: Trace, ...filters: readonly string[]): number[] {
  const { stdout } = execaSync(program, ['--report=lines', ...filters, file], {
    encoding: 'latin1',
  });
  const shown = stdout === '' ? [] : stdout.trimEnd().split('\n');
  return shown.map((text) => {
    const [, number = '', line] = /^ *(\d+) (.*)$/.exec(text) ?? [];
    expect(line).toBe(lines[Number(number) - 1]);
    return Number(number);
  });
}

const isResumed = ({ lines }: Trace, line: number): boolean =>
  (lines[line - 1] ?? '').includes('<... ') && (lines[line - 1] ?? '').includes(' resumed>');

test.for(
  optionSets,
)('with %s: failed calls, one call, all but it, threads and processes', (options) => {
  const trace = record(...options);
  const firsts = (found: readonly number[]) => found.filter((line) => !isResumed(trace, line));
  const failed = rows<{ line: number }>(trace, '--report=failed', '--all').map(({ line }) => line);
  expect(firsts(chosen(trace, '--only=failed'))).toEqual(
    failed.toSorted((one, next) => one - next),
  );
  // A start of vimtrace takes a tenth of a second: each set of options has a fifth of the calls, and all sets have all.
  const calls = rows<{ call: string; count: number }>(trace, '--report=calls')
    .toSorted((one, next) => (one.call < next.call ? -1 : 1))
    .filter((_, index) => index % 5 === optionSets.indexOf(options) % 5);
  for (const { call, count } of calls) {
    const only = chosen(trace, `--only=call=${call}`);
    const isLast = call === 'exit_group' || call === '_exit' || call === 'exit';
    if (!isLast) expect([call, firsts(only).length]).toEqual([call, count]);
    const others = numbers(trace.lines, () => true).filter((line) => !only.includes(line));
    expect(chosen(trace, `--but=call=${call}`)).toEqual(others);
  }
  const tree = rows<{ pid: number; parent: number | null; born: number; end: number | null }>(
    trace,
    '--report=tree',
  );
  if (!options.includes('-f')) return;
  const isOf = (pid: number) => (line: string) => new RegExp(`^(?:\\[pid +)?${pid}\\b`).test(line);
  for (const { pid, parent } of tree) {
    const own = numbers(trace.lines, isOf(pid));
    expect(chosen(trace, `--only=thread=${own[0]}`)).toEqual(own);
    const family = parent === null ? numbers(trace.lines, () => true) : own;
    expect(chosen(trace, `--only=process=${own[0]}`)).toEqual(family);
  }
});

test('threads are of their process', () => {
  const trace = recordThreads('-f');
  const [born = 0] = numbers(trace.lines, (line) => line.includes('CLONE_THREAD'));
  expect(chosen(trace, `--only=process=${born}`)).toEqual(numbers(trace.lines, () => true));
});

test.for(
  editors.flatMap((editor) => optionSets.map((options) => ({ editor, options }))),
)('$editor.editor $options: the life of a descriptor is the one that ]i walks through', ({
  editor,
  options,
}) => {
  const trace = record(...options);
  const [open = 0] = numbers(trace.lines, (line) => line.includes('"given"'));
  const [pipe = 0] = numbers(trace.lines, (line) => /\bpipe2?\(\[\d/.test(line));
  const made = Number(/ = (\d+)/.exec(trace.lines[open - 1] ?? '')?.[1]);
  const end = /\bpipe2?\(\[(\d+)/.exec(trace.lines[pipe - 1] ?? '')?.[1];
  const places = [
    [open, made],
    [pipe, Number(end)],
  ] as const;
  const lives = ask<number[][]>(editor, {
    file: trace.file,
    script: [
      `let g:answer = map(${JSON.stringify(places)}, "vimtrace#fd#life(v:val[0], string(v:val[1])).lines")`,
    ],
  });
  for (const [index, [line, fd]] of places.entries())
    expect(chosen(trace, `--only=descriptor=${line}:${fd}`)).toEqual(lives[index]);
});

test('a pattern is one of bytes and of one line; combined filters take from what is shown', () => {
  const trace = record('-f', '-x');
  const isOpen = (line: string) => line.includes('openat');
  expect(chosen(trace, '--only=pattern=O[^"]*_CLOEXEC.*= 3')).toEqual(
    numbers(trace.lines, (line) => /O[^"]*_CLOEXEC.*= 3/.test(line)),
  );
  expect(chosen(trace, '--only=pattern-i=OPENAT', '--but=failed')).toEqual(
    numbers(trace.lines, (line) => isOpen(line) && !/= -1 E[^"]*$/.test(line)),
  );
});

test('few gaps are printed as FROM,TO', () => {
  const { file, lines } = record('-e', 'trace=openat');
  const failed = numbers(lines, (line) => / = -1 E/.test(line));
  const gaps = vimtrace('--report=lines', '--only=failed', '--folds=9999', file).split('\n');
  const hidden = gaps.flatMap((gap) => {
    const [from = 0, to = 0] = gap.split(',').map(Number);
    return Array.from({ length: to - from + 1 }, (_, index) => from + index);
  });
  expect(hidden).toEqual(numbers(lines, () => true).filter((line) => !failed.includes(line)));
});

test.for([
  ['--only=nothing', /^vimtrace: cannot .*--only must be failed, call=NAME, .*, not nothing/],
  [
    '--only=thread=999999',
    /^vimtrace: cannot choose lines of .*: line 999999 is of no process; name another line$/,
  ],
  [
    '--only=descriptor=1:77',
    /^vimtrace: cannot choose lines of .*: line 1 uses no descriptor 77; name another line$/,
  ],
  ['--only=pattern=(', /^vimtrace: cannot .*--only=pattern=\(: Invalid regular expression/],
  ['--json', /--json has no meaning beside --report=lines/],
] as const)('%s is refused in one line', ([filter, words]) => {
  const { file } = record('-e', 'trace=openat');
  const { stderr, exitCode } = execaSync(program, ['--report=lines', filter, file], {
    reject: false,
  });
  expect([exitCode, stderr]).toEqual([125, expect.stringMatching(words)]);
  expect(stderr).not.toContain('\n');
});
