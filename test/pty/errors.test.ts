/** Programs that cannot be traced: the tracer says what happened, and vimtrace adds what to do. */
import { describe, expect, test } from 'vitest';
import { place } from '../harness/place.ts';
import { childrenOf, tracerOf } from '../harness/proc.ts';
import type { Session } from '../harness/session.ts';
import { shell } from '../harness/shells.ts';
import { obstacle } from '../harness/tools.ts';
import { run, status } from './typing.ts';

const wide = { columns: 220, rows: 40 };

/** The lines that vimtrace adds; none if the tracer has said everything. */
async function added(session: Session): Promise<readonly string[]> {
  await session.prompt();
  return (await session.screen()).filter((line) => line.startsWith('vimtrace:'));
}

describe('a missing tracer', () => {
  test.for([
    { tracer: 'bpftrace', install: 'apt-get install bpftrace' },
    { tracer: 'perf', install: 'apt-get install linux-perf' },
    { tracer: 'stap', install: 'apt-get install systemtap' },
    { tracer: 'strace', install: 'apt-get install strace' },
  ])('is reported with the package to install: $tracer', async ({ tracer, install }) => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    const [vimtrace = '', node = ''] = where.env['PATH']?.split(':') ?? [];
    where.write('work/node', `#!/bin/sh\nexec ${node}/node "$@"\n`, 0o755);
    where.write('work/less', '#!/bin/sh\n', 0o755);
    where.write('work/stty', '#!/bin/sh\nexec /bin/stty "$@"\n', 0o755);
    where.write('work/readlink', '#!/bin/sh\nexec /bin/readlink "$@"\n', 0o755);
    const session = await shell('bash', where, wide);
    const says = `vimtrace: cannot run ${tracer}: not found in PATH; install it (Debian: ${install})`;
    await run(session, `PATH=${vimtrace}:$PWD`);
    session.line(`vimtrace ${tracer} trace ls`);
    await session.sees(says);
    expect(await status(session)).toBe(127);
    // The same if nothing is paged: the launcher alone runs then.
    await run(session, `vimtrace ${tracer} trace ls 2>said; echo $? >code`);
    expect(where.read('work/said')).toBe(`${says}\n`);
    expect(where.read('work/code')).toBe('127\n');
  });
});

test('vimtrace adds nothing to strace’s report of a missing program', async () => {
  const where = place({ VIMTRACE_PAGER: 'less' });
  const session = await shell('bash', where, wide);
  session.line('vimtrace strace ./nosuch');
  await session.sees(/^strace: .*nosuch/);
  expect(await added(session)).toEqual([]);
});

test('vimtrace adds nothing to strace’s report of a process that has ended', async () => {
  const where = place({ VIMTRACE_PAGER: 'less' });
  const session = await shell('bash', where, wide);
  session.line('(exit 0) & wait; clear; vimtrace strace -p $!');
  await session.sees('No such process');
  expect(await added(session)).toEqual([]);
  expect(await status(session)).toBe(1);
});

/** Start a waiting process as a child of the shell, and return its pid. */
async function target(session: Session, user = ''): Promise<number> {
  await run(session, `{ ${user} tail -f /dev/null & }`);
  const found = await session.until('the target', () =>
    childrenOf(session.pid).find(({ command }) => command.startsWith('tail')),
  );
  return found.pid;
}

test('vimtrace names the tracer of a process that is traced already', async () => {
  const where = place({ VIMTRACE_PAGER: 'less' });
  const session = await shell('bash', where, wide);
  const pid = await target(session);
  await run(session, `{ strace -o /dev/null -p ${pid} 2>/dev/null & }`);
  const tracer = await session.until('strace to trace it', () => tracerOf(pid));
  session.line(`clear; vimtrace strace -p ${pid}`);
  await session.sees(
    `vimtrace: cannot trace process ${pid}: process ${tracer} traces it already; end process ${tracer} first`,
  );
  expect(await status(session)).toBe(1);
});

test('vimtrace advises sudo for another user’s process', async (context) => {
  // Root may trace any process, so the test gives up that privilege.
  const isRoot = process.getuid?.() === 0;
  const without = isRoot ? 'setpriv --bounding-set=-sys_ptrace' : '';
  const nobody = 'setpriv --reuid=65534 --regid=65534 --clear-groups';
  const reason = isRoot
    ? obstacle('sh', ['-c', `${without} ${nobody} id -u`], /^65534/)
    : undefined;
  if (reason !== undefined) return context.skip(reason);
  const where = place({ VIMTRACE_PAGER: 'less' });
  const session = await shell('bash', where, wide);
  const pid = isRoot ? await target(session, nobody) : 1;
  session.line(`clear; ${without} vimtrace strace -p ${pid}`);
  await session.sees(
    `vimtrace: cannot trace process ${pid}: it belongs to another user; trace it as root: sudo strace -p ${pid}`,
  );
  expect(await status(session)).toBe(1);
});
