/** Signals for vimtrace while its pager is shown, after a run and under --last alike. */
import { describe, expect, test } from 'vitest';
import { type Place, place } from '../harness/place.ts';
import type { Job, Session } from '../harness/session.ts';
import { shell } from '../harness/shells.ts';
import { isAlive } from './gone.ts';
import { kept, quit, run, status } from './typing.ts';

const wide = { columns: 250, rows: 30 };

type Sitting = { readonly session: Session; readonly where: Place };

async function alone(): Promise<Sitting> {
  const where = place({ VIMTRACE_PAGER: 'less' });
  return { session: await shell('bash', where, wide), where };
}

/** A shell at a place with a kept trace; no process can have the pid in its name. */
async function withTrace(): Promise<Sitting> {
  const { session, where } = await alone();
  const there = '$XDG_STATE_HOME/vimtrace/4194305-keptxx';
  await run(session, `(umask 077; mkdir -p ${there} && echo execve of old >${there}/trace)`);
  await run(session, `touch -d @0 ${there}; clear`);
  return { session, where };
}

/** Send `signal`, and wait until the journal has its event. */
async function send(session: Session, where: Place, job: Job, signal: string): Promise<void> {
  process.kill(job.job.pid, signal);
  const told = `"type":"signalled","signal":"${signal}"`;
  await session.until(`${signal} to be told`, () => where.read('journal').includes(told));
}

describe.for([
  { how: 'after a run', start: alone, line: 'vimtrace strace true' },
  { how: 'with --last', start: withTrace, line: 'vimtrace --last' },
])('$how', ({ start, line }) => {
  test('a signal meant for a tracer changes nothing', async () => {
    const { session, where } = await start();
    session.line(line);
    const shown = await session.pager('execve');
    for (const signal of ['SIGINT', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2'])
      await send(session, where, shown, signal);
    session.type('\x1a');
    await session.prompt();
    session.line('fg');
    expect((await session.pager('execve')).pager.pid).toBe(shown.pager.pid);
    await quit(session);
    expect(await status(session)).toBe(0);
  });

  test.for([
    { signal: 'SIGTERM', code: 143 },
    { signal: 'SIGHUP', code: 129 },
  ])('$signal ends pager and vimtrace, and the trace is kept', async ({ signal, code }) => {
    const { session, where } = await start();
    session.line(`${line}; echo "code:$?:"`);
    const { job, monitor, pager } = await session.pager('execve');
    await session.idle(pager.pid);
    process.kill(job.pid, signal);
    await session.sees('vimtrace: the trace is kept in ');
    await session.sees(`code:${code}:`);
    expect([job, monitor, pager].filter(({ pid }) => isAlive(pid))).toEqual([]);
    expect(kept(where)).toContain('execve');
  });
});
