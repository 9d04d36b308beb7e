/** Motions, in traces with ten sets of options: they lead where the engine says, and where the text says. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ask, editors, quoted, wait } from './editor.ts';
import { known, program } from './engine.ts';
import { numbers, optionSets, record, recordThreads, recordVfork } from './traces.ts';

/** Walk() gives the lines that keys lead to, one after the other, until they lead nowhere; From() the first alone. */
const functions = [
  'function! Walk(start, keys) abort',
  '  let [lines, last] = [[], a:start]',
  '  call cursor(a:start, 1)',
  '  while Feed(a:keys) != last',
  '    let last = line(".")',
  '    call add(lines, last)',
  '  endwhile',
  '  return lines',
  'endfunction',
  'function! From(start, keys) abort',
  '  call cursor(a:start, 1)',
  '  return Feed(a:keys)',
  'endfunction',
];

/** Each set of options, and programs that make processes in other ways. */
const traces = [
  ...optionSets.map((options) => ({ name: options.join(' '), make: () => record(...options) })),
  { name: '-f, of a program with threads', make: () => recordThreads('-f') },
  { name: '-f, of a shell that calls vfork', make: () => recordVfork('-f') },
];

test.for(traces)('strace $name: motions lead where the engine says, in vim and nvim', ({
  name,
  make,
}) => {
  let trace = make();
  // A call has two halves only if another process runs meanwhile. If chance gives too few, trace again.
  for (let run = 1; run < 5 && name.startsWith('-f') && known(trace).halves.length < 2; run += 1)
    trace = make();
  const { failed, signals, halves, threads, cause } = known(trace);
  expect(failed.length).toBeGreaterThan(2);
  if (name.startsWith('-f')) {
    expect(halves.length).toBeGreaterThan(1);
    expect(threads.length).toBeGreaterThan(1);
  }
  const firsts = threads.map(({ lines }) => lines[0]);
  const lasts = threads.map(({ lines }) => lines.at(-1));
  const places = (keys: string): string =>
    `map(${JSON.stringify([...firsts, ...lasts])}, {_, line -> From(line, "${keys}")})`;
  // One editor answers all questions: its start takes longer than the answers.
  const script = [
    ...functions,
    `let [first, last] = [1, ${trace.lines.length}]`,
    'let g:answer = {}',
    'let g:answer["failed-next"] = Walk(first, "]-")',
    'let g:answer["failed-prev"] = Walk(last, "[-")',
    'let g:answer["signal-next"] = Walk(first, "]s")',
    'let g:answer["signal-prev"] = Walk(last, "[s")',
    `let g:answer["thread-next"] = map(${JSON.stringify(firsts)}, {_, line -> Walk(line, "]]")})`,
    `let g:answer["thread-prev"] = map(${JSON.stringify(lasts)}, {_, line -> Walk(line, "[[")})`,
    `let g:answer.match = map(${JSON.stringify(halves)}, {_, half -> From(half[0], "%")})`,
    `let g:answer.birth = ${places('[{')}`,
    `let g:answer.end = ${places(']}')}`,
    'call From(last, "g!")',
    ...wait('line(".") != last || execute("messages") =~ "no cause found"'),
    'let g:answer.cause = line(".") == last ? 0 : line(".")',
  ];
  for (const editor of editors) {
    const answer = ask(editor, {
      file: trace.file,
      before: [`let g:vimtrace_program = ${quoted(program)}`],
      script,
    });
    expect([editor.editor, answer]).toEqual([
      editor.editor,
      {
        'failed-next': failed,
        'failed-prev': failed.toReversed(),
        'signal-next': signals,
        'signal-prev': signals.toReversed(),
        'thread-next': threads.map(({ lines }) => lines.slice(1)),
        'thread-prev': threads.map(({ lines }) => lines.toReversed().slice(1)),
        match: halves.map(([, other]) => other),
        birth: [...threads, ...threads].map(({ born }) => born),
        end: [...threads, ...threads].map(({ end }) => end),
        cause,
      },
    ]);
  }
});

const isFailed = (line: string): boolean => /= -1 E[^"]*$/.test(line);

const everywhere = editors.flatMap((editor) =>
  optionSets.map((options) => ({ ...editor, options, name: options.join(' ') })),
);

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
  // From the child's read, or the last of the program's: dup2 is what made descriptor 9, and open what made 3.
  const [walked, back, origin] = ask<[number[], number[], number[]]>(row, {
    file: trace.file,
    script: [
      ...functions,
      `let g:answer = [Walk(${opened}, "]i"), Walk(${closed}, "[i")]`,
      `call cursor(${life.at(-1)}, 1)`,
      'let origin = [Feed("gd"), Feed("gd")]',
      `call cursor(1, 1) | call search('read(9')`,
      'let g:answer += [origin + [Feed("gd")]]',
    ],
  });
  expect(walked.filter((line) => !halves.includes(line))).toEqual(life);
  expect(back).toEqual([opened, ...walked].toReversed().filter((line) => line < closed));
  const [dup = 0] = numbers(trace.lines, (line) => /^[^"]*\bdup2\(/.test(line));
  const [made] = numbers(trace.lines, (line) => /"given"/.test(line));
  // Without -f there is no line of the child.
  expect(origin).toEqual([dup, made, row.options.includes('-f') ? dup : 1]);
});

test.for(editors)('$editor: gd and ]i know that threads share descriptors', (editor) => {
  const trace = recordThreads('-f', '-y');
  const ours = numbers(trace.lines, (line) => /<\/etc\/passwd>|"\/etc\/passwd"/.test(line));
  const [opened = 0] = ours;
  const walked = ask<number[]>(editor, {
    file: trace.file,
    script: [...functions, `let g:answer = Walk(${opened}, "]i")`],
  });
  const open = numbers(trace.lines, (line) => /= \d+<\/etc\/passwd>/.test(line))[0] ?? 0;
  expect(walked.length).toBeGreaterThan(2);
  // By -y: each use names the file. The second half of an interrupted call names none.
  const first = new Set([opened, open]);
  const rest = walked.filter((line) => !/ resumed>/.test(trace.lines[line - 1] ?? ''));
  expect(rest.filter((line) => !first.has(line))).toEqual(
    ours.filter((line) => line > open && !/ resumed>/.test(trace.lines[line - 1] ?? '')),
  );
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
