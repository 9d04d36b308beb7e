/** The program keeps its own streams. The trace never mixes with them, and is not lost without a terminal. */
import { describe, expect, test } from 'vitest';
import { outcome } from '../harness/command.ts';
import { type Place, place } from '../harness/place.ts';
import { linksOf, type Process } from '../harness/proc.ts';
import { type ShellName, shell } from '../harness/shells.ts';
import { guarded } from './faults.ts';
import { quit, run, spools, status, trace } from './typing.ts';

const users: readonly ShellName[] = ['bash', 'zsh', 'dash'];
/** A Perl script that prints all byte values many times, and no newline at the end. */
const bytes = 'print map { chr($_ % 256) } 0 .. 99_999; print "end"';

describe.for(users)('redirected, in %s', (user) => {
  test.for([
    { how: 'from a pipe', line: 'cat given | vimtrace strace cat >got' },
    { how: 'from a file', line: 'vimtrace strace cat <given >got' },
    { how: 'between two pipes', line: 'cat given | vimtrace strace cat | cat >got' },
  ])('stdin and stdout belong to the program: $how', async ({ line }) => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    const session = await shell(user, where);
    await run(session, `perl -e '${bytes}' >given`);
    session.line(line);
    await session.sees('execve(');
    expect(await session.isAlternate()).toBe(true);
    session.type('G');
    await session.sees('+++ exited with 0 +++');
    await quit(session);
    await run(session, 'cmp given got; echo $? >same');
    expect(where.read('work/same')).toBe('0\n');
  });

  test.for([
    { how: 'strace', line: 'strace -e trace=none cat nosuch' },
    { how: 'strace, by a signal', line: 'strace -e trace=none sh -c "echo out; kill -9 \\$\\$"' },
    { how: 'strace, misused', line: 'strace --bogus' },
    { how: 'ltrace', line: 'ltrace -e nothing echo hello' },
    { how: 'any command', line: 'sh -c "echo out; echo err >&2; exit 3"' },
  ])('stderr holds what the tracer alone would write: $how', async ({ line }) => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    const session = await shell(user, where);
    await run(session, `{ ${line}; } >bare.out 2>bare.err; echo $? >bare.code`);
    await run(session, `{ vimtrace ${line}; } >ours.out 2>ours.err; echo $? >ours.code`);
    const files = (name: string): readonly string[] =>
      ['out', 'err', 'code'].map((file) =>
        where.read(`work/${name}.${file}`).replace(/\[pid \d+\]/g, ''),
      );
    expect(files('ours')).toEqual(files('bare'));
  });

  test('the tracer is the shell’s own child if stderr is redirected', async () => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    where.write(
      'work/up.pl',
      'open S, "/proc/" . getppid . "/stat"; $_ = <S>; /.*\\) . (\\d+)/; print $1;',
    );
    const session = await shell(user, where);
    await run(session, 'vimtrace strace -e trace=none perl up.pl 2>err >got');
    expect(where.read('work/got')).toBe(String(session.pid));
  });
});

describe('output and trace', () => {
  test('do not mix: the screen has the output, the pager has the trace', async () => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    where.write('work/loud', 'echo loud-out\necho loud-err >&2\n');
    const session = await shell('bash', where);
    session.line('clear; vimtrace strace -e trace=execve sh loud');
    await session.pager('execve(');
    expect(trace(where)).toMatch(
      /^execve\([^\n]*\n(--- SIG[^\n]*\n)*\+\+\+ exited with 0 \+\+\+\n$/,
    );
    expect(await session.isAlternate()).toBe(true);
    await quit(session);
    expect((await session.screen()).slice(0, 3).map((line) => line.trim())).toEqual([
      'loud-out',
      'loud-err',
      'ready#',
    ]);
  });

  test('are the same for a command that is no tracer', async () => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    const session = await shell('bash', where);
    session.line("vimtrace sh -c 'echo out; echo err >&2'");
    await session.pager(/^out/);
    expect(trace(where)).toBe('out\nerr\n');
    await quit(session);
  });

  test('are separate for a command that is no tracer if its stdout is redirected', async () => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    const session = await shell('bash', where);
    session.line("vimtrace sh -c 'echo out; echo err >&2' >got");
    await session.pager(/^err/);
    expect(trace(where)).toBe('err\n');
    await quit(session);
    expect(where.read('work/got')).toBe('out\n');
  });
});

describe('without a pager', () => {
  test.for([
    'vimtrace --no-pager',
    'VIMTRACE_PAGER= vimtrace',
    'VIMTRACE_PAGER=cat vimtrace',
    'vimtrace -p cat',
    "vimtrace --pager=''",
  ])('the trace goes to the terminal: %s', async (command) => {
    const where = place();
    const session = await shell('bash', where);
    session.line(`${command} strace -e trace=none sh -c "exit 5"`);
    await session.sees(/^\+\+\+ exited with 5 \+\+\+/);
    await session.prompt();
    expect(await status(session)).toBe(5);
    expect(session.transcript).not.toContain('\x1b[?1049h');
  });
});

describe('-o', () => {
  test('writes the trace to the file, and shows the trace', async () => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    where.write('work/kept', 'what was there before\n'.repeat(99));
    const session = await shell('bash', where);
    session.line('vimtrace -o kept strace -e trace=none sh -c "exit 5"');
    await session.pager('+++ exited with 5 +++');
    expect(spools(where)).toEqual([]);
    await quit(session);
    expect(await status(session)).toBe(5);
    expect(where.read('work/kept')).toBe('+++ exited with 5 +++\n');
  });

  test('after strace is strace’s own option, and nothing is paged', async () => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    const session = await shell('bash', where);
    session.line('vimtrace strace -e trace=none -o own sh -c "exit 5"');
    expect(await status(session)).toBe(5);
    expect(where.read('work/own')).toBe('+++ exited with 5 +++\n');
    expect(session.transcript).not.toContain('\x1b[?1049h');
  });
});

describe('descriptors', () => {
  test.for([
    {
      how: 'of a process substitution',
      line: 'vimtrace strace -e trace=none cat <(echo hello) >got',
    },
    {
      how: 'for writing',
      line: "vimtrace strace -e trace=none sh -c 'echo hello >&3' 3>got",
    },
    {
      how: 'above nine',
      line: "vimtrace strace -e trace=none bash -c 'echo hello >&12' 12>got",
    },
    {
      how: 'with stdin closed',
      line: "vimtrace strace -e trace=none sh -c 'echo hello >&5' 5>got <&-",
    },
  ])('reach the program: $how', async ({ line }) => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    const session = await shell('bash', where);
    session.line(line);
    await session.pager('+++ exited with 0 +++');
    await quit(session);
    expect(where.read('work/got')).toBe('hello\n');
  });
});

describe('descriptors that the user opened', () => {
  /** The command lines of those `processes` that have work/given open. */
  const haveGiven = (where: Place, processes: readonly Process[]): readonly string[] =>
    processes
      .filter(({ pid }) => linksOf(pid).includes(`${where.directory}/work/given`))
      .map(({ command }) => command);

  test('are closed in every process but tracer and program, below 16 and above', async () => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    const session = await shell('bash', where);
    await run(session, 'exec 7>given 12>&7 16>&7 40>&7');
    session.line('vimtrace strace -e trace=none sh -c "echo hello >&7; exit 3"');
    const { job, monitor, pager, guard } = await guarded(session, '+++ exited with 3 +++');
    expect(haveGiven(where, [job, monitor, pager, guard])).toEqual([]);
    process.kill(pager.pid, 'SIGKILL');
    await session.sees('vimtrace --last opens it');
    session.line('clear; vimtrace --last');
    const last = await guarded(session, '+++ exited with 3 +++');
    expect(haveGiven(where, [last.job, last.monitor, last.pager, last.guard])).toEqual([]);
    await quit(session);
    expect(where.read('work/given')).toBe('hello\n');
  });

  test('are closed when the tracer ends, so that a reader sees the end of file', async () => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    where.write('work/some', 'hello\n');
    const session = await shell('bash', where);
    where.write('work/reader', 'cat pipe >got; echo over >over\n');
    await run(session, 'mkfifo pipe; sh reader & true');
    session.line('vimtrace strace -e trace=none tee /dev/fd/5 <some 5>pipe');
    await session.pager('+++ exited with 0 +++');
    await session.until('the end of what is read', () => where.list('work').includes('over'));
    await quit(session);
    expect(where.read('work/got')).toBe('hello\n');
  });

  test('can be named by --output', async () => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    const session = await shell('bash', where);
    session.line('vimtrace -o /dev/fd/5 strace -e trace=none sh -c "exit 3" 5>given');
    await session.pager('+++ exited with 3 +++');
    await quit(session);
    expect(await status(session)).toBe(3);
    expect(where.read('work/given')).toBe('+++ exited with 3 +++\n');
  });
});

describe('without any terminal', () => {
  /** Run `line` in a session of its own, with pipes as its streams. */
  const alone = (where: Place, line: string) =>
    outcome(where, 'setsid', ['--wait', 'sh', '-c', line], { input: 'given' });

  test.for([
    'strace -e trace=none cat',
    'strace -e trace=none sh -c "echo err >&2; exit 9"',
    'strace --bogus',
    'sh -c "cat; echo err >&2; exit 9"',
  ])('vimtrace does what the tracer alone does: %s', (line) => {
    const where = place();
    const [bare, ours] = [alone(where, line), alone(where, `vimtrace ${line}`)];
    expect([ours.stdout, ours.stderr, ours.status]).toEqual([
      bare.stdout,
      bare.stderr,
      bare.status,
    ]);
  });

  test('-o still writes the trace', () => {
    const where = place();
    const ours = alone(where, 'vimtrace -o kept strace -e trace=none cat');
    expect([ours.stdout, ours.status]).toEqual(['given', 0]);
    expect(where.read('work/kept')).toBe('+++ exited with 0 +++\n');
  });
});
