/** A background job never takes the terminal from the shell: the job stops, and fg shows the trace. */
import { describe, expect, test } from 'vitest';
import { place } from '../harness/place.ts';
import { processOf, switchesOf } from '../harness/proc.ts';
import type { Session } from '../harness/session.ts';
import { type ShellName, shell, shellNames, statusOf } from '../harness/shells.ts';
import { modes } from './faults.ts';
import { listed, quit, run, spools, status } from './typing.ts';

/** How these shells report a stop by SIGTTIN; the other shells report all stops alike. */
const ttyInput: Partial<Record<ShellName, RegExp>> = {
  bash: /Stopped/,
  zsh: /suspended \(tty input\)/,
  dash: /Stopped \(tty input\)/,
};

/** The shell owns the terminal, and runs a command. */
async function shellOwnsTerminal(session: Session): Promise<void> {
  await run(session, 'echo still-""here');
  await session.sees(/^still-here/);
  expect(processOf(session.pid)?.foreground).toBe(processOf(session.pid)?.group);
}

describe.for(shellNames)('in %s', (user) => {
  const stopped = ttyInput[user] ?? /stopped|suspended/i;

  test('a job started with & stops when the pager is due, and fg shows the trace', async () => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    const session = await shell(user, where);
    const before = await modes(session, where);
    await run(session, 'mkfifo gate');
    session.line('vimtrace strace cat gate >/dev/null &');
    const job = await session.job();
    await session.until('the tracer', () => spools(where).length > 0);
    await shellOwnsTerminal(session);
    await run(session, 'echo open >gate');
    await session.until('the job to be stopped', () => processOf(job.pid)?.state === 'T');
    await listed(session, stopped);
    await shellOwnsTerminal(session);
    session.line('fg');
    await session.pager('execve(');
    session.type('G');
    await session.sees('+++ exited with 0 +++');
    await quit(session);
    expect(await status(session, statusOf(user))).toBe(0);
    // The job started under the modes of the shell's line editor: those must not come back.
    expect(await modes(session, where)).toBe(before);
  });

  test.for(['less', 'vim'] as const)('bg stops a job with a suspended %s again', async (pager) => {
    const where = place({ VIMTRACE_PAGER: pager });
    const session = await shell(user, where);
    session.line('vimtrace strace sh -c "exit 0"');
    const found = await session.pager('execve(');
    await session.idle(found.pager.pid);
    for (const _round of [1, 2]) {
      session.type('\x1a');
      await session.prompt();
      expect(processOf(found.job.pid)?.state).toBe('T');
      const before = switchesOf(found.job.pid);
      await run(session, 'bg');
      await session.until(
        'the job to have run and be stopped',
        () => switchesOf(found.job.pid) !== before && processOf(found.job.pid)?.state === 'T',
      );
      await listed(session, stopped);
      await shellOwnsTerminal(session);
      expect(processOf(found.pager.pid)?.state).toBe('T');
      session.line('fg');
      await session.pager('execve(');
      await session.idle(found.pager.pid);
    }
    session.type('\x1a');
    await session.prompt();
    expect(processOf(found.job.pid)?.state).toBe('T');
    expect(processOf(found.pager.pid)?.state).toBe('T');
    session.line('fg');
    await session.pager('execve(');
    session.type('G');
    await session.sees('+++ exited with 0 +++');
    await quit(session, pager === 'less' ? 'q' : ':q!\r');
    expect(await status(session, statusOf(user))).toBe(0);
  });
});
