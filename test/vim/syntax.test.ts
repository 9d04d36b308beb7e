/** The group of each kind of word, in both editors: of lines by hand, and of real traces with ten sets of options. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ask, type Editor, editors } from './editor.ts';
import { optionSets, record } from './traces.ts';

/** A line, and words in it with their groups: the group is that of the word's first and last byte. */
const corpus: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  [
    '4592  openat(AT_FDCWD, "/etc/a", O_RDONLY|O_CLOEXEC) = 3',
    {
      4592: 'Pid',
      openat: 'Call',
      AT_FDCWD: 'Constant',
      '"/etc/a"': 'String',
      O_RDONLY: 'Constant',
      '3': 'Result',
    },
  ],
  [
    '[pid  4592] close(3)                    = 0',
    { '[pid  4592]': 'Pid', close: 'Call', '0': 'Result' },
  ],
  [
    '4592<my prog> 15:35:12.775680 brk(NULL) = 0x55 <0.000007>',
    {
      4592: 'Pid',
      '<my prog>': 'Name',
      '15:35:12.775680': 'Time',
      brk: 'Call',
      NULL: 'Constant',
      '0x55': 'Result',
      '<0.000007>': 'Elapsed',
    },
  ],
  [
    '1795880113.009183 getpid() = 7',
    { '1795880113.009183': 'Time', getpid: 'Call', '7': 'Result' },
  ],
  ['     0.000085 getpid() = 7', { '0.000085': 'Time', getpid: 'Call' }],
  [
    '4592 15:35:12.7 (+     0.000000) [ 257] [00007f371964c011] getpid() = 7',
    {
      '(+     0.000000)': 'Time',
      '[ 257]': 'Address',
      '[00007f371964c011]': 'Address',
      getpid: 'Call',
    },
  ],
  [
    'access("/x", R_OK) = -1 ENOENT (No such file or directory)',
    { access: 'Failed', '-1 ENOENT (No such file or directory)': 'Errno' },
  ],
  [
    'access("/x", R_OK) = -1 EPERM (Operation not permitted) (INJECTED)',
    { access: 'Failed', '(INJECTED)': 'Errno' },
  ],
  [
    'sendto(4, "hi) = -1 ENOENT (x)", 19, 0, NULL, 0) = 19',
    { sendto: 'Call', '"hi) = -1 ENOENT (x)"': 'String' },
  ],
  [
    'write(1, "a\\n\\"b\\303"..., 9) = 9',
    { '\\n': 'Escape', '\\303': 'Escape', '...': 'String', '9)': 'Number' },
  ],
  [
    '4 futex(0x50, FUTEX_WAIT, 2, NULL <unfinished ...>',
    { futex: 'Unfinished', '<unfinished ...>': 'Unfinished', '0x50': 'Number' },
  ],
  [
    '4 read(0, "<unfinished ...>", 16) = 16',
    { read: 'Call', '"<unfinished ...>"': 'String', '16': 'Result' },
  ],
  [
    '[pid 4] read(0,  <unfinished ...>strace: Process 7 attached',
    { read: 'Unfinished', '<unfinished ...>': 'Unfinished', 'strace: Process 7 attached': 'Note' },
  ],
  ['4 read(0,  <detached ...>', { read: 'Unfinished', '<detached ...>': 'Unfinished' }],
  [
    'restart_syscall(<... resuming interrupted poll ...>) = 0',
    { restart_syscall: 'Call', '<... resuming interrupted poll ...>': 'Unfinished', '0': 'Result' },
  ],
  ['4 <... futex resumed>) = 0', { '<... futex resumed>': 'Resumed', '0': 'Result' }],
  [
    '4 <... futex resumed>) = -1 EAGAIN (Resource temporarily unavailable)',
    { '<... futex resumed>': 'Failed', EAGAIN: 'Errno' },
  ],
  [
    'poll([{fd=4, events=POLLIN}], 1, -1) = ? ERESTARTSYS (To be restarted)',
    { '4': 'Number', POLLIN: 'Constant', '? ERESTARTSYS (To be restarted)': 'Restart' },
  ],
  [
    '--- SIGUSR1 {si_signo=SIGUSR1, si_pid=4602} ---',
    { '--- SIGUSR1 {si_signo=SIGUSR1, si_pid=4602} ---': 'Signal' },
  ],
  ['4 --- stopped by SIGTSTP ---', { '--- stopped by SIGTSTP ---': 'Signal' }],
  ['4 +++ exited with 0 +++', { '+++ exited with 0 +++': 'End' }],
  ['4 +++ exited with 3 +++', { '+++ exited with 3 +++': 'Killed' }],
  [
    '4 +++ killed by SIGSEGV (core dumped) +++',
    { '+++ killed by SIGSEGV (core dumped) +++': 'Killed' },
  ],
  ['4 +++ superseded by execve in pid 4 +++', { '+++ superseded by execve in pid 4 +++': 'End' }],
  [
    ' > /usr/bin/python3.11(Py_RunMain+0x274) [0x2500e4]',
    { '> /usr/bin/python3.11(Py_RunMain+0x274) [0x2500e4]': 'Stack' },
  ],
  [
    'read(4<TCP:[127.0.0.1:1->127.0.0.1:2]>, "", 9) = 0',
    { '<TCP:[127.0.0.1:1->127.0.0.1:2]>': 'Path' },
  ],
  [
    'newfstatat(AT_FDCWD</tmp/t u>, "x", {st_mode=S_IFREG|0644, ...}, 0) = 0',
    { '</tmp/t u>': 'Path', S_IFREG: 'Constant', '0644': 'Number' },
  ],
  [
    'write(1</dev/null<char 1:3>>, "x", 1) = 1</dev/null<char 1:3>>',
    { '</dev/null<char 1:3>>': 'Path', '"x"': 'String' },
  ],
  ['3 exit_group(0) = ?', { '?': 'Result' }],
  ['execve("/bin/ls", ["ls"], 0x7f /* 23 vars */) = 0', { '/* 23 vars */': 'Comment' }],
  [
    'fcntl(3, F_GETFL) = 0x8002 (flags O_RDWR|O_LARGEFILE)',
    { '0x8002': 'Result', O_RDWR: 'Constant' },
  ],
  ['read(0, "x", 1) = 1 <0.100000>', { '<0.100000>': 'Slow' }],
  ['read(0, "x", 1) = 1 <12.000001>', { '<12.000001>': 'Slow' }],
  ['read(0, "x", 1) = 1 <0.099999>', { '<0.099999>': 'Elapsed' }],
  [
    '4592 read(0, "", 1) = -1 EAGAIN (Resource temporarily unavailable) (DELAYED) <0.000009>',
    {
      read: 'Failed',
      '-1 EAGAIN (Resource temporarily unavailable) (DELAYED)': 'Errno',
      '<0.000009>': 'Elapsed',
    },
  ],
  ['4592 getpid() = 4592 (INJECTED: args, retval)', { INJECTED: 'Constant' }],
  [
    '[pid  4592<sh>] 15:35:12 [00007f371964c011] getpid() = 7',
    {
      '[pid  4592': 'Pid',
      '<sh>': 'Name',
      '15:35:12': 'Time',
      '[00007f371964c011]': 'Address',
      getpid: 'Call',
    },
  ],
  ['4592       0.000085 getpid() = 7', { 4592: 'Pid', '0.000085': 'Time', getpid: 'Call' }],
  ['[????????????????] +++ exited with 0 +++', { '[????????????????]': 'Address' }],
  ['write(1, "half a li', { write: 'Call', '"half a li': 'String' }],
  ['read(3, "a"..., 4096', { read: 'Call', '"a"...': 'String', 4096: 'Number' }],
  ['strace: Process 4592 attached', { 'strace: Process 4592 attached': 'Note' }],
  ['13159 strrchr("ls", 47) = nil', { strrchr: 'Call', nil: 'Constant' }],
  ['13159 std::string::size(0x1) = <void>', { 'std::string::size': 'Call', '<void>': 'Result' }],
  ['13159 getenv("HOME") = "/root"', { getenv: 'Call', '"/root"': 'String' }],
  ['13159 malloc(5 <unfinished ...>', { malloc: 'Unfinished', '<unfinished ...>': 'Unfinished' }],
  ['13159 <... malloc resumed> ) = 0x5', { '<... malloc resumed>': 'Resumed', '0x5': 'Result' }],
  ['13159 exit(0 <no return ...>', { exit: 'Unfinished', '<no return ...>': 'Unfinished' }],
  [
    '13162 --- SIGCHLD (Child exited) ---',
    { 13162: 'Pid', '--- SIGCHLD (Child exited) ---': 'Signal' },
  ],
  [
    '13162 20:16:57.813337 SYS_brk(0) = 0x55 <0.000108>',
    { SYS_brk: 'Call', '20:16:57.813337': 'Time' },
  ],
  ['13162 +++ exited (status 0) +++', { '+++ exited (status 0) +++': 'End' }],
];

/** The groups of the first and last bytes of words: [line, word] → groups, without "strace" before. */
function groups(
  editor: Editor,
  file: string,
  words: readonly [number, number, number][],
): string[] {
  const at = (line: number, column: number): string =>
    `substitute(synIDattr(synID(${line}, ${column}, 1), "name"), "^strace", "", "")`;
  return ask(editor, {
    file,
    script: [
      'let g:answer = []',
      ...words.map(
        ([line, from, to]) => `let g:answer += [${at(line, from)} . "-" . ${at(line, to)}]`,
      ),
    ],
  });
}

test.for(editors)('$editor: the words of each kind of line', (editor) => {
  const file = join(mkdtempSync(join(tmpdir(), 'vimtrace-syntax-')), 'lines');
  writeFileSync(file, `${corpus.map(([line]) => line).join('\n')}\n`);
  const rows = corpus.flatMap(([line, words], index) =>
    Object.entries(words).map(([word, group]) => {
      // A short word is looked for from the end, where results are.
      const start = group === 'Result' ? line.lastIndexOf(word) : line.indexOf(word);
      const found = group === 'Result' && line.includes('<void>') ? line.indexOf('<void>') : start;
      return {
        line,
        word,
        group,
        place: [
          index + 1,
          found + 1,
          found + word.replace(/\)$/, group === 'Number' ? '' : ')').length,
        ] as [number, number, number],
      };
    }),
  );
  const answer = groups(
    editor,
    file,
    rows.map(({ place }) => place),
  );
  expect(rows.map(({ line, word }, index) => `${line}: ${word}: ${answer[index]}`)).toEqual(
    rows.map(({ line, word, group }) => `${line}: ${word}: ${group}-${group}`),
  );
});

test.for(
  editors,
)('$editor: pids, calls and failures of real traces, with every prefix', (editor) => {
  for (const options of optionSets) {
    const { file, lines } = record(...options);
    const words: [number, number, number][] = [];
    const expected: string[] = [];
    const want = (line: number, match: RegExpExecArray | null, group: string): void => {
      if (match?.indices?.[1] === undefined) return;
      const [from, to] = match.indices[1];
      words.push([line, from + 1, to]);
      expected.push(`${group}-${group}`);
    };
    for (const [index, line] of lines.entries()) {
      if (/[\x80-\xff]/.test(line)) continue;
      const isFailed = /= -1 E[^"]*$/.test(line);
      const isHalf = line.endsWith('<unfinished ...>');
      if (options.includes('-f')) want(index + 1, /^(\d+)/d.exec(line), 'Pid');
      want(
        index + 1,
        /^[^("]*?(?:\(\+[^)]*\) (?:\[[^\]]*\] ?)*)?\b([a-z]\w*)\(/d.exec(line),
        isFailed ? 'Failed' : isHalf ? 'Unfinished' : 'Call',
      );
      want(index + 1, /= (-1 E[^"]*\))(?: <[\d.]+>)?$/d.exec(line), 'Errno');
    }
    expect(expected.length).toBeGreaterThan(300);
    expect(groups(editor, file, words), options.join(' ')).toEqual(expected);
  }
});

test.for(editors)('$editor: g:vimtrace_slow says which calls are slow', (editor) => {
  const file = join(mkdtempSync(join(tmpdir(), 'vimtrace-slow-')), 'lines');
  const seconds = ['0.0000', '0.002999', '0.003', '0.003000', '0.010000', '1.000000', '20.000000'];
  for (const slow of ['0.003', '1', '12.5']) {
    writeFileSync(file, `${seconds.map((time) => `read(0) = 1 <${time}>`).join('\n')}\n`);
    const answer = ask(editor, {
      file,
      before: [`let g:vimtrace_slow = ${slow}`],
      script: [
        'let g:answer = map(range(1, line("$")), "synIDattr(synID(v:val, 14, 1), \'name\')")',
      ],
    });
    const expected = seconds.map((time) =>
      Number(time) >= Number(slow) && time !== '0.003' ? 'straceSlow' : 'straceElapsed',
    );
    expect(answer, slow).toEqual(expected);
  }
});

test.for(editors)('$editor: a line of a million bytes makes no error', (editor) => {
  const file = join(mkdtempSync(join(tmpdir(), 'vimtrace-long-')), 'lines');
  const long = [
    `4 read(3, "${'\\0'.repeat(20_000)}", 20000) = 20000`,
    `4 read(3</a${'->'.repeat(30_000)}>, "${'\\"'.repeat(20_000)}"..., 20000) = 20000`,
    `4 read(3, "${'A,a 1'.repeat(200_000)}", 1000000) = -1 EIO (Input/output error)`,
  ];
  writeFileSync(file, `${long.join('\n')}\n`);
  const answer = ask(editor, {
    file,
    script: [
      'let v:errmsg = ""',
      'let g:answer = map([1, 2, 3], "synIDattr(synID(v:val, 2900, 1), \'name\')")',
      'let g:answer += [v:errmsg]',
    ],
  });
  expect(answer).toEqual(['straceEscape', '', 'straceString', '']);
});

test.for(editors)('$editor: without colours a failed call still stands out', (editor) => {
  const { file } = record('-f');
  const answer = ask(editor, {
    file,
    script: [
      'set t_Co=0',
      'syntax on',
      'call search("= -1 E")',
      'let id = synIDtrans(synID(line("."), 8, 1))',
      'let g:answer = [synIDattr(id, "name")]',
    ].map((line) =>
      line.startsWith('set t_Co') && editor.editor === 'nvim' ? '" Neovim has no t_Co.' : line,
    ),
  });
  expect(answer).toEqual(['WarningMsg']);
});
