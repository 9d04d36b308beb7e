/** The package is a guest: what the user has set wins, nothing outside the trace changes, and the help is complete. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execaSync } from 'execa';
import { expect, inject, test } from 'vitest';
import { ask, editors, pack, quoted } from './editor.ts';
import { program, rows } from './engine.ts';
import { numbers, record } from './traces.ts';

const trace = () => record('-f', '-e', 'trace=openat').file;
const help = readFileSync(join(pack, 'doc/vimtrace.txt'), 'utf8');

test.for(
  editors,
)('$editor: every mapping is in the help, and every key in the help is mapped', (editor) => {
  const names = ask<[string, string, string][]>(editor, {
    file: trace(),
    script: ['let g:answer = map(vimtrace#map#all() + vimtrace#tree#all(), "v:val[:2]")'],
  });
  for (const [name, key] of names) {
    if (name === 'keys') expect(help).toContain('*g?*');
    else
      expect(help).toMatch(
        new RegExp(
          `^${key.replace('<C-W>', 'CTRL-W ').replace(/[[\]{}?\\/%]/g, '\\$&')}\\s+<Plug>\\(vimtrace-${name}\\)`,
          'm',
        ),
      );
  }
  const told = [...help.matchAll(/^\S+(?: f)?\s+<Plug>\(vimtrace-([a-z-]+)\)/gm)].map(
    ([, name]) => name,
  );
  expect(told.toSorted()).toEqual(
    names
      .map(([name]) => name)
      .filter((name) => name !== 'keys')
      .toSorted(),
  );
});

test('the tags of the help are those that :helptags makes', () => {
  const copy = mkdtempSync(join(tmpdir(), 'vimtrace-doc-'));
  cpSync(join(pack, 'doc/vimtrace.txt'), join(copy, 'vimtrace.txt'));
  execaSync('vim', ['-u', 'NONE', '-es', '-c', `helptags ${copy}`, '-c', 'qall!'], {
    reject: false,
  });
  expect(readFileSync(join(copy, 'tags'), 'utf8')).toBe(
    readFileSync(join(pack, 'doc/tags'), 'utf8'),
  );
});

test.for(
  editors,
)('$editor: the package is after the user’s directories and before the editor’s own', (editor) => {
  const answer = ask<string[]>(editor, {
    file: trace(),
    before: ['let &runtimepath = "/user\\\\,1," . &runtimepath . ",/user/after"'],
    script: [
      `source ${pack}/vimtrace.vim`,
      "let g:answer = split(&runtimepath, '\\\\\\@<!,') + [$VIMRUNTIME]",
    ],
  });
  const own = answer.indexOf(answer.at(-1) ?? '');
  expect(answer.filter((path) => path === pack)).toEqual([pack]);
  expect(answer.indexOf(pack)).toBe(own - 1);
  expect(answer[0]).toBe('/user\\,1');
});

test.for(
  editors,
)('$editor: the user’s syntax and ftplugin replace those of the package', (editor) => {
  const own = mkdtempSync(join(tmpdir(), 'vimtrace-user-'));
  for (const name of ['syntax', 'ftplugin']) mkdirSync(join(own, name));
  writeFileSync(join(own, 'syntax/strace.vim'), 'let b:current_syntax = "mine"\n');
  writeFileSync(join(own, 'ftplugin/strace.vim'), 'let b:did_ftplugin = "mine"\n');
  const answer = ask(editor, {
    file: trace(),
    before: [`set runtimepath^=${own}`],
    script: ['let g:answer = [b:current_syntax, b:did_ftplugin, exists(":TraceOnly")]'],
  });
  expect(answer).toEqual(['mine', 'mine', 0]);
});

test.for(editors)('$editor: a key that the user has mapped stays the user’s', (editor) => {
  const answer = ask(editor, {
    file: trace(),
    before: ['nnoremap ]- :echo "mine"<CR>', 'nmap <F5> <Plug>(vimtrace-signal-next)'],
    script: [
      'let g:answer = [maparg("]-", "n"), maparg("[-", "n"), maparg("]s", "n")]',
      'let g:answer += [execute("call vimtrace#keys()") =~ "<F5> *next signal"]',
    ],
  });
  expect(answer).toEqual([':echo "mine"<CR>', '<Plug>(vimtrace-failed-prev)', '', 1]);
});

test.for(editors)('$editor: with g:vimtrace_no_maps there are <Plug> names alone', (editor) => {
  const answer = ask(editor, {
    file: trace(),
    before: ['let g:vimtrace_no_maps = 1'],
    script: [
      'let g:answer = [maparg("]-", "n"), maparg("<Plug>(vimtrace-failed-next)", "n") != ""]',
    ],
  });
  expect(answer).toEqual(['', 1]);
});

test.for(editors)('$editor: outside the trace’s buffer and window nothing changes', (editor) => {
  const state = 'execute("set all") . execute("map") . execute("map!") . execute("command")';
  const answer = ask<[string, string]>(editor, {
    file: trace(),
    before: [],
    script: [
      'let &l:filetype = ""',
      'new',
      `let before = ${state}`,
      'wincmd p',
      'setlocal filetype=strace',
      'TraceOnly failed',
      'call Feed("]-")',
      'wincmd p',
      `let g:answer = [before, ${state}]`,
    ],
  });
  expect(answer[1]).toBe(answer[0]);
});

test.for(editors)('$editor: another filetype leaves no mapping and no command behind', (editor) => {
  const answer = ask(editor, {
    file: trace(),
    script: [
      'setlocal filetype=text',
      'let g:answer = [execute("map <buffer>") =~ "vimtrace", exists(":TraceOnly"), exists(":Trace")]',
    ],
  });
  expect(answer).toEqual([0, 0, 0]);
});

test.for(
  editors,
)('$editor: saved traces are known, with every prefix, and other files are not', (editor) => {
  const prefixes = [
    ['-f'],
    ['-tt'],
    ['-f', '-ttt', '-T'],
    ['-r'],
    ['-f', '-n', '-i'],
    ['-Y', '-f'],
  ];
  for (const options of prefixes)
    expect(
      ask(editor, { file: record(...options).file, script: ['edit!', 'let g:answer = &filetype'] }),
    ).toBe('strace');
  const directory = mkdtempSync(join(tmpdir(), 'vimtrace-other-'));
  const other = join(directory, 'notes');
  writeFileSync(other, 'see openat(2)\nand int main(void) = 3\n');
  expect(
    ask(editor, {
      file: other,
      script: [
        'let &l:filetype = ""',
        `edit ${other}2 | edit ${other}`,
        'let g:answer = &filetype',
      ],
    }),
  ).not.toBe('strace');
});

test.for(editors)('$editor: gf finds a path, with the directory of the process', (editor) => {
  const { file, lines } = record('-f', '-y');
  const plain = record('-f');
  const find = (which: string) => [
    `call search(${quoted(which)})`,
    'let g:answer += [vimtrace#at#path(line("."), 1)]',
  ];
  const y = ask<string[]>(editor, {
    file,
    script: ['let g:answer = []', ...find('"given"'), ...find('"missing/three"')],
  });
  const cwd = /AT_FDCWD<([^>]*)>, "given"/.exec(lines.join('\n'))?.[1];
  expect(y).toEqual([`${cwd}/given`, `${cwd?.replace(/\/[^/]*$/, '')}/missing/three`]);
  const without = ask<string[]>(editor, {
    file: plain.file,
    script: ['let g:answer = []', ...find('"given"'), ...find('"missing/three"')],
  });
  expect(without).toEqual(['given', '../missing/three']);
});

test.for(editors)('$editor: gf opens the file, and says so if there is none', (editor) => {
  const { file, lines } = record('-f', '-y');
  const answer = ask(editor, {
    file,
    script: [
      'call search(\'"missing/one"\')',
      'call Feed("gf")',
      'let g:answer = [split(execute("messages"), "\\n")[-1] =~ "^vimtrace: cannot open .*/missing/one: no such file here$"]',
      'call search(\'"given"\')',
      'call Feed("gf")',
      'let g:answer += [expand("%:t")]',
    ],
  });
  expect(lines.length).toBeGreaterThan(0);
  expect(answer).toEqual([1, 'given']);
});

test.for(editors)('$editor: K asks man for the call, in the section where it is', (editor) => {
  const directory = mkdtempSync(join(tmpdir(), 'vimtrace-man-'));
  const man = join(directory, 'man');
  writeFileSync(
    man,
    '#!/bin/sh\n[ "$1" = -w ] && echo /usr/share/man/man2/openat.2.gz || echo "$@" >asked\n',
    { mode: 0o755 },
  );
  const answer = ask(editor, {
    file: trace(),
    env: { PATH: `${directory}:${process.env['PATH']}` },
    before: ['silent! delcommand Man', 'set shellredir=>'],
    script: [
      'if exists(":Man") == 2 | delcommand Man | endif',
      'call search("openat(")',
      'silent call vimtrace#at#manual()',
      'let g:answer = readfile("asked")',
    ],
  });
  expect(answer).toEqual(['2 openat']);
});

test.for(editors)('$editor: status() says pid, program, time and line', (editor) => {
  const { file, lines } = record('-f', '-tt');
  const [, pid, time] = /^(\d+) +(\S+)/.exec(lines.at(-1) ?? '') ?? [];
  const answer = ask(editor, {
    file,
    script: [
      'normal! G',
      // vimtrace#status() looks for the program for 20 ms at most. A busy machine may need longer, so try again.
      'let g:tries = 0',
      'while vimtrace#status() !~# " perl " && g:tries < 100',
      'unlet! b:vimtrace_programs',
      'let g:tries += 1',
      'endwhile',
      'let g:answer = vimtrace#status()',
    ],
  });
  expect(answer).toBe(`${pid} perl ${time} ${lines.length}/${lines.length}`);
});

test.for(editors)('$editor: the line of --init vim loads the package, wherever it is', (editor) => {
  const odd = join(mkdtempSync(join(tmpdir(), 'vimtrace-odd-')), "a b,c#$'[x]|é");
  mkdirSync(odd);
  cpSync(pack, join(odd, 'vim'), { recursive: true });
  const code = join(pack, '../src/sh/init.sh');
  mkdirSync(join(odd, 'bin'));
  const { stdout: line } = execaSync('sh', [
    '-c',
    'self=$1; set -- vim; . "$0"; printf "%s\\n" "$text"',
    code,
    `${odd}/bin/vimtrace`,
  ]);
  const answer = ask<string[]>(editor, {
    file: trace(),
    script: [line, 'let g:answer = split(globpath(&runtimepath, "syntax/strace.vim"), "\\n")'],
  });
  expect(answer).toContain(join(odd, 'vim/syntax/strace.vim'));
});

test('the installed vimtrace prints the line for a vimrc', () => {
  const root = join(inject('prefix'), 'lib/node_modules/vimtrace');
  const { stdout } = execaSync(join(inject('prefix'), 'bin/vimtrace'), ['--init=vim']);
  expect(stdout).toBe(`source ${root}/vim/vimtrace.vim`);
  expect(() => readFileSync(`${root}/vim/doc/tags`)).not.toThrow();
});

/** A copy of the package for which a Vim has neither +job nor +timers, and whose calls of them fail. */
function withoutJobs(): string {
  const copy = mkdtempSync(join(tmpdir(), 'vimtrace-without-'));
  cpSync(pack, copy, { recursive: true });
  const scripts = readdirSync(copy, { recursive: true, encoding: 'utf8' });
  for (const path of scripts
    .filter((name) => name.endsWith('.vim'))
    .map((name) => join(copy, name)))
    writeFileSync(
      path,
      readFileSync(path, 'utf8')
        .replace(/has\('(?:job|timers)'\)/g, '0')
        .replace(/\b(?:job|timer)_(?:start|stop)\b/g, 'no_$&'),
    );
  return copy;
}

test('vim without +job and +timers waits for answers and filters', () => {
  const asked = record('-f');
  const shown = 'add(g:answer, filter(range(1, line("$")), "foldclosed(v:val) < 0"))';
  const answer = ask<unknown[]>(editors[0], {
    file: asked.file,
    from: withoutJobs(),
    before: [`let g:vimtrace_program = ${quoted(program)}`],
    script: [
      'let g:answer = []',
      'Trace failed',
      'call add(g:answer, map(getqflist(), "v:val.lnum"))',
      'cclose',
      'call add(g:answer, Feed("Gg!"))',
      'TraceOnly failed',
      `call ${shown}`,
      'TraceUndo',
      // vimtrace cannot take this pattern, so Vim looks for it.
      'TraceOnly /giv\\zsen/',
      `call ${shown}`,
    ],
  });
  expect(answer).toEqual([
    rows<{ line: number }>(asked, '--report=failed').map(({ line }) => line),
    rows<{ line: number }>(asked, '--report=cause')[0]?.line,
    numbers(asked.lines, (line) => /= -1 E[^"]*$/.test(line)),
    numbers(asked.lines, (line) => line.includes('given')),
  ]);
});
