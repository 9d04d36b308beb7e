/** SIGKILL for vimtrace or its monitor while a pager is shown: the shell's status, and the terminal's modes. */
import { describe, expect, test } from 'vitest';
import { type Monitor, monitoredBy, place } from '../harness/place.ts';
import { childrenOf } from '../harness/proc.ts';
import { type ShellName, shell, statusOf } from '../harness/shells.ts';
import { expectWhole } from '../harness/whole.ts';
import { guarded, letGo, modes, others, unharmed } from './faults.ts';
import { kept, listed, run, status } from './typing.ts';

const users = ['zsh', 'bash', 'fish', 'dash'] as const satisfies readonly ShellName[];
const monitors: readonly Monitor[] = ['dash', 'bash', 'busybox'];
const wide = { columns: 250, rows: 30 };
const TRACED = 'vimtrace strace sh -c "exit 3"';

describe.for(users)('from %s, SIGKILL for the monitor is reported, with status 125', (user) => {
  test.for(monitors)('if the monitor is a %s', async (monitor) => {
    const where = place({ VIMTRACE_PAGER: 'less', ...monitoredBy(monitor) });
    const session = await shell(user, where, wide);
    const before = await modes(session, where);
    session.line(TRACED);
    const { monitor: sh } = await guarded(session);
    process.kill(sh.pid, 'SIGKILL');
    await session.sees('vimtrace: the trace is kept in ');
    await session.prompt();
    // The message may share a line with the rest of less's screen.
    expect(session.transcript.match(/vimtrace: [^\r\n]*/g)).toEqual([
      expect.stringContaining('monitor of the pager: its sh ended unexpectedly'),
      expect.stringContaining('the trace is kept in '),
    ]);
    expect(await status(session, statusOf(user))).toBe(125);
    await unharmed(session, where, before);
    expectWhole(kept(where), 'exited with 3');
  });
});

describe.for([
  'bash',
  'dash',
] as const)('from %s, the modes are as before after SIGKILL for vimtrace', (user) => {
  test.for(
    monitors.flatMap((monitor) => (['less', 'vim'] as const).map((pager) => ({ pager, monitor }))),
  )('in $pager, monitored by $monitor', async ({ pager, monitor }) => {
    const where = place({ VIMTRACE_PAGER: pager, ...monitoredBy(monitor) });
    const session = await shell(user, where);
    const before = await modes(session, where);
    session.line(TRACED);
    const { job } = await guarded(session);
    process.kill(job.pid, 'SIGKILL');
    await session.until('the job to be over', () => others(session).length === 0);
    expect(await modes(session, where)).toBe(before);
    expectWhole(kept(where), 'exited with 3');
  });
});

// busybox has a line editor, dash has none. Neither shell restores the modes that a job leaves.
test.for(
  (['dash', 'busybox'] as const).flatMap((user) => monitors.map((monitor) => ({ user, monitor }))),
)('from $user, the modes are as before after SIGKILL for the $monitor that monitors a job of &', async ({
  user,
  monitor,
}) => {
  const where = place({ VIMTRACE_PAGER: 'less', ...monitoredBy(monitor) });
  const session = await shell(user, where);
  const before = await modes(session, where);
  session.line(`${TRACED} &`);
  await session.until('the job to be stopped', () => session.stopped());
  await listed(session, /stopped|suspended/i);
  session.line('fg');
  const shown = await guarded(session);
  process.kill(shown.monitor.pid, 'SIGKILL');
  await unharmed(session, where, before);
  expectWhole(kept(where), 'exited with 3');
});

test('the guard restores the modes also after a pager that sets its own modes late', async () => {
  const where = place({ VIMTRACE_PAGER: './slow' });
  where.write(
    'work/slow',
    '#!/bin/sh\nexec </dev/tty\nread -r _ <gate\nstty raw -echo\necho read""y\nread -r _\n',
    0o755,
  );
  const session = await shell('dash', where);
  const before = await modes(session, where);
  await run(session, 'mkfifo gate');
  session.line(TRACED);
  const { job, guard } = await guarded(session, /./);
  await letGo(where);
  await session.sees(/^ready$/);
  await session.until('the guard to look no more', async () => {
    await session.idle(guard.pid);
    return childrenOf(guard.pid).length === 0;
  });
  process.kill(job.pid, 'SIGKILL');
  await session.until('the job to be over', () => others(session).length === 0);
  expect(await modes(session, where)).toBe(before);
});
