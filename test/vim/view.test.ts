/** A filter with many gaps shows a second buffer: with the numbers of the whole trace, and the cursor on the same call. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execaSync } from 'execa';
import { expect, onTestFinished, test } from 'vitest';
import { ask, editors, pack } from './editor.ts';
import { numbers, record, type Trace } from './traces.ts';

/** A trace that is too long for folds: the same lines again and again. */
function long(...options: readonly string[]): Trace {
  const { lines } = record(...options);
  // From here on calls fail, one here and one there: so there are many gaps.
  const given = lines.findIndex((line) => line.includes('"given"'));
  const all = [...lines, ...Array.from({ length: 2500 }, () => lines.slice(given)).flat()];
  const directory = mkdtempSync(join(tmpdir(), 'vimtrace-long-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const file = join(directory, 'trace');
  writeFileSync(file, `${all.join('\n')}\n`, 'latin1');
  return { file, lines: all };
}

const wait = ['while vimtrace#less#is_busy()', '  sleep 1m', 'endwhile'];
const isFailed = (line: string): boolean => /= -1 E[^"]*$/.test(line);

test.for(
  editors,
)('$editor: the view has the lines with their numbers, and undo brings all back', (editor) => {
  const trace = long('-f', '-tt', '-T');
  const failed = numbers(trace.lines, isFailed);
  const [here = 0] = failed.slice(2000);
  expect(failed.length).toBeGreaterThan(5000);
  const answer = ask<unknown[]>(editor, {
    file: trace.file,
    script: [
      'set number',
      `call cursor(${here}, 3)`,
      'TraceOnly failed',
      ...wait,
      'let g:answer = [getline(1, "$"), getline("."), col("."), &number, &modifiable, bufname("%")]',
      'normal! j',
      'let g:answer += [vimtrace#status()]',
      'TraceUndo',
      'let g:answer += [line("."), col("."), line("$"), &number, bufname("%") =~ "/trace$"]',
    ],
  });
  const width = String(trace.lines.length).length;
  const shown = (line: number) => `${String(line).padStart(width)} ${trace.lines[line - 1]}`;
  const [next = 0] = failed.slice(2001);
  expect(answer.slice(0, 5)).toEqual([failed.map(shown), shown(here), width + 4, 0, 0]);
  expect(answer[5]).toMatch(/\/trace \[only failed calls\]$/);
  expect(answer[6]).toMatch(new RegExp(`^\\d+ [\\d:.]+ ${next}/${trace.lines.length}$`));
  expect(answer.slice(7)).toEqual([next, 3, trace.lines.length, 1, 1]);
});

test.for(
  editors,
)('$editor: a call that the view does not show is where undo leads back to', (editor) => {
  const trace = long('-f');
  const hidden = trace.lines.findIndex((line, index) => index > 9000 && !isFailed(line)) + 1;
  const answer = ask(editor, {
    file: trace.file,
    script: [
      `call cursor(${hidden}, 7)`,
      'TraceOnly failed',
      ...wait,
      'let g:answer = [str2nr(getline("."))]',
      'TraceUndo!',
      'let g:answer += [line("."), col(".")]',
    ],
  });
  const [after] = numbers(trace.lines, isFailed).filter((line) => line >= hidden);
  expect(answer).toEqual([after, hidden, 7]);
});

test.for(editors)('$editor: filters combine in the view, and are undone one by one', (editor) => {
  const trace = long('-f');
  const failed = numbers(trace.lines, isFailed);
  const isMissing = (line: number) => trace.lines[line - 1]?.includes('"missing') === true;
  const answer = ask<number[][]>(editor, {
    file: trace.file,
    script: [
      'let g:answer = []',
      'function! Shown() abort',
      '  return exists("b:vimtrace_view") ? map(getline(1, "$"), "str2nr(v:val)") : filter(range(1, line("$")), "foldclosed(v:val) < 0")',
      'endfunction',
      // The second filter is asked for while vimtrace works on the first.
      ...['TraceOnly failed', 'TraceOnly! /"missing'],
      ...wait,
      'let g:answer += [Shown()]',
      'TraceUndo',
      ...wait,
      'let g:answer += [Shown()]',
      'TraceOnly /"missing',
      ...wait,
      'let g:answer += [Shown()]',
      'TraceUndo!',
      'let g:answer += [len(Shown())]',
    ],
  });
  expect(answer).toEqual([
    failed.filter((line) => !isMissing(line)),
    failed,
    failed.filter(isMissing),
    trace.lines.length,
  ]);
});

test.for(
  editors,
)('$editor: motions in the view: among its lines, or from it to the whole trace', (editor) => {
  const trace = long('-f');
  const failed = numbers(trace.lines, isFailed);
  const [from = 0] = failed.slice(100);
  const pid = /^\d+/.exec(trace.lines[from - 1] ?? '')?.[0] ?? '';
  const [next] = failed.filter((line) => line > from);
  const [own] = failed.filter(
    (line) => line > from && trace.lines[line - 1]?.startsWith(`${pid} `),
  );
  const end =
    trace.lines.findIndex(
      (line, index) => index > from && new RegExp(`^${pid} +[+]{3}`).test(line),
    ) + 1;
  const answer = ask(editor, {
    file: trace.file,
    script: [
      `call cursor(${from}, 1)`,
      'TraceOnly failed',
      ...wait,
      'let here = line(".")',
      'call Feed("]-")',
      'let g:answer = [str2nr(getline("."))]',
      'call Feed("[-")',
      'call Feed("]]")',
      'let g:answer += [str2nr(getline("."))]',
      'call cursor(here, 1)',
      'call Feed("]}")',
      'let g:answer += [exists("b:vimtrace_view"), line(".")]',
      'call Feed("\\<C-O>")',
      'let g:answer += [exists("b:vimtrace_view"), line(".") == here]',
    ],
  });
  expect(answer).toEqual([next, own, 0, end, 1, 1]);
});

test.for(
  editors,
)('$editor: the view has the colours of the trace, and its numbers those of numbers', (editor) => {
  const trace = long('-f');
  const answer = ask(editor, {
    file: trace.file,
    script: [
      'TraceOnly failed',
      ...wait,
      'let width = b:vimtrace_view.width',
      'let g:answer = map([1, width - 1, width + 1, width + len(matchstr(getline(1)[width :], "^\\\\d\\\\+ \\\\+")) + 1], "synIDattr(synID(1, v:val, 1), \'name\')")',
    ],
  });
  expect(answer).toEqual(['straceLine', 'straceLine', 'stracePid', 'straceFailed']);
});

test.for(editors)('$editor: a pattern that only Vim has is searched for by Vim', (editor) => {
  const trace = long('-f');
  const answer = ask(editor, {
    file: trace.file,
    script: [
      'set ignorecase',
      'TraceOnly /\\v"MISS%(ing)@=',
      ...wait,
      'let g:answer = [line("$"), len(filter(range(1, line("$")), "foldclosed(v:val) < 0"))]',
      'TraceOnly! failed',
      ...wait,
      'let g:answer += [split(execute("messages"), "\\n")[-1]]',
    ],
  });
  const missing = numbers(trace.lines, (line) => line.includes('"missing')).length;
  expect(answer).toEqual([
    missing,
    missing,
    'vimtrace: no line is left: only /\\v"MISS%(ing)@=, not failed calls',
  ]);
});

/** A vimtrace that waits for a line from the FIFO `gate`. With --only= it never ends, so only the second job reads the gate. */
function gated(): { readonly program: string; readonly gate: string } {
  const directory = mkdtempSync(join(tmpdir(), 'vimtrace-gate-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const [program, gate] = [join(directory, 'vimtrace'), join(directory, 'gate')];
  execaSync('mkfifo', [gate]);
  writeFileSync(
    program,
    `#!/bin/sh\ncase "$*" in *--only=*) exec sleep 1000 ;; esac\nread _ <${gate}\nexec ${join(pack, '../bin/vimtrace')} "$@"\n`,
    {
      mode: 0o755,
    },
  );
  return { program, gate };
}

test.for(
  editors,
)('$editor: keys are obeyed while vimtrace reads the trace, and the last filter counts', (editor) => {
  const trace = long('-f');
  const { program, gate } = gated();
  const here = trace.lines.findIndex((line, index) => index > 500 && !isFailed(line)) + 1;
  const answer = ask(editor, {
    file: trace.file,
    before: [`let g:vimtrace_program = "${program}"`],
    script: [
      'TraceOnly failed',
      `let g:answer = [Feed("${here}G"), Feed("j"), vimtrace#less#is_busy(), exists("b:vimtrace_view")]`,
      // TraceUndo ends the first job.
      'TraceUndo',
      'TraceOnly! failed',
      'call Feed("k")',
      `call writefile([""], "${gate}")`,
      ...wait,
      'let g:answer += [exists("b:vimtrace_view"), vimtrace#view#number("."), w:vimtrace_less.filters[0].is]',
    ],
  });
  expect(answer).toEqual([here, here + 1, 1, 0, 1, here, 'but']);
});

test.for(editors)('$editor: text that was changed is what a filter reads', (editor) => {
  const { file } = record('-f', '-e', 'trace=openat');
  const answer = ask<string[]>(editor, {
    file,
    script: [
      'call setline(1, "1 openat(AT_FDCWD, \\"/changed\\", O_RDONLY) = -1 EPERM (Operation not permitted)")',
      'TraceOnly /changed',
      ...wait,
      'let g:answer = map(filter(range(1, line("$")), "foldclosed(v:val) < 0"), "getline(v:val)")',
    ],
  });
  expect(answer).toEqual([expect.stringContaining('/changed')]);
});
