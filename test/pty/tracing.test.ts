/** ^C and ^Z go to the traced program while the tracer runs, and to the pager while the pager is shown. */
import { describe, expect, test } from 'vitest';
import { type Place, place } from '../harness/place.ts';
import { areStopped, family, processOf, switchesOf } from '../harness/proc.ts';
import { type ShellName, shell } from '../harness/shells.ts';
import { quit, status, times, trace } from './typing.ts';

const users: readonly ShellName[] = ['bash', 'zsh', 'dash'];

/** Make work/catcher.pl: it waits for a line, and notes each SIGINT. */
function catcher(where: Place): void {
  where.write(
    'work/catcher.pl',
    `$| = 1;
$SIG{INT} = sub { open my $f, '>>', 'caught'; print $f "caught\\n"; close $f; print "caught it\\n" };
print "waiting\\n";
my $line = <STDIN>;
exit 7;
`,
  );
}

/** Make work/waiter.pl: it waits for a line, and handles no signal. */
function waiter(where: Place): void {
  where.write('work/waiter.pl', '$| = 1; print "waiting\\n"; my $line = <STDIN>; exit 7;');
}

describe.for(users)('in %s', (user) => {
  test('^C reaches a program that catches SIGINT once, and does not reach the pager', async () => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    catcher(where);
    const session = await shell(user, where);
    session.line('vimtrace strace perl catcher.pl');
    await session.sees(/^waiting/);
    // perl runs a handler between two operations: if ^C comes just before read(2), the handler waits for the line.
    const perl = await session.until('perl', () =>
      family(session.pid).find(({ command }) => command.startsWith('perl ')),
    );
    await session.idle(perl.pid);
    session.type('\x03');
    await session.sees(/caught it/);
    session.line('go');
    const { pager } = await session.pager('execve(');
    expect(where.read('work/caught')).toBe('caught\n');
    expect(times(trace(where), '--- SIGINT {')).toBe(1);
    expect(trace(where)).toContain('+++ exited with 7 +++');
    session.type('G');
    await session.sees('+++ exited with 7 +++');
    expect(processOf(pager.pid)?.state).toMatch(/^[RS]$/);
    await quit(session);
    expect(await status(session)).toBe(7);
  });

  test('^C ends a program that does not catch SIGINT, and the trace is shown', async () => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    waiter(where);
    const session = await shell(user, where);
    session.line('vimtrace strace perl waiter.pl');
    await session.sees(/^waiting/);
    session.type('\x03');
    await session.pager('execve(');
    expect(times(trace(where), '--- SIGINT {')).toBe(1);
    session.type('G');
    await session.sees('+++ killed by SIGINT +++');
    await quit(session);
    expect(await status(session)).toBe(130);
  });

  test('^Z stops tracer, program and vimtrace, and fg continues each once', async () => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    waiter(where);
    const session = await shell(user, where);
    session.line('vimtrace strace perl waiter.pl');
    await session.sees(/^waiting/);
    const job = await session.job();
    const members = () => family(session.pid).filter(({ group }) => group === job.group);
    // vimtrace, tracer, program, monitor and guard.
    await session.until('all of the job', () => members().length === 5);
    session.type('\x1a');
    await session.prompt();
    await session.until('all of the job stopped', () => areStopped(members()));
    expect(members().length).toBe(5);
    session.line('fg');
    await session.until('the job in the foreground', () => {
      const now = processOf(job.pid);
      return now?.foreground === now?.group && members().every(({ state }) => !/[tT]/.test(state));
    });
    session.line('go');
    await session.pager('execve(');
    // The trace may lack the program's stop, if the tracer stopped first.
    expect(times(trace(where), '--- SIGTSTP {')).toBeLessThanOrEqual(1);
    expect(times(trace(where), '--- stopped by SIGTSTP ---')).toBeLessThanOrEqual(1);
    expect(times(trace(where), '--- SIGCONT {')).toBe(1);
    await quit(session);
    expect(await status(session)).toBe(7);
  });
});

describe('^C in the pager', () => {
  test.for([
    { pager: 'vim', keys: ':q!\r', answer: /Type\s+:qa/ },
    { pager: 'nvim', keys: ':q!\r', answer: /Type\s+:qa/ },
    { pager: 'less', keys: 'q', answer: undefined },
  ])('reaches $pager alone', async ({ pager, keys, answer }) => {
    const where = place({ VIMTRACE_PAGER: pager });
    const session = await shell('bash', where);
    session.line('vimtrace strace sh -c "exit 3"');
    const found = await session.pager('execve(');
    await session.idle(found.pager.pid);
    const before = switchesOf(found.pager.pid);
    session.type('\x03');
    await session.until('the pager to have noticed', () => switchesOf(found.pager.pid) !== before);
    if (answer !== undefined) await session.sees(answer);
    await session.idle(found.pager.pid);
    session.type('G');
    await session.sees('+++ exited with 3 +++');
    const again = await session.pager('+++ exited with 3 +++');
    expect(again.pager.pid).toBe(found.pager.pid);
    expect(again.job.pid).toBe(found.job.pid);
    await quit(session, keys);
    expect(await status(session)).toBe(3);
  });
});

describe('a big trace', () => {
  test.for([
    { pager: 'vim', keys: ':q!\r', last: ':$\r' },
    { pager: 'nvim', keys: ':q!\r', last: ':$\r' },
    { pager: 'less', keys: 'q', last: 'G' },
  ])('is complete in $pager', async ({ pager, keys, last }) => {
    const where = place({ VIMTRACE_PAGER: pager });
    const session = await shell('bash', where);
    where.write(
      'work/big.pl',
      'open F, ">", "/dev/null"; syswrite F, sprintf "%0500d", $_ for 1 .. 6000; exit 9',
    );
    session.line('vimtrace strace -s 600 perl big.pl');
    await session.pager('execve(');
    const text = trace(where);
    expect(text.length).toBeGreaterThan(3_000_000);
    const written = [...text.matchAll(/^write\(\d+, "0*(\d+)", 500\) += 500$/gm)].map(([, n]) =>
      Number(n),
    );
    expect(written).toEqual(Array.from({ length: 6000 }, (_, index) => index + 1));
    expect(text.endsWith('+++ exited with 9 +++\n')).toBe(true);
    session.type(last);
    await session.sees('+++ exited with 9 +++');
    await quit(session, keys);
    expect(await status(session)).toBe(9);
  });
});
