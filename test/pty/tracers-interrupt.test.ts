/** Tracers that print a summary on ^C: the kernel sends them SIGINT, and vimtrace waits for their end. */
import { createSocket } from 'node:dgram';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { place } from '../harness/place.ts';
import { childrenOf, isAside } from '../harness/proc.ts';
import type { Session } from '../harness/session.ts';
import { shell } from '../harness/shells.ts';
import { obstacle } from '../harness/tools.ts';
import { quit, status, times, trace } from './typing.ts';

const wide = { columns: 200, rows: 40 };

/** The process that vimtrace traces with. */
async function tracerOf(session: Session): Promise<number> {
  const job = await session.job();
  const tracer = await session.until('the tracer', () =>
    childrenOf(job.pid).find((child) => !isAside(child)),
  );
  return tracer.pid;
}

/** Whether a process has a handler for `signal` (proc_pid_status(5)). */
function listensTo(pid: number, signal: number): boolean {
  const mask = /^SigCgt:\s*([0-9a-f]+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1];
  return ((BigInt(`0x${mask ?? 0}`) >> BigInt(signal - 1)) & 1n) === 1n;
}

test('bpftrace shows its counts after ^C', async (context) => {
  const reason = obstacle('bpftrace', ['-e', 'BEGIN { @n = 4; exit(); }'], /@n: 4/);
  if (reason !== undefined) return context.skip(reason);
  const where = place({ VIMTRACE_PAGER: 'less' });
  const session = await shell('bash', where, wide);
  session.line(
    `vimtrace bpftrace --unsafe -e 'BEGIN { @n = 4; system("touch begun"); } END { printf("at the end\\n"); }'`,
  );
  await session.until('it to begin', () => where.list('work').includes('begun'));
  // system(3) ignores ^C while it runs (T9).
  const pid = await tracerOf(session);
  await session.until('it to listen to ^C', () => listensTo(pid, 2));
  // A ^C that comes before its wait has no effect.
  await session.idle(pid);
  session.type('\x03');
  await session.pager('@n: 4');
  expect(times(trace(where), 'at the end')).toBe(1);
  await quit(session);
  expect(await status(session)).toBe(0);
});

test('perf trace -s shows its summary after ^C, which ended the program too', async (context) => {
  const reason = obstacle('perf', ['trace', '-s', 'true'], /Summary of events/);
  if (reason !== undefined) return context.skip(reason);
  const where = place({ VIMTRACE_PAGER: 'less' });
  where.write('work/waiter.pl', '$| = 1; print "waiting\\n"; my $line = <STDIN>; exit 7;');
  const session = await shell('bash', where, wide);
  session.line('vimtrace perf trace -s perl waiter.pl');
  await session.sees(/^waiting/);
  session.type('\x03');
  await session.pager('Summary of events');
  expect(trace(where)).toMatch(/^ *read +\d+/m);
  await quit(session);
});

test('tcpdump shows the packets so far after ^C', async (context) => {
  const reason = obstacle('tcpdump', ['-i', 'lo', '-L'], /Data link types/);
  if (reason !== undefined) return context.skip(reason);
  const where = place({ VIMTRACE_PAGER: 'less' });
  const session = await shell('bash', where, wide);
  const socket = createSocket('udp4');
  await new Promise<void>((bound) => socket.bind(0, '127.0.0.1', bound));
  const { port } = socket.address();
  session.line(`vimtrace tcpdump -n -i lo --immediate-mode udp port ${port}`);
  await session.sees('listening on lo');
  await new Promise((sent) => socket.send('hello', port, '127.0.0.1', sent));
  socket.close();
  await session.idle(await tracerOf(session));
  session.type('\x03');
  await session.pager(new RegExp(`> 127.0.0.1.${port}: UDP, length 5`));
  await quit(session);
  await session.sees('1 packet captured');
  expect(await status(session)).toBe(0);
});

test('a second ^C reaches the tracer too, and vimtrace still waits for its end', async () => {
  const where = place({ VIMTRACE_PAGER: 'less' });
  where.write(
    'work/counter.pl',
    `$| = 1;
my $asked = 0;
$SIG{INT} = sub { $asked++; open my $f, '>>', 'asked'; print $f "$asked\\n"; close $f };
open my $f, '>>', 'asked'; print $f "0\\n"; close $f;
select undef, undef, undef, 600 while $asked < 2;
print "the summary\\n";
`,
  );
  const session = await shell('bash', where, wide);
  session.line('vimtrace perl counter.pl');
  for (const count of ['0', '1']) {
    await session.until(`to be asked for the ${count}. time`, () =>
      where.list('work').includes('asked')
        ? where.read('work/asked').endsWith(`${count}\n`)
        : false,
    );
    // perl runs the handler of a signal that comes before its select(2) only afterwards.
    await session.idle(await tracerOf(session));
    session.type('\x03');
  }
  await session.pager('the summary');
  expect(where.read('work/asked')).toBe('0\n1\n2\n');
  await quit(session);
  expect(await status(session)).toBe(0);
});
