/** readOptions: vimtrace's own options, their end, and misuse. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { misuse } from '../../../src/cli/messages.ts';
import { type Options, options, readOptions } from '../../../src/cli/options.ts';
import type { ReportAsked } from '../../../src/cli/report/asked.ts';
import type { What } from '../../../src/cli/report/what.ts';
import type { TraceName } from '../../../src/cli/trace-name.ts';

type Row = readonly [argv: readonly string[], options: Options];
const run = (
  tracer: readonly [string, ...string[]],
  rest: {
    pager?: string;
    output?: string;
    hangup?: 'end' | 'keep';
    grace?: number;
    at?: 'cause' | 'start' | 'end';
    comparedWith?: TraceName;
  } = {},
): Options => ({ kind: 'run', tracer, ...rest });

const open = (trace: TraceName, rest: { pager?: string; grace?: number } = {}): Options => ({
  kind: 'open',
  trace,
  ...rest,
});

const report = (what: What, trace: TraceName): ReportAsked => ({
  kind: 'report',
  what,
  trace,
  form: 'people',
  isAll: false,
});

const diff = (first: TraceName, second: TraceName): Options => ({
  kind: 'diff',
  first,
  second,
  form: 'people',
});

const accepted: readonly Row[] = [
  [['strace', 'ls'], run(['strace', 'ls'])],
  [['strace', '-p', '1', '-o', 'x', '-h'], run(['strace', '-p', '1', '-o', 'x', '-h'])],
  [['strace', '--', '--pager', 'x'], run(['strace', '--', '--pager', 'x'])],
  [['--', 'strace', '-h'], run(['strace', '-h'])],
  [['--', '-p', 'x'], run(['-p', 'x'])],
  [['--', '--', 'x'], run(['--', 'x'])],
  [['-', 'x'], run(['-', 'x'])],
  [['-p', 'less', '--', 'ls'], run(['ls'], { pager: 'less' })],
  [['-p', 'less -R', 'ls'], run(['ls'], { pager: 'less -R' })],
  [['-pless', 'ls'], run(['ls'], { pager: 'less' })],
  [['-p', '-', 'ls'], run(['ls'], { pager: '-' })],
  [['-p', '', 'ls'], run(['ls'], { pager: '' })],
  [['--pager=', 'ls'], run(['ls'], { pager: '' })],
  [['--pager', 'vim', 'ls'], run(['ls'], { pager: 'vim' })],
  [['-p', 'vim', '-p', 'less', 'ls'], run(['ls'], { pager: 'less' })],
  [['--no-pager', 'ls'], run(['ls'], { pager: '' })],
  [['--no-pager', '-p', 'vim', 'ls'], run(['ls'], { pager: '' })],
  [['-oFILE', 'ls'], run(['ls'], { output: 'FILE' })],
  [['-o', 'FILE', 'ls'], run(['ls'], { output: 'FILE' })],
  [['--output=FILE', 'ls'], run(['ls'], { output: 'FILE' })],
  [['--output', 'FILE', 'ls'], run(['ls'], { output: 'FILE' })],
  [['-o', 'a', '-p', 'b', 'ls', '-o', 'c'], run(['ls', '-o', 'c'], { output: 'a', pager: 'b' })],
  [['--hangup=keep', 'ls'], run(['ls'], { hangup: 'keep' })],
  [['--hangup', 'end', 'ls'], run(['ls'], { hangup: 'end' })],
  [['--at=start', 'ls'], run(['ls'], { at: 'start' })],
  [['--at', 'cause', 'ls'], run(['ls'], { at: 'cause' })],
  [['--grace=0.5', 'ls'], run(['ls'], { grace: 0.5 })],
  [['--grace', '10', 'ls'], run(['ls'], { grace: 10 })],
  [['--last'], open({ is: 'number', number: 1 })],
  [['--last', '-p', 'less'], open({ is: 'number', number: 1 }, { pager: 'less' })],
  [['--last', '--grace=5'], open({ is: 'number', number: 1 }, { grace: 5 })],
  [['--open=@12'], open({ is: 'number', number: 12 })],
  [['--no-pager', '--open', 'a b'], open({ is: 'file', path: 'a b' }, { pager: '' })],
  [['--open=./@2'], open({ is: 'file', path: './@2' })],
  [['--print-config'], { kind: 'print-config' }],
  [
    ['--grace=5', '-p', 'less', '--print-config', '--hangup=keep'],
    { kind: 'print-config', grace: 5, pager: 'less', hangup: 'keep' },
  ],
  [['--last', '--no-pager'], open({ is: 'number', number: 1 }, { pager: '' })],
  [['--doctor'], { kind: 'doctor' }],
  [['--doctor', '-p', 'less'], { kind: 'doctor', pager: 'less' }],
  [['--list'], { kind: 'list', form: 'lines' }],
  [['--json', '--list'], { kind: 'list', form: 'json' }],
  [
    ['--diff', '@2', '--json', '@1'],
    {
      kind: 'diff',
      form: 'json',
      first: { is: 'number', number: 2 },
      second: { is: 'number', number: 1 },
    },
  ],
  [
    ['--report=lines', '--only=failed', '--but=call=read', '--folds=9', './x'],
    {
      kind: 'lines',
      trace: { is: 'file', path: './x' },
      filters: [
        { wanted: { by: 'failed' }, is: 'only' },
        { wanted: { by: 'call', name: 'read' }, is: 'but' },
      ],
      folds: 9,
    },
  ],
  [['--report=files'], report('files', { is: 'number', number: 1 })],
  [['--report', 'tree', '@2'], report('tree', { is: 'number', number: 2 })],
  [['--report=calls', '-'], report('calls', { is: 'file', path: '-' })],
  [
    ['--report=net', '--json', './x'],
    { ...report('net', { is: 'file', path: './x' }), form: 'json' },
  ],
  [
    ['--quickfix', '--report=slow'],
    { ...report('slow', { is: 'number', number: 1 }), form: 'quickfix' },
  ],
  [['--diff', '@2', '@1'], diff({ is: 'number', number: 2 }, { is: 'number', number: 1 })],
  [['--diff=@2', '@1'], diff({ is: 'number', number: 2 }, { is: 'number', number: 1 })],
  [['--diff', 'a', '-'], diff({ is: 'file', path: 'a' }, { is: 'file', path: '-' })],
  [
    ['--no-pager', '--diff=-', '--', '@1'],
    {
      kind: 'diff',
      form: 'people',
      first: { is: 'file', path: '-' },
      second: { is: 'number', number: 1 },
      pager: '',
    },
  ],
  [
    ['--diff=@1', 'strace', 'ls'],
    run(['strace', 'ls'], { comparedWith: { is: 'number', number: 1 } }),
  ],
  [
    ['--diff=a', '-o', 'b', 'strace'],
    run(['strace'], { output: 'b', comparedWith: { is: 'file', path: 'a' } }),
  ],
  [['--report=failed', '--all'], { ...report('failed', { is: 'number', number: 1 }), isAll: true }],
  [['--forget', '--all'], { kind: 'forget', traces: 'all' }],
  [
    ['--forget', '@2', '@3', 't'],
    {
      kind: 'forget',
      traces: [
        { is: 'number', number: 2 },
        { is: 'number', number: 3 },
        { is: 'file', path: 't' },
      ],
    },
  ],
  [['--init', 'zsh'], { kind: 'init', asked: 'zsh' }],
  [['--init=bash:strace,ltrace'], { kind: 'init', asked: 'bash:strace,ltrace' }],
  [['--init=bash'], { kind: 'init', asked: 'bash' }],
  [['--init', 'fish'], { kind: 'init', asked: 'fish' }],
  [['-h'], { kind: 'help' }],
  [['--help', 'ls'], { kind: 'help' }],
  [['-V'], { kind: 'version' }],
  [['--version'], { kind: 'version' }],
  [['-hV'], { kind: 'help' }],
];

const misused: readonly (readonly [argv: readonly string[], reason: RegExp])[] = [
  [['--'], /no tracer/],
  [['-p', 'less'], /no tracer/],
  [['-o', 'FILE', '--'], /no tracer/],
  [[''], /tracer is empty/],
  [['--', ''], /tracer is empty/],
  [['-x', 'ls'], /unknown option -x;/],
  [['-xp', 'ls'], /unknown option -x;/],
  [['--paper', 'vim', 'ls'], /unknown option --paper \(did you mean --pager\?\);/],
  [['--lsit'], /unknown option --lsit \(did you mean --list\?\);/],
  [['-last'], /unknown option -l \(did you mean --last\?\);/],
  [['--no-pagers=1', 'ls'], /unknown option --no-pagers \(did you mean --no-pager\?\);/],
  [['--constructor'], /unknown option --constructor;/],
  [['--un\nknown', 'ls'], /unknown option/],
  [['--unknown. It is', 'ls'], /unknown option/],
  [['-h', '-x'], /unknown option -x/],
  [['-p'], /--pager needs a value, --pager=CMD;/],
  [['--output'], /--output needs a value, --output=FILE;/],
  [['--hangup=stay', 'ls'], /--hangup must be end or keep, not stay/],
  [['--at=top', 'ls'], /--at must be cause, start or end, not top/],
  [['--report=files', '--at=end'], /--at has no meaning beside --report;/],
  [['--hangup', 'ls'], /--hangup must be end or keep, not ls/],
  [['--init'], /--init/],
  [['--init='], /--init must be zsh, bash, fish or vim, not ;/],
  [['--init=tcsh'], /--init must be zsh, bash, fish or vim, not tcsh;/],
  [['--init=zsh:/bin/strace'], /--init: \/bin\/strace is not the name of a tracer;/],
  [['--init', 'constructor'], /--init must be zsh, bash, fish or vim/],
  [['--grace=soon', 'ls'], /--grace must be a number of seconds, not soon/],
  [['--grace=-1', 'ls'], /--grace must be a number of seconds, not -1/],
  [['--grace=', 'ls'], /--grace must be a number of seconds/],
  [['-o', '', 'ls'], /--output needs a file/],
  [['--output=', 'ls'], /--output needs a file/],
  [['--no-pager=1', 'ls'], /--no-pager takes no value;/],
  [
    ['--pager', '--help', 'ls'],
    /--pager needs a value, and --help is an option \(if not: --pager=--help\);/,
  ],
  [['-o', '--', 'ls'], /--output needs a value, and -- is an option/],
  [['--open'], /--open needs a value, --open=TRACE;/],
  [
    ['--open='],
    /--open takes @1 for the newest trace, @2 for the one before, or a file, not an empty/,
  ],
  [['--open=@0'], /or a file, not @0 \(if it is a file: \.\/@0\);/],
  [['--open=@x'], /or a file, not @x/],
  [['--forget', '@2', '@'], /--forget takes @1 .*, not @ /],
  [['--forget'], /--forget needs @1, @2, …, or --all;/],
  [['--forget', '--all', '@2'], /@2 has no meaning beside --all;/],
  [['--all'], /--all is for --forget and --report alone;/],
  [['--json', 'strace', 'ls'], /--json is for --list, --report and --diff alone;/],
  [['--quickfix', 'strace', 'ls'], /--quickfix is for --report alone;/],
  [
    ['--diff', '@1'],
    /--diff needs two traces, as in --diff @2 @1, or a trace and a tracer, as in --diff=@1 strace ls;/,
  ],
  [['--diff=@1'], /--diff needs two traces/],
  [
    ['--diff', '@1', 'strace', 'ls'],
    /ls has no meaning after strace \(to trace strace: --diff=@1 strace …\);/,
  ],
  [['--diff', '@0', '@1'], /--diff takes @1 .*, not @0/],
  [['--diff', '@1', '@x'], /--diff takes @1 .*, not @x/],
  [['--diff=@0', 'strace', 'ls'], /--diff takes @1 .*, not @0/],
  [['--diff', '-', '-'], /--diff can read standard input once, not as both traces;/],
  [['--diff', '@2', '@1', '-o', 'x'], /-o has no meaning after @1/],
  [['-o', 'x', '--diff', '@2', '@1'], /--output has no meaning beside --diff;/],
  [['--at=end', '--diff', '@2', '@1'], /--at has no meaning beside --diff;/],
  [['--at=end', '--diff=@2', 'strace', 'ls'], /--at has no meaning beside --diff;/],
  [['--json', '--diff=@2', 'strace', 'ls'], /--json has no meaning beside --diff;/],
  [['--report=files', '--diff=@2', 'strace'], /--diff has no meaning beside --report;/],
  [['--report=failed', '--only=failed'], /--only has no meaning beside --report=failed;/],
  [['--report=lines', '--but=thread=x'], /--but must be failed, .*, not thread=x;/],
  [['--report=lines', '--only=pattern=('], /--only=pattern=\(: Invalid regular expression/],
  [['--report=lines', '--folds=many'], /--folds must be a number, not many;/],
  [['--report=lines', '--all'], /--all has no meaning beside --report=lines;/],
  [['--report=lines', '-'], /--report=lines needs a file: it reads the trace twice;/],
  [['--diff=@1', '--json', 'strace', 'ls'], /--json has no meaning beside --diff;/],
  [['--report=nothing'], /--report must be cause, .* or lines, not nothing;/],
  [['--report=files', '@0'], /--report takes @1 .*, not @0/],
  [['--report=files', '@1', '@2'], /@2 has no meaning after @1;/],
  [['--report=files', '--all'], /--all has no meaning beside --report=files;/],
  [['--report=files', '--hangup=end'], /--hangup has no meaning beside --report;/],
  [['--list', 'strace'], /strace has no meaning after --list;/],
  [['--list', ''], /an empty word has no meaning after --list;/],
  [['--last', '--', 'strace'], /strace has no meaning after --last;/],
  [['--open=@2', '@3'], /@3 has no meaning after --open;/],
  [['--init=fish', 'ls'], /ls has no meaning after --init;/],
  [['--doctor', 'ls'], /ls has no meaning after --doctor;/],
  [['--list', '-p', 'less'], /--pager has no meaning beside --list;/],
  [['--last', '-o', 'FILE'], /--output has no meaning beside --last;/],
  [['--doctor', '--grace=5'], /--grace has no meaning beside --doctor;/],
  [['--last', '--list'], /--list has no meaning beside --last;/],
  [['--last', '--open=@2'], /--open has no meaning beside --last;/],
];

describe('readOptions', () => {
  it('asks for the usage if there is no word at all', () => {
    expect(readOptions([])).toEqual({ kind: 'usage' });
  });

  it('never throws: no text of parseArgs reaches a user', () => {
    const spelled = Object.keys(options).flatMap((name) => [
      `--${name}`,
      `--${name}=`,
      `--no-${name}`,
    ]);
    const word = fc.oneof(
      fc.constantFrom(...spelled, '-', '--', '-p', '-o', '-ho', '-pV', '--=', '-=', '---', ''),
      fc.string(),
      fc.string().map((text) => `-${text}`),
      fc.string().map((text) => `--${text}`),
    );
    fc.assert(fc.property(fc.array(word, { maxLength: 5 }), (argv) => void readOptions(argv)));
  });

  it.each(accepted)('accepts %j', (argv, options) => {
    expect(readOptions(argv)).toEqual(options);
  });

  it.each(misused)('rejects %j', (argv, reason) => {
    const read = readOptions(argv);
    expect(read.kind).toBe('misuse');
    const said = read.kind === 'misuse' ? misuse(read.reason) : '';
    expect(said).toMatch(reason);
    expect(said).toMatch(/^vimtrace: cannot read the arguments: [^\n]+; see vimtrace --help$/);
  });

  it('ends no reason with a full stop, because the sentence goes on', () => {
    for (const [argv] of misused) {
      const read = readOptions(argv);
      expect(read.kind === 'misuse' ? read.reason : '.').not.toMatch(/\.$/);
    }
  });
});
