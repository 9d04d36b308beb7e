/** "Less to read": what a filter shows is what a look at the text alone selects, and what it hides comes back. */
import { expect, test } from 'vitest';
import { ask, editors, quoted } from './editor.ts';
import { numbers, record, recordThreads, type Trace } from './traces.ts';

/** Lines of Vim script that wait for the last filter, and then say which lines are shown. */
const shown = [
  'while vimtrace#less#is_busy()',
  '  sleep 1m',
  'endwhile',
  'let g:answer += [filter(range(1, line("$")), "foldclosed(v:val) < 0")]',
];

const pid = (line: string): string => /^\d+/.exec(line)?.[0] ?? '';
const isFailed = (line: string): boolean => /= -1 E[^"]*$/.test(line);
const all = ({ lines }: Trace): number[] => numbers(lines, () => true);

test.for(
  editors,
)('$editor: only this thread, this call, failed calls, a pattern, and all but this call', (editor) => {
  const trace = record('-f', '-tt', '-T');
  const child = trace.lines.findIndex((line) => line.includes('exited with 3')) + 1;
  const its = pid(trace.lines[child - 1] ?? '');
  const [open = 0] = numbers(trace.lines, (line) => /"given"/.test(line));
  const isOpen = (line: string): boolean =>
    /^\S+ +\S+ (openat\(|<\.\.\. openat resumed)/.test(line);
  const answer = ask<number[][]>(editor, {
    file: trace.file,
    script: [
      'let g:answer = []',
      `call cursor(${child}, 1)`,
      'TraceOnly thread',
      ...shown,
      'TraceUndo',
      `call cursor(${open}, 1)`,
      ...[
        'TraceOnly call',
        'TraceUndo',
        'TraceOnly! call',
        'TraceUndo',
        'TraceOnly failed',
        'TraceUndo',
      ].flatMap((command) => [command, ...shown]),
      'TraceOnly /"missing/',
      ...shown,
      'let g:answer += [[line(".")]]',
    ],
  });
  expect(answer).toEqual([
    numbers(trace.lines, (line) => pid(line) === its),
    numbers(trace.lines, isOpen),
    all(trace),
    numbers(trace.lines, (line) => !isOpen(line)),
    all(trace),
    numbers(trace.lines, isFailed),
    all(trace),
    numbers(trace.lines, (line) => line.includes('"missing')),
    [open],
  ]);
});

test.for(editors)('$editor: only this process and its children, threads among them', (editor) => {
  const trace = recordThreads('-f');
  const root = pid(trace.lines[0] ?? '');
  const [born = 0] = numbers(trace.lines, (line) => line.includes('CLONE_THREAD'));
  const answer = ask<number[][]>(editor, {
    file: trace.file,
    script: ['let g:answer = []', `call cursor(${born}, 1)`, 'TraceOnly process', ...shown],
  });
  expect(root).not.toBe('');
  expect(answer[0]).toEqual(all(trace));
  const perl = record('-f');
  const child = perl.lines.findIndex((line) => line.includes('exited with 3')) + 1;
  const its = pid(perl.lines[child - 1] ?? '');
  expect(
    ask(editor, {
      file: perl.file,
      script: ['let g:answer = []', `call cursor(${child}, 1)`, 'TraceOnly process', ...shown],
    }),
  ).toEqual([numbers(perl.lines, (line) => pid(line) === its)]);
});

test.for(editors)('$editor: only this descriptor shows what ]i walks through', (editor) => {
  const trace = record('-f', '-y');
  const [open = 0] = numbers(trace.lines, (line) => /"given"/.test(line));
  // By -y: each use names the file.
  const uses = numbers(trace.lines, (line) => /\d<[^>]*\/given>/.test(line));
  const answer = ask<number[][]>(editor, {
    file: trace.file,
    script: ['let g:answer = []', `call cursor(${open}, 1)`, 'TraceOnly descriptor', ...shown],
  });
  const isHalf = (line: number): boolean => / resumed>/.test(trace.lines[line - 1] ?? '');
  expect(answer[0]?.filter((line) => !isHalf(line))).toEqual(uses.filter((line) => !isHalf(line)));
});

test.for(editors)('$editor: filters combine, are undone one by one and all at once', (editor) => {
  const trace = record('-f');
  const root = pid(trace.lines[0] ?? '');
  const isRoot = (line: string): boolean => pid(line) === root;
  const isOpen = (line: string): boolean => /^\d+ +(openat\(|<\.\.\. openat resumed)/.test(line);
  const answer = ask<number[][]>(editor, {
    file: trace.file,
    script: [
      'let g:answer = []',
      'let before = [&foldmethod, &foldtext, &foldenable, &foldlevel]',
      'normal! gg',
      'TraceOnly thread',
      'call search("openat(")',
      ...[
        'TraceOnly call',
        'TraceOnly failed',
        'TraceUndo',
        'TraceOnly! failed',
        'TraceUndo!',
      ].flatMap((command) => [command, ...shown]),
      'let g:answer += [before == [&foldmethod, &foldtext, &foldenable, &foldlevel]]',
    ],
  });
  expect(answer).toEqual([
    numbers(trace.lines, (line) => isRoot(line) && isOpen(line)),
    numbers(trace.lines, (line) => isRoot(line) && isOpen(line) && isFailed(line)),
    numbers(trace.lines, (line) => isRoot(line) && isOpen(line)),
    numbers(trace.lines, (line) => isRoot(line) && isOpen(line) && !isFailed(line)),
    all(trace),
    1,
  ]);
});

test.for(editors)('$editor: motions pass over the lines that a filter hides', (editor) => {
  const trace = record('-f');
  const [first = 0, second] = numbers(
    trace.lines,
    (line) => isFailed(line) && /"missing/.test(line),
  );
  const answer = ask(editor, {
    file: trace.file,
    script: [
      'let g:answer = []',
      'TraceOnly /"missing/',
      ...shown,
      'normal! gg',
      'let g:answer = [Feed("]-"), Feed("]-")]',
    ],
  });
  expect(answer).toEqual([first, second]);
});

test.for(editors)('$editor: the stack of a call (-k) is shown and hidden with it', (editor) => {
  const trace = record('-k', '-e', 'trace=openat,close');
  let isOpen = false;
  const opens = numbers(trace.lines, (line) => {
    if (!line.startsWith(' > ')) isOpen = line.startsWith('openat(');
    return isOpen;
  });
  const answer = ask<number[][]>(editor, {
    file: trace.file,
    script: [
      'let g:answer = []',
      'call search("^openat(")',
      'TraceOnly call',
      ...shown,
      'TraceUndo',
      'TraceOnly! call',
      ...shown,
    ],
  });
  expect(opens.length).toBeGreaterThan(10);
  expect(answer).toEqual([opens, all(trace).filter((line) => !opens.includes(line))]);
});

test.for(editors)('$editor: what is not a filter is refused in one line', (editor) => {
  const trace = record('-e', 'trace=openat');
  const answer = ask<string[]>(editor, {
    file: trace.file,
    script: [
      'TraceOnly nonsense',
      'TraceOnly thread',
      'TraceUndo',
      `let g:answer = filter(split(execute("messages"), "\\n"), ${quoted('v:val =~# "vimtrace:"')})`,
    ],
  });
  expect(answer).toEqual([
    'vimtrace: cannot show only nonsense: not a filter; see :help vimtrace-less',
    'vimtrace: no pid in this line; trace with strace -f to have them',
    'vimtrace: no filter to undo',
  ]);
});
