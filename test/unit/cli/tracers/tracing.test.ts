/** tracing: how vimtrace takes each tracer's trace, and which words the tracer gets. */
import { describe, expect, it } from 'vitest';
import {
  argvOf,
  splitTracing,
  type Tracing,
  withinLimit,
} from '../../../../src/cli/tracers/tracing.ts';
import { tracing } from '../../../../src/cli/tracers/wrappers.ts';

const argvFor = (plan: Tracing, file: string): readonly string[] =>
  plan.by === 'option' ? plan.argv(file) : plan.argv;
const words = (line: string): readonly string[] => line.split(' ');

describe('the profile', () => {
  it.each([
    'strace',
    '/usr/bin/strace',
    './strace',
    'ltrace',
    '../bin/ltrace',
  ])('of %s writes a file', (command) => {
    const plan = tracing(command, ['ls']);
    expect(plan).toMatchObject({ by: 'option', filetype: 'strace', untouched: [command, 'ls'] });
    expect(argvFor(plan, '/spool')).toEqual([command, '-o', '/spool', 'ls']);
  });

  it.each([
    'ls',
    'mystrace',
    'strace64',
    'strace/',
    'toString',
    '__proto__',
    'bpftracer',
  ])('of %s prints its trace', (command) => {
    expect(tracing(command, ['-o', 'x'])).toEqual({
      by: 'stream',
      filetype: '',
      stream: 'both',
      argv: [command, '-o', 'x'],
    });
  });
});

describe('a command line with a trace file or without a trace stays untouched', () => {
  const untouched = [
    '-o x ls',
    '-ox ls',
    '--output=x ls',
    '--output x ls',
    '-fo x ls',
    '-fox ls',
    '-ff -o x ls',
    '-h',
    '--help',
    '-V',
    '--version',
    '-s 9 -V',
    '-e trace=open -o x ls',
    '-tth',
    '-p 1 -o x',
  ];
  it.each(untouched)('as strace %s', (line) => {
    const args = words(line);
    expect(tracing('strace', args)).toMatchObject({ by: 'nothing', argv: ['strace', ...args] });
  });

  const ltraces = [
    '-o x ls',
    '-fo x ls',
    '--output=x ls',
    '-h',
    '-V',
    '-l lib -o x ls',
    '-w 3 -o x ls',
  ];
  it.each(ltraces)('as ltrace %s', (line) => {
    const args = words(line);
    expect(tracing('ltrace', args)).toEqual({ by: 'nothing', argv: ['ltrace', ...args] });
  });
});

describe('options of the traced program are not strace’s', () => {
  const others = [
    'ls -o x',
    'prog -h',
    'prog -V',
    'prog -ff',
    'prog -f -f',
    '-- prog -o x',
    '-- -o x',
    '- -o x',
    '-s 9 prog -o x',
    '-e -o prog',
    '-E -h prog',
    '-u -V prog',
    '--trace -o prog',
    '--env -h prog',
    '-a -o prog',
    '-f prog --output=x',
    '-f prog -f',
    'prog --output-separately',
  ];
  it.each(others)('in strace %s', (line) => {
    const args = words(line);
    const plan = tracing('strace', args);
    expect(plan.by).toBe('option');
    expect(argvFor(plan, 'SPOOL')).toEqual(['strace', '-o', 'SPOOL', ...args]);
  });
});

describe('-ff, where the trace is one file,', () => {
  const reduced: readonly (readonly [string, string])[] = [
    ['-ff ls', '-f ls'],
    ['-f -f ls', '-f ls'],
    ['-fff ls', '-f ls'],
    ['-f -tt -f ls', '-f -t -t ls'],
    ['--follow-forks --output-separately ls', '--follow-forks ls'],
    ['--output-separately -f ls', '-f ls'],
    [
      '-ffttT -e trace=open -s 99 --string-limit=3 prog -ff -o x',
      '-f -t -t -T -e trace=open -s 99 --string-limit=3 prog -ff -o x',
    ],
    ['-ff -s99 -- prog -ff', '-f -s 99 -- prog -ff'],
    ['-ff --trace open --unknown=v prog', '-f --trace=open --unknown=v prog'],
  ];
  it.each(reduced)('is reduced: %s becomes %s', (line, expected) => {
    const args = words(line);
    const plan = tracing('strace', args);
    expect(plan).toMatchObject({ by: 'option', untouched: ['strace', ...args] });
    expect(argvFor(plan, 'SPOOL')).toEqual(['strace', '-o', 'SPOOL', ...words(expected)]);
  });

  it('is reduced without changing empty words and words with spaces', () => {
    const plan = tracing('strace', ['-ff', '-E', 'A=b c', '-e', '', 'prog', '', '-ff']);
    expect(argvFor(plan, 'S')).toEqual([
      'strace',
      '-o',
      'S',
      '-f',
      '-E',
      'A=b c',
      '-e',
      '',
      'prog',
      '',
      '-ff',
    ]);
  });

  it.each(reduced)('is kept where each process has a file: %s', (line) => {
    const args = words(line);
    const plan = splitTracing(tracing('strace', args));
    expect(plan).toMatchObject({ by: 'option', into: 'directory', untouched: ['strace', ...args] });
    expect(plan && argvFor(plan, 'PLACE')).toEqual(['strace', '-o', 'PLACE/trace', ...args]);
    expect(plan && withinLimit(plan)).toBeUndefined();
  });

  it.each([
    '-f ls',
    'ls -ff',
    '-ff -o x ls',
  ])('alone asks for a file for each process, not %s', (line) => {
    expect(splitTracing(tracing('strace', words(line)))).toBeUndefined();
  });

  it('is kept for ltrace', () => {
    expect(argvFor(tracing('ltrace', ['-f', '-f', 'ls']), 'S')).toEqual([
      'ltrace',
      '-o',
      'S',
      '-f',
      '-f',
      'ls',
    ]);
  });
});

describe('a tracer that would handle an ignored signal again', () => {
  const strace = tracing('strace', ['-f', 'ls']);
  it.each([
    ['SIGHUP', 1],
    ['SIGINT', 2],
    ['SIGQUIT', 3],
    ['SIGTERM', 15],
  ] as const)('gets -I3 if %s is ignored and it writes no file for vimtrace', (_name, number) => {
    expect(argvOf(strace, undefined, [number])).toEqual(['strace', '-I3', '-f', 'ls']);
  });

  it('gets no option if no signal is ignored that it would handle', () => {
    expect(argvOf(strace, undefined, [])).toEqual(['strace', '-f', 'ls']);
    expect(argvOf(strace, undefined, [13, 17])).toEqual(['strace', '-f', 'ls']);
    expect(argvOf(tracing('ltrace', ['ls']), undefined, [1])).toEqual(['ltrace', 'ls']);
    expect(argvOf(tracing('perf', ['ls']), undefined, [1])).toEqual(['perf', 'ls']);
  });

  it.each([
    ['strace -p 1', 'strace -I1 -p 1', 'strace -I1 -o SPOOL -p 1'],
    ['strace -f --attach=1', 'strace -I1 -f --attach=1', 'strace -I1 -o SPOOL -f --attach=1'],
    ['strace -I2 -p1', 'strace -I1 -I2 -p1', 'strace -I1 -o SPOOL -I2 -p1'],
    ['strace -p 1 ls', 'strace -I3 -p 1 ls', 'strace -I3 -o SPOOL -p 1 ls'],
    ['strace -f ls -p 1', 'strace -I3 -f ls -p 1', 'strace -I3 -o SPOOL -f ls -p 1'],
    ['sudo strace -p 1', 'sudo strace -I1 -p 1', 'sudo strace -I1 -o SPOOL -p 1'],
    ['sudo -n strace ls', 'sudo -n strace -I3 ls', 'sudo -n strace -I3 -o SPOOL ls'],
    ['sudo -u x strace ls', 'sudo -u x strace -I3 ls', 'sudo -u x strace -I3 ls'],
    ['sudo -u x strace -p 1', 'sudo -u x strace -I1 -p 1', 'sudo -u x strace -I1 -p 1'],
    ['strace -o own -p 1', 'strace -I1 -o own -p 1', 'strace -I1 -o own -p 1'],
    [
      'env A=b strace -o own -p 1',
      'env A=b strace -I1 -o own -p 1',
      'env A=b strace -I1 -o own -p 1',
    ],
    ['ssh host strace -p 1', 'ssh host strace -p 1', 'ssh host strace -p 1'],
  ])('gets -I1 if it attaches, and -I3 otherwise: %s', (line, without, withFile) => {
    const [command = '', ...args] = words(line);
    const plan = tracing(command, args);
    expect(argvOf(plan, undefined, [1])).toEqual(words(without));
    expect(argvOf(plan, 'SPOOL', [1])).toEqual(words(withFile));
  });
});

describe('withinLimit', () => {
  const copying = (path: string): string =>
    `|trap '' XFSZ HUP INT QUIT TERM; cat >${path} 2>/dev/null; exec cat >/dev/null`;

  it('sends the trace of strace to a process that survives the limit, also behind sudo', () => {
    const plan = withinLimit(tracing('strace', ['-f', 'ls']));
    expect(plan && argvOf(plan, '/s/trace', [])).toEqual([
      ...['strace', '-o', copying('/s/trace'), '-f', 'ls'],
    ]);
    const odd = withinLimit(tracing('sudo', ['strace', 'ls']));
    expect(odd && argvOf(odd, "/it's", [])).toEqual([
      ...['sudo', 'strace', '-o', copying(`'/it'\\''s'`), 'ls'],
    ]);
  });

  it.each([
    ['ltrace', ['ls']],
    ['tcpdump', []],
    ['strace', ['-V']],
    ['ls', []],
  ] as const)('knows no such way for %s %j', (command, args) => {
    expect(withinLimit(tracing(command, args))).toBeUndefined();
  });
});
