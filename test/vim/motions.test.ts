/** Motions, in traces with ten sets of options: they lead where a look at the text alone says. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ask, type Editor, editors } from './editor.ts';
import { numbers, optionSets, record, recordThreads, type Trace } from './traces.ts';

const everywhere = editors.flatMap((editor) =>
  optionSets.map((options) => ({ ...editor, options, name: options.join(' ') })),
);

/** The lines that `keys` lead to, one after the other, from `start` on, until they lead nowhere. */
const walk = (editor: Editor, { file }: Trace, start: number, keys: string): number[] =>
  ask(editor, {
    file,
    script: [
      `call cursor(${start}, 1)`,
      'let g:answer = []',
      'let last = 0',
      `while line(".") != last`,
      '  let last = line(".")',
      `  call Feed("${keys}")`,
      '  if line(".") != last',
      '    call add(g:answer, line("."))',
      '  endif',
      'endwhile',
    ],
  });

const isFailed = (line: string): boolean => /= -1 E[^"]*$/.test(line);
const isSignal = (line: string): boolean => /--- SIG.* ---$|\+\+\+ killed/.test(line);
const pid = (line: string): string => /^\d+(?=[ <])/.exec(line)?.[0] ?? '';

test.for(everywhere)('$editor, strace $name: ]- and [- lead to each failed call', (row) => {
  const trace = record(...row.options);
  const failed = numbers(trace.lines, isFailed);
  expect(failed.length).toBeGreaterThan(2);
  expect(walk(row, trace, 1, ']-')).toEqual(failed);
  expect(walk(row, trace, trace.lines.length, '[-')).toEqual(failed.toReversed());
});

test.for(everywhere)('$editor, strace $name: ]s leads to each signal', (row) => {
  const trace = record(...row.options);
  const signals = numbers(trace.lines, isSignal);
  expect(signals.length).toBeGreaterThan(1);
  expect(walk(row, trace, 1, ']s')).toEqual(signals);
});

test.for(everywhere)('$editor, strace $name: ]] leads to each line of a thread', (row) => {
  const trace = record(...row.options);
  const child = trace.lines.findLastIndex((line) => line.includes('exited with 3'));
  const start = child < 0 ? trace.lines.length : child + 1;
  const its = numbers(trace.lines, (line) => pid(line) === pid(trace.lines[start - 1] ?? ''));
  expect(walk(row, trace, start, '[[')).toEqual(its.toReversed().filter((line) => line < start));
});

test.for(everywhere)('$editor, strace $name: ]i follows a descriptor, gd finds its call', (row) => {
  const trace = record(...row.options);
  const [opened = 0] = numbers(trace.lines, (line) => /"given"/.test(line));
  const [closed = 0] = numbers(trace.lines, (line) => /\bclose\(9/.test(line));
  // 3 is the number of a pipe after the program has closed it.
  const [freed = 0] = numbers(trace.lines, (line) => /\bclose\(3/.test(line)).filter(
    (line) => line > opened,
  );
  const life = numbers(trace.lines, (line) => /\b(dup2|read|close)\([39][<,)]/.test(line)).filter(
    (line) =>
      line > opened && line <= closed && (line <= freed || /\(9/.test(trace.lines[line - 1] ?? '')),
  );
  const halves = numbers(trace.lines, (line) => /<\.\.\. (dup2|read|close) resumed>/.test(line));
  const walked = walk(row, trace, opened, ']i');
  expect(walked.filter((line) => !halves.includes(line))).toEqual(life);
  // From the child's read, or the last of the program's: dup2 is what made descriptor 9, and open what made 3.
  const origin = ask<number[]>(row, {
    file: trace.file,
    script: [
      `call cursor(${life.at(-1)}, 1)`,
      'let g:answer = [Feed("gd"), Feed("gd")]',
      `call cursor(1, 1) | call search('read(9')`,
      'let g:answer += [Feed("gd")]',
    ],
  });
  const [dup = 0] = numbers(trace.lines, (line) => /^[^"]*\bdup2\(/.test(line));
  const [made] = numbers(trace.lines, (line) => /"given"/.test(line));
  // Without -f there is no line of the child.
  expect(origin).toEqual([dup, made, row.options.includes('-f') ? dup : 1]);
});

test.for(editors)('$editor: gd and ]i know that threads share descriptors', (editor) => {
  const trace = recordThreads('-f', '-y');
  const ours = numbers(trace.lines, (line) => /<\/etc\/passwd>|"\/etc\/passwd"/.test(line));
  const [opened = 0] = ours;
  const walked = walk(editor, trace, opened, ']i');
  const open = numbers(trace.lines, (line) => /= \d+<\/etc\/passwd>/.test(line))[0] ?? 0;
  expect(walked.length).toBeGreaterThan(2);
  // By -y: each use names the file. The second half of an interrupted call names none.
  const first = new Set([opened, open]);
  const rest = walked.filter((line) => !/ resumed>/.test(trace.lines[line - 1] ?? ''));
  expect(rest.filter((line) => !first.has(line))).toEqual(
    ours.filter((line) => line > open && !/ resumed>/.test(trace.lines[line - 1] ?? '')),
  );
});

test.for(editors)('$editor: % leads from one half of a call to the other', (editor) => {
  const trace = record('-f');
  const waits = numbers(trace.lines, (line) => / <unfinished \.\.\.>$/.test(line));
  const [from = 0] = waits;
  const its = pid(trace.lines[from - 1] ?? '');
  const to =
    trace.lines.findIndex(
      (line, index) => index >= from && pid(line) === its && / resumed>/.test(line),
    ) + 1;
  const answer = ask(editor, {
    file: trace.file,
    script: [`call cursor(${from}, 1)`, 'let g:answer = [Feed("%"), Feed("%")]'],
  });
  expect(answer).toEqual([to, from]);
});

test.for(editors)('$editor: [{ leads to the birth of a process, ]} to its end', (editor) => {
  const trace = record('-f');
  const [end = 0] = numbers(trace.lines, (line) => line.includes('exited with 3'));
  const child = pid(trace.lines[end - 1] ?? '');
  const [birth] = numbers(
    trace.lines,
    (line) => new RegExp(`= ${child}$`).test(line) && /clone|fork/.test(line),
  );
  const first = trace.lines.findIndex((line) => pid(line) === child) + 1;
  const answer = ask(editor, {
    file: trace.file,
    script: [`call cursor(${first}, 1)`, 'let g:answer = [Feed("]}"), Feed("[{")]'],
  });
  expect(answer).toEqual([end, birth]);
});

test.for(editors)('$editor: a motion takes a count, and an operator whole lines', (editor) => {
  const trace = record('-f');
  const [, , third = 0] = numbers(trace.lines, isFailed);
  const answer = ask<unknown[]>(editor, {
    file: trace.file,
    script: [
      'call cursor(1, 5)',
      'let g:answer = [Feed("3]-")]',
      'call cursor(1, 5)',
      'call Feed("y3]-")',
      'let g:answer += [len(split(@", "\\n")), getregtype(\'"\')]',
      'call cursor(1, 5)',
      'call Feed("V3]-y")',
      'let g:answer += [len(split(@", "\\n"))]',
      'call Feed("``")',
      'call cursor(1, 5)',
      'call Feed("3]-")',
      'let g:answer += [Feed("``")]',
    ],
  });
  expect(answer).toEqual([third, third, 'V', third, 1]);
});

test.for(editors)('$editor: a motion that leads nowhere says so, and stays', (editor) => {
  const trace = record('-f');
  const answer = ask<[number, string]>(editor, {
    file: trace.file,
    script: [
      'normal! G',
      'call Feed("]-")',
      'let g:answer = [line("."), split(execute("messages"), "\\n")[-1]]',
    ],
  });
  expect(answer).toEqual([trace.lines.length, 'vimtrace: no failed call below']);
});

test.for(
  editors,
)('$editor: with -yy the descriptor and the path of a device are known', (editor) => {
  const file = join(mkdtempSync(join(tmpdir(), 'vimtrace-device-')), 'lines');
  const device = '</dev/null<char 1:3>>';
  writeFileSync(
    file,
    `openat(AT_FDCWD</tmp>, "/dev/null", O_WRONLY) = 3${device}\nwrite(3${device}, "x", 1) = 1\n`,
  );
  const answer = ask(editor, {
    file,
    script: ['normal! G', 'let g:answer = [vimtrace#at#path(2, 1), Feed("gd")]'],
  });
  expect(answer).toEqual(['/dev/null', 1]);
});
