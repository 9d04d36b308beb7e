/** What cannot be traced: the tracer says what happened, and vimtrace how to mend it. */
import { describe, expect, test } from 'vitest';
import { place } from '../harness/place.ts';
import { childrenOf, tracerOf } from '../harness/proc.ts';
import type { Session } from '../harness/session.ts';
import { shell } from '../harness/shells.ts';
import { obstacle } from '../harness/tools.ts';
import { run, status } from './typing.ts';

const wide = { columns: 220, rows: 40 };

/** The line that vimtrace adds; none where the tracer has said it all. */
async function added(session: Session): Promise<readonly string[]> {
  await session.prompt();
  return (await session.screen()).filter((line) => line.startsWith('vimtrace:'));
}

describe('a tracer that is not there', () => {
  test.for([
    { tracer: 'bpftrace', install: 'apt-get install bpftrace' },
    { tracer: 'perf', install: 'apt-get install linux-perf' },
    { tracer: 'stap', install: 'apt-get install systemtap' },
    { tracer: 'strace', install: 'apt-get install strace' },
  ])('$tracer: which package has it', async ({ tracer, install }) => {
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
    // Where nothing is to be paged, too.
    await run(session, `vimtrace ${tracer} trace ls 2>said; echo $? >code`);
    expect(where.read('work/said')).toBe(`${says}\n`);
    expect(where.read('work/code')).toBe('127\n');
  });
});

test('a program that is not there: strace has said it', async () => {
  const where = place({ VIMTRACE_PAGER: 'less' });
  const session = await shell('bash', where, wide);
  session.line('vimtrace strace ./nosuch');
  await session.sees(/^strace: .*nosuch/);
  expect(await added(session)).toEqual([]);
});

test('a process that is gone: strace has said it', async () => {
  const where = place({ VIMTRACE_PAGER: 'less' });
  const session = await shell('bash', where, wide);
  session.line('(exit 0) & wait; clear; vimtrace strace -p $!');
  await session.sees('No such process');
  expect(await added(session)).toEqual([]);
  expect(await status(session)).toBe(1);
});

/** A process that waits, a child of the shell. */
async function target(session: Session, user = ''): Promise<number> {
  await run(session, `{ ${user} tail -f /dev/null & }`);
  const found = await session.until('the target', () =>
    childrenOf(session.pid).find(({ command }) => command.startsWith('tail')),
  );
  return found.pid;
}

test('a process that is traced already: by whom', async () => {
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

test('another user’s process: do it as root', async (context) => {
  // Root, who may trace any, does without that privilege.
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
