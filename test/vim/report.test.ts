/** :Trace fills the quickfix list from a program's answer, in the form of `vimtrace --report=WHAT --quickfix`. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ask, editors, wait } from './editor.ts';
import { record } from './traces.ts';

/** Stands in for vimtrace: it answers two lines for `failed`, one for `cause`, and fails for `slow`. */
function stub(): string {
  const program = join(mkdtempSync(join(tmpdir(), 'vimtrace-stub-')), 'vimtrace');
  const answers = `#!/bin/sh
case "$1 $2" in
'--report=failed --quickfix') echo "$3:2: first: of all"; echo "$3:3: second" ;;
'--report=cause --quickfix') echo "$3:3: openat" ;;
*) echo 'vimtrace: cannot report slow: the trace has no times; trace with strace -T' >&2; exit 125 ;;
esac
`;
  writeFileSync(program, answers, { mode: 0o755 });
  return program;
}

const list =
  'map(getqflist(), "[v:val.lnum, bufname(v:val.bufnr) == bufname(winbufnr(1)), v:val.text]")';
test.for(editors)('$editor: :Trace failed fills the list, and :Trace! adds to it', (editor) => {
  const { file } = record('-f');
  const answer = ask<unknown[]>(editor, {
    file,
    before: [`let g:vimtrace_program = "${stub()}"`],
    script: [
      'Trace failed',
      ...wait('len(getqflist()) == 2'),
      `let g:answer = [${list}, getqflist({"title": 1}).title, winnr("$"), winnr()]`,
      'Trace! cause',
      ...wait('len(getqflist()) == 3'),
      `let g:answer += [${list}]`,
    ],
  });
  const failed = [
    [2, 1, 'first: of all'],
    [3, 1, 'second'],
  ];
  expect(answer).toEqual([failed, ':Trace failed', 2, 1, [...failed, [3, 1, 'openat']]]);
});

test.for(editors)('$editor: g! goes to the cause', (editor) => {
  const answer = ask(editor, {
    file: record('-f').file,
    before: [`let g:vimtrace_program = "${stub()}"`],
    script: ['call Feed("g!")', ...wait('line(".") == 3'), 'let g:answer = line(".")'],
  });
  expect(answer).toBe(3);
});

test.for(
  editors,
)('$editor: what vimtrace says about a failure is shown, and the list stays', (editor) => {
  const answer = ask(editor, {
    file: record('-f').file,
    before: [`let g:vimtrace_program = "${stub()}"`],
    script: [
      'call setqflist([{"text": "the user\'s"}])',
      'Trace slow',
      ...wait('execute("messages") =~ "vimtrace:"'),
      'let g:answer = [split(execute("messages"), "\\n")[-1], len(getqflist())]',
      'Trace nonsense',
      'let g:answer += [split(execute("messages"), "\\n")[-1]]',
      'let g:vimtrace_program = "/missing/vimtrace"',
      'Trace files',
      'let g:answer += [split(execute("messages"), "\\n")[-1]]',
    ],
  });
  expect(answer).toEqual([
    'vimtrace: cannot report slow: the trace has no times; trace with strace -T',
    1,
    'vimtrace: cannot report nonsense: not a question; use files, failed, slow, calls, tree, net, signals, waiting, cause, diff',
    'vimtrace: cannot run /missing/vimtrace: not found; put vimtrace in PATH',
  ]);
});

test.for(editors)('$editor: :Trace completes its words', (editor) => {
  const answer = ask(editor, {
    file: record('-f').file,
    script: ['let g:answer = getcompletion("Trace ca", "cmdline")'],
  });
  expect(answer).toEqual(['calls', 'cause']);
});
