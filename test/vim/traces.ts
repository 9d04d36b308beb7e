/** Traces that the strace at hand makes of one program, with ten sets of options. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execaSync } from 'execa';
import { onTestFinished } from 'vitest';

/** What strace may put before and behind a call. All follow children, except the last. */
export const optionSets: readonly (readonly string[])[] = [
  ['-f'],
  ['-f', '-t', '-T'],
  ['-f', '-tt', '-y'],
  ['-f', '-ttt', '-yy'],
  ['-f', '-r'],
  ['-f', '-n', '-i'],
  ['-f', '-Y', '-T'],
  ['-f', '-tt', '-r', '-n', '-i', '-T', '-Y', '-yy'],
  ['-f', '-x', '-v', '-s', '200'],
  ['-tt', '-T'],
];

/**
 * A program with what a trace can show: a descriptor that is copied, inherited and read by a child, failed calls, a
 * string that looks like a failure, a signal, a child that ends with 3, and a child that is killed. The program fails
 * because its last file is missing.
 */
const program = `
use POSIX ();
my $word = ') = -1 ENOENT (x)';
my $fd = POSIX::open("given", POSIX::O_RDONLY);
POSIX::dup2($fd, 9);
POSIX::read($fd, my $text, 4);
POSIX::close($fd);
pipe(my $reader, my $writer);
my $pid = fork();
if ($pid == 0) { POSIX::read(9, $text, 4); syswrite($writer, $word); sysread($reader, my $never, 9) if 0; POSIX::_exit(3); }
sysread($reader, my $read, 100);
waitpid($pid, 0);
POSIX::close(9);
POSIX::open("missing/one"); POSIX::open("missing/two");
$SIG{USR1} = sub { };
kill 'USR1', $$;
$pid = fork();
if ($pid == 0) { kill 'TERM', $$; }
waitpid($pid, 0);
chdir('..');
POSIX::open("missing/three") or die "cannot open missing/three: $!\\n";
`;

export type Trace = { readonly file: string; readonly lines: readonly string[] };

/** The trace of the program with `options`. */
export function record(...options: readonly string[]): Trace {
  return trace(options, (directory) => {
    writeFileSync(join(directory, 'given'), 'some text that is read\n');
    writeFileSync(join(directory, 'program.pl'), program);
    return ['perl', 'program.pl'];
  });
}

/** The trace of a program whose threads share their descriptors. */
export const recordThreads = (...options: readonly string[]): Trace =>
  trace(options, () => [process.execPath, '-e', 'require("fs").readFile("/etc/passwd", () => {})']);

/** The trace of a shell whose vfork returns after the child has run: dash makes its processes so. */
export const recordVfork = (...options: readonly string[]): Trace =>
  trace(options, () => ['sh', '-c', '/bin/true; :']);

function trace(
  options: readonly string[],
  prepare: (directory: string) => readonly string[],
): Trace {
  const directory = mkdtempSync(join(tmpdir(), 'vimtrace-trace-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const file = join(directory, 'trace');
  const args = [...options, '-o', file, '--', ...prepare(directory)];
  execaSync('strace', args, {
    cwd: directory,
    env: { LC_ALL: 'C' },
    stdio: 'ignore',
    reject: false,
  });
  return { file, lines: readFileSync(file, 'latin1').trimEnd().split('\n') };
}

/** The numbers of the lines that `is` accepts, from 1 as in Vim. */
export const numbers = (lines: readonly string[], is: (line: string) => boolean): number[] =>
  lines.flatMap((line, index) => (is(line) ? [index + 1] : []));
