/** tracing through sudo, env and ssh: the command behind them decides. */
import { describe, expect, it } from 'vitest';
import { argvOf, splitTracing } from '../../../../src/cli/tracers/tracing.ts';
import { tracing } from '../../../../src/cli/tracers/wrappers.ts';

/** A space separates two words; _ stands for a space within a word. */
const words = (line: string): readonly string[] =>
  line.split(' ').map((word) => word.replaceAll('_', ' '));

function plan(line: string) {
  const [command = '', ...args] = words(line);
  return tracing(command, args);
}

describe('a trace goes to a file that vimtrace makes', () => {
  it.each([
    ['sudo strace ls', 'sudo strace -o SPOOL ls'],
    ['sudo -nE A=b strace -f ls -o x', 'sudo -nE A=b strace -o SPOOL -f ls -o x'],
    ['sudo A=b -p strace strace ls', 'sudo A=b -p strace strace -o SPOOL ls'],
    ['sudo -- strace ls', 'sudo -- strace -o SPOOL ls'],
    ['sudo -u root strace ls', 'sudo -u root strace -o SPOOL ls'],
    ['sudo --user=#0 strace ls', 'sudo --user=#0 strace -o SPOOL ls'],
    ['sudo -g adm strace ls', 'sudo -g adm strace -o SPOOL ls'],
    ['sudo -i strace ls', 'sudo -i strace -o SPOOL ls'],
    ['sudo strace -ff ls', 'sudo strace -o SPOOL -f ls'],
    ['sudo env A=b perf trace ls', 'sudo env A=b perf trace -o SPOOL ls'],
    ['/usr/bin/sudo /usr/bin/bpftrace x.bt', '/usr/bin/sudo /usr/bin/bpftrace -o SPOOL x.bt'],
    ['env strace ls', 'env strace -o SPOOL ls'],
    ['env - A=b B=c strace ls', 'env - A=b B=c strace -o SPOOL ls'],
    ['env -i -u HOME -C / A= strace ls', 'env -i -u HOME -C / A= strace -o SPOOL ls'],
    ['env -u strace ltrace ls', 'env -u strace ltrace -o SPOOL ls'],
  ])('for %s', (line, expected) => {
    const found = plan(line);
    expect(found).toMatchObject({ by: 'option', maker: 'vimtrace', filetype: expect.any(String) });
    expect(argvOf(found, 'SPOOL', [])).toEqual(words(expected));
    expect(argvOf(found, undefined, [])).toEqual(words(line));
  });

  it('but without a file strace gets -I3 if signals are ignored', () => {
    expect(argvOf(plan('sudo -n strace ls'), undefined, [1])).toEqual(
      words('sudo -n strace -I3 ls'),
    );
  });
});

describe('a file for each process', () => {
  it('is made by strace behind env', () => {
    const split = splitTracing(plan('env A=b strace -ff ls'));
    expect(split).toMatchObject({ by: 'option', into: 'directory' });
    expect(split && argvOf(split, 'PLACE', [])).toEqual(
      words('env A=b strace -o PLACE/trace -ff ls'),
    );
  });

  it.each([
    'sudo strace -ff ls',
    'ssh host strace -ff ls',
    'env strace -f ls',
  ])('is not made by %s', (line) => {
    expect(splitTracing(plan(line))).toBeUndefined();
  });
});

describe('a trace is taken as it is printed', () => {
  it.each([
    ['sudo -u nobody strace ls', 'stderr', 'strace'],
    ['sudo -unobody strace ls', 'stderr', 'strace'],
    ['sudo --user nobody bpftrace x.bt', 'stdout', ''],
    ['sudo -R /srv strace ls', 'stderr', 'strace'],
    ['sudo tcpdump -i lo', 'stdout', ''],
    ['sudo dmesg', 'both', ''],
    ['env A=b ls', 'both', ''],
    ['ssh host strace ls', 'stderr', 'strace'],
    ['ssh host strace_-f_ls', 'stderr', 'strace'],
    ['ssh -p 22 -i key -o A=b me@host ltrace ls', 'stderr', 'strace'],
    ['ssh host -p 22 strace ls', 'stderr', 'strace'],
    ['ssh -p22 -- host strace ls', 'stderr', 'strace'],
    ['ssh host sudo -u nobody A=b valgrind ls', 'stderr', 'valgrind'],
    ['ssh host tcpdump -i lo', 'stdout', ''],
    ['ssh -t host sudo strace ls', 'both', 'strace'],
    ['ssh -tt host tcpdump', 'both', ''],
    ['ssh host cd_/_&&_strace_ls', 'both', ''],
  ])('for %s, on %s', (line, stream, filetype) => {
    expect(plan(line)).toMatchObject({ by: 'stream', stream, filetype, argv: words(line) });
  });
});

describe('a command line stays untouched', () => {
  it.each([
    'sudo',
    'sudo -i',
    'sudo A=b',
    'sudo -l strace',
    'sudo -b strace ls',
    'sudo -e file',
    'sudo -V',
    'sudo strace -o x ls',
    'sudo -u nobody strace -V',
    'sudo perf stat ls',
    'sudo gdb prog',
    'env',
    'env A=b',
    'env --help',
    'env -S strace_ls',
    'env A=b strace -o x ls',
    'ssh',
    'ssh host',
    'ssh -N host',
    'ssh -f host strace ls',
    'ssh -V',
    'ssh -O exit host',
    'ssh host strace_-o_x_ls',
    'ssh host strace -o x ls',
  ])('as %s', (line) => {
    expect(plan(line)).toMatchObject({ by: 'nothing', argv: words(line) });
  });
});
