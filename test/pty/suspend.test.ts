/** ^Z and fg in the pager, for every shell, monitor sh and pager, as if the shell had started the pager. */
import { describe, expect, test } from 'vitest';
import { type Monitor, monitoredBy, place } from '../harness/place.ts';
import { family, processOf } from '../harness/proc.ts';
import type { Session } from '../harness/session.ts';
import { shell, shellNames, statusOf } from '../harness/shells.ts';
import { spools } from './typing.ts';

const monitors: readonly Monitor[] = ['dash', 'bash', 'busybox'];
const pagers = {
  vim: { quit: ':q!\r', last: 'G' },
  nvim: { quit: ':q!\r', last: 'G' },
  less: { quit: 'q', last: 'G' },
} as const;
type PagerName = keyof typeof pagers;
const pagerNames = Object.keys(pagers) as PagerName[];

const FIRST = 'execve(';
const LAST = '+++ exited with 0 +++';

async function modes(session: Session): Promise<string> {
  session.line('stty -g');
  const line = await session.sees(/^[0-9a-f]+(:[0-9a-f]+){10,}/);
  session.line('clear');
  await session.until(
    'a clear screen',
    async () => (await session.screen())[0]?.trim() === 'ready#',
  );
  return line;
}

const rows = shellNames.flatMap((user) =>
  monitors.flatMap((monitor) => pagerNames.map((pager) => ({ user, monitor, pager }))),
);

describe('^Z and fg', () => {
  test.for(rows)('stop and continue $pager in $user, monitored by $monitor', async ({
    user,
    monitor,
    pager,
  }) => {
    const where = place({ ...monitoredBy(monitor), VIMTRACE_PAGER: pager });
    const session = await shell(user, where);
    const before = await modes(session);
    session.line('vimtrace strace -s 9 sh -c "exit 0"');
    const { job, pager: process } = await session.pager(FIRST);
    expect(process.group).not.toBe(job.group);
    expect(process.foreground).toBe(process.group);

    for (const round of [1, 2]) {
      session.type('\x1a');
      await session.prompt();
      expect(processOf(process.pid)?.state).toBe('T');
      expect(processOf(job.pid)?.state).toBe('T');
      const jobs = `jobs; echo round-${round}-over`;
      session.line(jobs);
      await session.sees(new RegExp(`^round-${round}-over`));
      const listed = (await session.screen()).filter((line) => /(stopped|suspended)/i.test(line));
      expect(listed.length).toBeGreaterThan(0);
      expect(await modes(session)).toBe(before);
      session.line('fg');
      await session.pager(FIRST);
      session.type(pagers[pager].last);
      await session.sees(LAST);
      session.type(pager === 'less' ? 'g' : 'gg');
      await session.sees(FIRST);
      await session.idle(process.pid);
    }
    session.type(pagers[pager].quit);
    await session.prompt();
    session.line(`echo "status:${statusOf(user)}"`);
    await session.sees('status:0');
    expect(await modes(session)).toBe(before);
    expect(family(session.pid).map(({ pid }) => pid)).toEqual([session.pid]);
    expect(spools(where)).toEqual([]);
  });
});
