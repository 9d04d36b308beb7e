/** The terminal goes away at an awkward moment, or from a process that ignores SIGHUP. */
import { describe, test } from 'vitest';
import { type Monitor, monitoredBy, type Place, place } from '../harness/place.ts';
import { ticksOf } from '../harness/proc.ts';
import type { Session } from '../harness/session.ts';
import { type ShellName, shell } from '../harness/shells.ts';
import { expectWhole } from '../harness/whole.ts';
import { anotherWorks, letGo } from './faults.ts';
import { loseTerminal, over } from './gone.ts';
import { kept, listed, run, spools } from './typing.ts';

const shells = ['zsh', 'bash', 'fish', 'dash', 'mksh'] as const satisfies readonly ShellName[];
/** Notes each time that it is let go, and ends after the third. */
const program =
  'mkfifo gate-$1; exec 3<>gate-$1; echo $$ >pid-$1; for _ in 1 2 3; do read -r word <&3; echo "$word" >>heard-$1; done';
/** `line` with SIGHUP ignored: as under nohup, but with the terminal. */
const withoutHangup = (line: string): string => `sh -c "trap '' HUP; exec ${line}"`;

const written = (session: Session, where: Place, file: string): Promise<boolean> =>
  session.until(file, () => where.list('work').includes(file) && where.read(`work/${file}`) !== '');

const ignoring = 'trap "" HUP TERM; ';
/** A monitor waits beside the tracer until it reads `open`. */
const opened = 'until [ "$verb" = open ]; do read -r verb <&3 || exit; done; ';

describe.for(shells)('from %s, the trace is kept if the terminal is closed', (user) => {
  const starts = [
    { who: 'monitor', setting: 'VIMTRACE_SH', first: '', due: opened },
    { who: 'monitor, which ignores SIGHUP,', setting: 'VIMTRACE_SH', first: ignoring, due: opened },
    { who: 'pager', setting: 'VIMTRACE_PAGER', first: '', due: '' },
    { who: 'pager, which ignores SIGHUP,', setting: 'VIMTRACE_PAGER', first: ignoring, due: '' },
  ] as const;
  // dash sends no SIGHUP; when it ends, the kernel sends SIGHUP to the pager alone (H2).
  const noticed = user === 'dash' ? starts.slice(0, -1) : starts;
  test.for(noticed)('while the $who is about to start', async ({ setting, first, due }) => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    const session = await shell(user, where);
    await run(session, 'mkfifo never');
    const gate = where.write(
      'tmp/gate',
      `#!/bin/sh\n${first}${due}echo >gate\nread -r x <never\n`,
      0o755,
    );
    session.line(`env ${setting}=${gate} vimtrace --grace=0.2 strace true`);
    await written(session, where, 'gate');
    await session.hangUp();
    await over(session);
    expectWhole(kept(where), 'exited with 0');
  });

  test('while a pager is due in the background', async () => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    const session = await shell(user, where);
    session.line('vimtrace --grace=0.2 strace true &');
    await session.until('the job to stop', () => session.stopped());
    // The whole group must have stopped: the kernel wakes no group that is orphaned during its stop (S15).
    await listed(session, /(?:suspended|stopped).*vimtrace/i);
    await session.hangUp();
    await over(session);
    expectWhole(kept(where), 'exited with 0');
  });

  test.for(['less', 'vim', 'nvim'] as const)('in %s, with SIGHUP ignored', async (pager) => {
    const where = place({ VIMTRACE_PAGER: pager });
    const session = await shell(user, where);
    session.line(withoutHangup('vimtrace --grace=0.2 strace true'));
    await session.pager('execve(');
    await session.hangUp();
    await over(session);
    expectWhole(kept(where), 'exited with 0');
  });

  test('on two runs that ignore SIGHUP, and both runs go on and use no CPU', async () => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    where.write('work/program', program);
    const sessions: Session[] = [];
    for (const round of [1, 2]) {
      const session = await shell(user, where);
      sessions.push(session);
      session.line(withoutHangup(`vimtrace strace sh program ${round}`));
      await session.until(`trace ${round}`, () => spools(where).length === round);
      await written(session, where, `pid-${round}`);
      const { pid } = await session.job();
      await loseTerminal(session);
      await goesOn(session, where, round);
      await session.until('vimtrace to use no CPU', () => {
        const before = ticksOf(pid);
        anotherWorks();
        return ticksOf(pid) === before;
      });
      await goesOn(session, where, round);
    }
    for (const round of [1, 2]) await letGo(where, `gate-${round}`);
    for (const session of sessions) await over(session);
    for (const name of spools(where))
      expectWhole(where.read(`home/state/vimtrace/${name}/trace`), 'exited with 0');
  });
});

test.for([
  'dash',
  'bash',
  'busybox',
] as const satisfies readonly Monitor[])('the trace is kept if the terminal is closed after kill(1) continued a stopped pager, monitored by %s', async (monitor) => {
  const where = place({ VIMTRACE_PAGER: 'less', ...monitoredBy(monitor) });
  const session = await shell('bash', where);
  session.line('vimtrace --grace=0.2 strace true');
  const { job } = await session.pager('execve(');
  session.type('\x1a');
  await session.prompt();
  await listed(session, /Stopped/);
  process.kill(job.pid, 'SIGCONT');
  await session.until('it to stop again', () =>
    where.read('journal').trim().split('\n').at(-1)?.includes('"continued"'),
  );
  await listed(session, /Stopped.*vimtrace/);
  await session.hangUp();
  await over(session);
  expectWhole(kept(where), 'exited with 0');
});

/** Let the program go once, and wait until it has noted that. */
async function goesOn(session: Session, where: Place, round: number): Promise<void> {
  const name = `heard-${round}`;
  const heard = (): string => (where.list('work').includes(name) ? where.read(`work/${name}`) : '');
  const before = heard();
  await letGo(where, `gate-${round}`);
  await session.until('the program to go on', () => heard() === `${before}go\n`);
}
