/** The report on a faulty configuration: one line for each fault, with its place. */
import { describe, expect, it } from 'vitest';
import { faulty, untrusted } from '../../../src/cli/config-faults.ts';
import { readText } from '../../../src/config/text.ts';

function complaints(text: string): readonly string[] {
  const read = readText('/c', text);
  if (read.kind === 'config') return [];
  return read.faults
    .map((fault) => faulty('/c', fault))
    .map((line) => line.replace('vimtrace: cannot read /c:', ''));
}

type Row = readonly [text: string, ...expected: readonly string[]];

const syntax: readonly Row[] = [
  ['', '1: a value is expected'],
  ['\n', '1: a value is expected'],
  ['{\n "pager": vim\n}', '2: this is not a JSON value; text needs double quotation marks'],
  ['{\n "grace": 1.\n}', '2: the number is incomplete'],
  ['{\n pager: "vim"\n}', '2: this is not a JSON value; text needs double quotation marks'],
  ['{\n "grace": 1,\n,}', '3: a name in double quotation marks is expected'],
  ['{\n "grace":\n}', '3: a value is expected'],
  ['{\n "grace"\n  1 }', '3: a colon is missing before this'],
  ['{\n "grace": 1\n "keep": "2"\n}', '3: a comma is missing before this'],
  ['{\n "grace": 1\n\n\n', '2: a } is missing'],
  ['{ "tracers": { "a": { "stream": "both", "file": ["{file}"\n', '1: a ] is missing'],
  ['{ "grace": 1 }\n}', '2: there is more text after the end of the object'],
  ['{\n /* mine', '2: the comment does not end'],
  ['{}\n// mine */\n*/', '3: this is not a JSON value; text needs double quotation marks'],
  ['['.repeat(200_000), '1: there are too many braces and brackets, one inside the other'],
  [
    `{ "tracers":\n ${'{"a":'.repeat(200_000)}`,
    '2: there are too many braces and brackets, one inside the other',
  ],
  ['{ "pager": "vim\n}', '1: the string does not end on this line'],
  ['{\r\n "pager": "\\u12"\r\n}', '2: \\u must be followed by four hexadecimal digits'],
  ['{ "pager": "\\x" }', '1: JSON has no such escape sequence'],
  ['{ "pager": "a\tb" }', '1: the string contains a control character'],
];

const inTracer = (text: string): string =>
  `{ "tracers": { "x": {\n "stream": "both",\n ${text} } } }`;
const known = 'known names are pager, hangup, grace, keep, large, at, tracers, pagers';

const content: readonly Row[] = [
  ['[]', '1: the file must be an object, not []'],
  ['null', '1: the file must be an object, not null'],
  ['{\n\n "pagr": "vim"\n}', `3: "pagr" is unknown (did you mean "pager"?); ${known}`],
  ['{\n "__proto__": {} }', `2: "__proto__" is unknown; ${known}`],
  ['{ "grace": 1,\n "grace": 2 }', '2: "grace" appears twice; remove one'],
  ['{\n "grace": "abc"\n}', '2: "grace" must be a number of seconds, from 0 to 2147483, not "abc"'],
  ['{ "grace": -1 }', '1: "grace" must be a number of seconds, from 0 to 2147483, not -1'],
  ['{ "grace": 1e99 }', '1: "grace" must be a number of seconds, from 0 to 2147483, not 1e+99'],
  [
    '{\n "hangup":\n "stay" }',
    '2: "hangup" must be an action at a hangup (end or keep), not "stay"',
  ],
  ['{ "at": "middle" }', '1: "at" must be a place in a trace (cause, start or end), not "middle"'],
  ['{ "pager": ["less"] }', '1: "pager" must be a string without a NUL, not ["less"]'],
  ['{ "pager": "a\\u0000" }', '1: "pager" must be a string without a NUL, not "a\\u0000"'],
  [
    '{ "keep": "2T" }',
    '1: "keep" must be COUNT, COUNT,SIZE or COUNT,SIZE,AGE, as 10,500M,7d, then / and the same for unread traces, as /20,2G, not "2T"',
  ],
  [
    '{ "tracers": [] }',
    `1: "tracers" must be an object with a tracer's name for each profile, not []`,
  ],
  [
    '{ "tracers": {\n "/bin/x": "strace" } }',
    `2: "tracers./bin/x" must be a command's name, without a directory, not "/bin/x"`,
  ],
  [
    '{ "tracers": { "x": 1 } }',
    '1: "tracers.x" must be a profile, or the name of a tracer that vimtrace knows, not 1',
  ],
  [
    '{ "tracers": {\n "x": "strase" } }',
    '2: "tracers.x" must be the name of a tracer that vimtrace knows (strace, ltrace, perf, bpftrace, valgrind, uftrace, tcpdump, gdb, sysdig or stap), not "strase" (did you mean "strace"?)',
  ],
  [
    '{ "tracers": {\n "x": {} } }',
    '2: "tracers.x" lacks "stream", the stream with the trace (stdout, stderr or both)',
  ],
  [
    inTracer('"strem": 1'),
    '3: "tracers.x.strem" is unknown (did you mean "stream"?); known names are filetype, file, doubled, stream, valued, untouched, printed, only, command, untouchedCommands, oneDash, permuted, ignoring, splitting',
  ],
  [
    inTracer('"filetype": "a b"'),
    '3: "tracers.x.filetype" must be a filetype, of letters, digits, _ and -, not "a b"',
  ],
  [
    inTracer('"file": ["-o"]'),
    '3: "tracers.x.file" must be a list of words, one of them with {file}, not ["-o"]',
  ],
  [
    inTracer('"file": ["{file}",\n 4]'),
    '4: "tracers.x.file.1" must be a string without a NUL, not 4',
  ],
  [inTracer('"doubled": "%%"'), '3: "tracers.x.doubled" must be one letter, not "%%"'],
  [
    inTracer('"untouched": ["--help"]'),
    '3: "tracers.x.untouched.0" must be an option without its dashes, not "--help"',
  ],
  [
    inTracer('"untouched": "h"'),
    '3: "tracers.x.untouched" must be a list of options without their dashes, not "h"',
  ],
  [inTracer('"oneDash": false'), '3: "tracers.x.oneDash" must be true, or left out, not false'],
  [
    inTracer('"permuted": false'),
    '3: "tracers.x.permuted" must be true, or a long option without its dashes, not false',
  ],
  [
    inTracer('"permuted": 1'),
    '3: "tracers.x.permuted" must be true, or a long option without its dashes, not 1',
  ],
  [inTracer('"valued": { "letters": "o" }'), '3: "tracers.x.valued" lacks "words"'],
  [
    inTracer('"splitting": {\n "letter": "f" }'),
    '3: "tracers.x.splitting" lacks "word", a long option without its dashes',
  ],
  ['{ "large": "2T" }', '1: "large" must be a size with K, M or G, not "2T"'],
  ['{ "large": 5 }', '1: "large" must be a size with K, M or G, not 5'],
  [
    '{ "pagers": { "x": "vmi" } }',
    '1: "pagers.x" must be the name of a pager that vimtrace knows (vim, vi, view, nvim, less, more, most, bat, batcat, lnav, emacs, moor, moar or ov), not "vmi" (did you mean "vim"?)',
  ],
  [
    '{ "pagers": { "x": {\n "stop": "never" } } }',
    '2: "pagers.x.stop" must be a reaction to ^Z (orderly or abrupt), not "never"',
  ],
  [
    '{ "pagers": { "x": { "args": [] } } }',
    '1: "pagers.x.args" must be a list of words, one of them with {file}, not []',
  ],
  [
    '{ "pagers": { "x": { "isEditor": false } } }',
    '1: "pagers.x.isEditor" must be true, or left out, not false',
  ],
  [
    '{ "grace": true,\n "pagr": 1,\n "hangup": 0 }',
    '1: "grace" must be a number of seconds, from 0 to 2147483, not true',
    `2: "pagr" is unknown (did you mean "pager"?); ${known}`,
    '3: "hangup" must be an action at a hangup (end or keep), not 0',
  ],
  [
    `{ "grace": "${'x'.repeat(99)}" }`,
    `1: "grace" must be a number of seconds, from 0 to 2147483, not "${'x'.repeat(56)}...`,
  ],
  ['{ "\\u001b[31m\\u202e": 1 }', `1: "\\u001b[31m?" is unknown; ${known}`],
];

describe.each([
  ['syntax', syntax],
  ['content', content],
] as const)('faults of %s', (_, rows) => {
  it.each(rows)('are reported by line and reason: %j', (text, ...expected) => {
    expect(complaints(text)).toEqual(expected);
  });
});

describe('JSON with comments', () => {
  it.each([
    ['// mine\n{ "grace": 5 }', 2],
    ['{ /* mine\n */ "grace": 5 } // end', 2],
    [
      '{\n "tracers": { "x": { "stream": "both", "file": ["-o", "{file}",], }, },\n "grace": 5,\n}\n',
      3,
    ],
    ['{ "pager": "less // [[",\n"grace": 5 }', 2],
    [`{ "pager": "${'['.repeat(200_000)}",\n"grace": 5 }`, 2],
  ])('is read, and trailing commas too: %#', (text, line) => {
    const read = readText('/c', text);
    expect(read.kind === 'config' && read.config.grace).toEqual({ value: 5, origin: `/c:${line}` });
  });
});

describe('a file that cannot be trusted', () => {
  it.each([
    ['foreign', /^vimtrace: cannot trust \/c: it belongs to another user; /],
    ['open', /^vimtrace: cannot trust \/c: everybody can write to it; .* chmod o-w$/],
    ['irregular', /^vimtrace: cannot read \/c: not a regular file$/],
    ['large', /^vimtrace: cannot read \/c: larger than 1 MiB$/],
    ['binary', /^vimtrace: cannot read \/c: not text in UTF-8$/],
  ] as const)('is reported as %s', (why, said) => {
    expect(untrusted('/c', why)).toMatch(said);
  });
});
