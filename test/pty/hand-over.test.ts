/** ^Z after the tracer's end and before the pager's start: the pager stops as soon as it starts. */
import { expect, test } from 'vitest';
import { type Monitor, monitoredBy, place } from '../harness/place.ts';
import { processOf } from '../harness/proc.ts';
import { shell } from '../harness/shells.ts';
import { quit, status } from './typing.ts';

/** A bash that waits before it becomes the monitor: still in P, it stops with P. */
const late = (bash: string): string =>
  `#!/bin/sh\n[ "$1" != -m ] || { : >ready; read -r _ <gate; }\nexec ${bash} "$@"\n`;
const names = ['bash'] as const satisfies readonly Monitor[];

test.for(
  names,
)('^Z reaches the pager, typed while %s is about to take the terminal', async (name) => {
  const where = place({ VIMTRACE_PAGER: 'less' });
  const { VIMTRACE_SH = '' } = monitoredBy(name);
  const sh = where.write('work/late', late(VIMTRACE_SH), 0o755);
  const session = await shell('bash', where);
  session.line(`mkfifo gate; export VIMTRACE_SH=${sh}`);
  session.line('vimtrace strace sh -c "exit 3"');
  await session.until('the monitor to be opened', () => where.list('work').includes('ready'));
  const job = await session.job();
  session.type('\x1a');
  await session.until('vimtrace to hear of it', () =>
    where.read('journal').includes('continueMonitor'),
  );
  expect(processOf(job.pid)?.state).toMatch(/^[RS]$/);
  where.write('work/gate', '\n');
  await session.prompt();
  expect(session.stopped()).toBeDefined();
  session.line('fg');
  await session.pager('execve(');
  await quit(session);
  expect(await status(session)).toBe(3);
});
