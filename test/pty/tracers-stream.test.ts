/** Tracers that only print their trace: which stream is paged, and what stays on the terminal. */
import { execaSync } from 'execa';
import { expect, test } from 'vitest';
import { type Place, place } from '../harness/place.ts';
import { shell } from '../harness/shells.ts';
import { obstacle } from '../harness/tools.ts';
import { quit, run, status, trace } from './typing.ts';

const wide = { columns: 200, rows: 40 };

/** Compile a program for gdb and uftrace: it prints a line, and exits with 3. */
function compile(where: Place): void {
  where.write(
    'work/p.c',
    '#include <stdio.h>\nint twice(int n) { return 2 * n; }\nint main() { printf("says %d\\n", twice(21)); return 3; }\n',
  );
  execaSync('cc', ['-g', '-pg', '-o', 'p', 'p.c'], { cwd: `${where.directory}/work` });
}

/** Make work/packets, a capture of one UDP packet to port 9 of the loopback interface (pcap, link type 101, raw IP). */
function capture(where: Place): void {
  const ip = Buffer.from('4500001e00010000401100007f0000017f000001', 'hex');
  const udp = Buffer.from('30390009000a00006869', 'hex');
  const packet = Buffer.concat([ip, udp]);
  const header = Buffer.from('d4c3b2a1020004000000000000000000ffff000065000000', 'hex');
  const record = Buffer.alloc(16);
  record.writeUInt32LE(packet.length, 8);
  record.writeUInt32LE(packet.length, 12);
  where.write(
    'work/packets.hex',
    Buffer.concat([header, record, packet]).toString('hex').replace(/../g, '\\x$&'),
  );
  execaSync('bash', ['-c', 'printf "$(cat packets.hex)" >packets'], {
    cwd: `${where.directory}/work`,
  });
}

test('gdb --batch is paged with the output of its program', async (context) => {
  const reason = obstacle('gdb', ['--batch', '-ex', 'run', '/bin/true'], /exited normally/);
  if (reason !== undefined) return context.skip(reason);
  const where = place({ VIMTRACE_PAGER: 'less' });
  compile(where);
  const session = await shell('bash', where, wide);
  session.line("vimtrace gdb -batch -ex 'break twice' -ex run -ex bt -ex continue ./p");
  await session.pager('Breakpoint 1 at');
  expect(trace(where)).toMatch(/^#0 +twice \(n=21\)/m);
  expect(trace(where)).toMatch(/^says 42$/m);
  await quit(session);
  expect(await status(session)).toBe(0);
});

test('gdb without --batch stays interactive', async (context) => {
  const reason = obstacle('gdb', ['--batch', '-ex', 'print 6*7'], /42/);
  if (reason !== undefined) return context.skip(reason);
  const where = place({ VIMTRACE_PAGER: 'less' });
  const session = await shell('bash', where, wide);
  session.line('vimtrace gdb -q');
  await session.sees('(gdb)');
  session.line('print 6*7');
  await session.sees('$1 = 42');
  session.line('quit 4');
  expect(await status(session)).toBe(4);
});

test('uftrace is paged with the output of its program', async (context) => {
  const where = place({ VIMTRACE_PAGER: 'less' });
  compile(where);
  const reason = obstacle('uftrace', [`${where.directory}/work/p`], /twice\(\)/);
  if (reason !== undefined) return context.skip(reason);
  const session = await shell('bash', where, wide);
  session.line('vimtrace uftrace ./p');
  await session.pager('twice()');
  expect(trace(where)).toMatch(/says 42/);
  await quit(session);
  await run(session, 'clear; vimtrace uftrace record -d kept.data ./p');
  await session.sees('says 42');
  session.line('clear; vimtrace uftrace replay -d kept.data');
  await session.pager('twice()');
  expect(trace(where)).not.toMatch(/says 42/);
  await quit(session);
});

test('tcpdump’s packets are paged, and its messages stay on the terminal', async (context) => {
  const where = place({ VIMTRACE_PAGER: 'less' });
  capture(where);
  const reason = obstacle('tcpdump', ['-nr', `${where.directory}/work/packets`], /UDP, length 2/);
  if (reason !== undefined) return context.skip(reason);
  const session = await shell('bash', where, wide);
  session.line('clear; vimtrace tcpdump -nr packets');
  await session.pager('127.0.0.1.12345 > 127.0.0.1.9: UDP, length 2');
  expect(trace(where).trim().split('\n').length).toBe(1);
  await quit(session);
  await session.sees('reading from file packets');
  await run(session, 'clear; vimtrace tcpdump -nr packets -w copied');
  expect(where.read('work/copied').length).toBe(where.read('work/packets').length);
});

test('sysdig’s events are paged', async (context) => {
  const reason = obstacle('sysdig', ['-n', '1'], /^1 /m);
  if (reason !== undefined) return context.skip(reason);
  const where = place({ VIMTRACE_PAGER: 'less' });
  const session = await shell('bash', where, wide);
  session.line('vimtrace sysdig -n 3');
  await session.pager(/^1 /);
  expect(trace(where)).toMatch(/^3 /m);
  await quit(session);
});
