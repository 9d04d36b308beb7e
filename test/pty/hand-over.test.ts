/** ^Z after the tracer's end and before the pager's start: the pager stops as soon as it starts, or does not stop. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Monitor, monitoredBy, type Place, place } from '../harness/place.ts';
import { childrenOf, type Process, processOf } from '../harness/proc.ts';
import type { Session } from '../harness/session.ts';
import { shell } from '../harness/shells.ts';
import { obeys } from './faults.ts';
import { quit, status } from './typing.ts';

/** A bash that waits before it becomes the monitor: still in P, it stops with P. */
const late = (bash: string): string =>
  `#!/bin/sh\n[ "$1" != -m ] || { : >ready; read -r _ <gate; }\nexec ${bash} "$@"\n`;
const names = ['bash'] as const satisfies readonly Monitor[];
const monitors: readonly Monitor[] = ['dash', 'bash', 'busybox'];

/** A bash whose children wait a moment after their first ioctl, with which a job takes the terminal. */
const slowBash = (bash: string): string =>
  `#!/bin/sh\n[ "$1" = -m ] || exec ${bash} "$@"\n` +
  `exec ${slowly} -e trace=ioctl -e inject=ioctl:delay_exit=300ms:when=1 ${bash} "$@"\n`;
/** A sh whose pager waits a moment before it tells its number. */
const slowPager = (sh: string): string =>
  `#!/bin/sh\nexec ${slowly} -P /proc/self/stat -e trace=openat,open ` +
  `-e inject=openat,open:delay_exit=300ms ${sh} "$@"\n`;
/** -DDD: strace is in a session of its own, so that neither ^Z nor the monitor sees it. */
const slowly = 'strace -DDD -f -qq -o /dev/null';

/** Start a trace that a slow `sh` pages, and wait until a child of the monitor has the terminal and `fits`. */
async function handingOver(
  where: Place,
  sh: string,
  fits: (child: Process) => boolean,
): Promise<{ readonly session: Session; readonly child: Process }> {
  const session = await shell('bash', where);
  session.line(`export VIMTRACE_SH=${where.write('work/slow', sh, 0o755)}`);
  session.line('vimtrace strace sh -c "exit 3"');
  const job = await session.job();
  const child = await session.until('a child of the monitor', () =>
    childrenOf(job.pid)
      .filter(({ command }) => command.includes('monitor.sh'))
      .flatMap(({ pid }) => childrenOf(pid))
      .find((found) => found.group !== job.group && hasTerminal(found) && fits(found)),
  );
  return { session, child };
}

const hasTerminal = ({ group, foreground }: Process): boolean => group === foreground;
/** Whether SIGTSTP stops the process (proc_pid_status(5)). */
const wouldStop = ({ pid }: Process): boolean => {
  const ignored = /^SigIgn:\s*(\w+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1];
  return ((BigInt(`0x${ignored ?? '0'}`) >> 19n) & 1n) === 0n;
};

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

test('no ^Z can stop the stty of a monitor that is bash, from its fork on', async () => {
  const where = place({ VIMTRACE_PAGER: 'less' });
  const { VIMTRACE_SH = '' } = monitoredBy('bash');
  const { session, child } = await handingOver(where, slowBash(VIMTRACE_SH), () => true);
  expect(wouldStop(child)).toBe(false);
  const { pager } = await session.pager('execve(');
  expect(childrenOf(child.parent).map(({ pid }) => pid)).toEqual([pager.pid]);
  await session.idle(pager.pid);
  await obeys(session);
  await quit(session);
  expect(await status(session)).toBe(3);
});

test.for(
  monitors,
)('^Z stops the job, typed before the pager of %s has told its number', async (name) => {
  const where = place({ VIMTRACE_PAGER: 'less' });
  const { VIMTRACE_SH = '' } = monitoredBy(name);
  const { session, child } = await handingOver(where, slowPager(VIMTRACE_SH), wouldStop);
  session.type('\x1a');
  await session.prompt();
  expect(session.stopped()).toBeDefined();
  session.line('fg');
  const { pager } = await session.pager('execve(');
  expect(pager.pid).toBe(child.pid);
  await session.idle(pager.pid);
  await obeys(session);
  await quit(session);
  expect(await status(session)).toBe(3);
});
