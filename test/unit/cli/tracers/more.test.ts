/** tracing: the profiles of all tracers except strace and ltrace, by their documented options. */
import { describe, expect, it } from 'vitest';
import { argvOf } from '../../../../src/cli/tracers/tracing.ts';
import { tracing } from '../../../../src/cli/tracers/wrappers.ts';

/** A space separates two words; _ stands for a space within a word. */
const words = (line: string): readonly string[] =>
  line.split(' ').map((word) => word.replaceAll('_', ' '));

function plan(line: string) {
  const [command = '', ...args] = words(line);
  return tracing(command, args);
}

describe('a trace goes to a file', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['perf trace ls', 'perf trace -o SPOOL ls'],
    ['perf trace -e open ls -o x', 'perf trace -o SPOOL -e open ls -o x'],
    ['perf trace -F all ls', 'perf trace -o SPOOL -F all ls'],
    ['perf --debug trace trace -p 1', 'perf --debug trace trace -o SPOOL -p 1'],
    ['perf trace -- prog -h', 'perf trace -o SPOOL -- prog -h'],
    ['perf trace --call-graph -o prog', 'perf trace -o SPOOL --call-graph -o prog'],
    ['/usr/bin/perf trace ls', '/usr/bin/perf trace -o SPOOL ls'],
    ['bpftrace -e BEGIN{}', 'bpftrace -o SPOOL -e BEGIN{}'],
    ['bpftrace tool.bt -c prog_-h', 'bpftrace -o SPOOL tool.bt -c prog_-h'],
    ['bpftrace -e -d -p 1', 'bpftrace -o SPOOL -e -d -p 1'],
    ['valgrind ls', 'valgrind --log-file=SPOOL ls'],
    [
      'valgrind --tool=massif -v ls --log-file=x',
      'valgrind --log-file=SPOOL --tool=massif -v ls --log-file=x',
    ],
    ['stap x.stp -c prog', 'stap -o SPOOL x.stp -c prog'],
    ['stap -e -l -x 1', 'stap -o SPOOL -e -l -x 1'],
  ];
  it.each(rows)('for %s', (line, expected) => {
    const found = plan(line);
    expect(found).toMatchObject({ by: 'option', maker: 'vimtrace', untouched: words(line) });
    expect(argvOf(found, 'SPOOL', [])).toEqual(words(expected));
    expect(argvOf(found, undefined, [1])).toEqual(words(line));
  });

  it('whose path has each % doubled for valgrind, which expands %', () => {
    expect(argvOf(plan('valgrind ls'), '/a%p/%%b/$&', [])).toEqual([
      'valgrind',
      '--log-file=/a%%p/%%%%b/$&',
      'ls',
    ]);
    expect(argvOf(plan('perf trace ls'), '/a%p', [])).toEqual([
      'perf',
      'trace',
      '-o',
      '/a%p',
      'ls',
    ]);
  });
});

describe('a trace is taken as it is printed', () => {
  it.each([
    ['tcpdump -i lo port 80', 'stdout'],
    ['tcpdump -r -w', 'stdout'],
    ['tcpdump -s -D', 'stdout'],
    ['uftrace prog record', 'stdout'],
    ['uftrace -D 3 prog', 'stdout'],
    ['uftrace -d record replay', 'stdout'],
    ['uftrace report --sort -V', 'stdout'],
    ['sysdig proc.name=x', 'stdout'],
    ['sysdig -c -w', 'stdout'],
    ['gdb --batch prog', 'both'],
    ['gdb -batch -ex run prog', 'both'],
    ['gdb prog -ex -v -batch', 'both'],
    ['gdb -batch --args prog --version', 'both'],
    ['valgrind --trace-children=yes make', 'stderr'],
    ['valgrind -q --trace-children=yes make', 'stderr'],
  ])('for %s, on %s', (line, stream) => {
    expect(plan(line)).toMatchObject({ by: 'stream', stream, argv: words(line) });
  });
});

describe('a command line stays untouched', () => {
  it.each([
    'perf',
    'perf stat ls',
    'perf record trace',
    'perf --version',
    'perf -h',
    'perf top',
    'perf trace -o x ls',
    'perf trace --output=x ls',
    'perf trace -ox ls',
    'perf trace -h',
    'perf trace record ls',
    'perf trace -a record ls',
    'bpftrace -o x -e BEGIN{}',
    'bpftrace tool.bt -o x',
    'bpftrace -l *sleep*',
    'bpftrace -V',
    'bpftrace --info',
    'bpftrace -dd -e BEGIN{}',
    'valgrind --log-file=x ls',
    'valgrind --log-fd=9 ls',
    'valgrind --xml=yes --xml-file=x ls',
    'valgrind --vgdb-error=0 ls',
    'valgrind --version',
    'valgrind -h',
    'uftrace record prog',
    'uftrace -d x record prog',
    'uftrace tui',
    'uftrace -V',
    'uftrace --help',
    'tcpdump -w x',
    'tcpdump -i lo -wx',
    'tcpdump port 80 -w x',
    'tcpdump -D',
    'tcpdump --list-interfaces',
    'tcpdump -nd port 80',
    'tcpdump --version',
    'gdb',
    'gdb prog',
    'gdb -q prog core',
    'gdb --args prog --batch',
    'gdb -args prog -batch',
    'gdb -batch --version',
    'gdb -ex -batch prog',
    'sysdig -w x',
    'sysdig proc.name=x -w x',
    'sysdig -l',
    'stap -V',
    'stap -L kernel.*',
    'stap x.stp -o x',
    'stap -p4 x.stp',
    'stap -F x.stp',
    'stap --monitor=1 x.stp',
  ])('as %s', (line) => {
    expect(plan(line)).toEqual({ by: 'nothing', argv: words(line) });
  });
});

it.each([
  ['strace', 'strace'],
  ['ltrace', 'strace'],
  ['perf trace', 'strace'],
  ['valgrind', 'valgrind'],
  ['bpftrace', ''],
  ['tcpdump', ''],
])('the filetype of %s is %j', (line, filetype) => {
  expect(plan(`${line} x`)).toMatchObject({ filetype });
});
