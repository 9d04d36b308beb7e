/** Stop signals from kill(1), for the pager or for vimtrace: each stops the job, as ^Z does. */
import { describe, expect, test } from 'vitest';
import { type Monitor, monitoredBy, place } from '../harness/place.ts';
import { processOf } from '../harness/proc.ts';
import { type ShellName, shell } from '../harness/shells.ts';
import { guarded, letGo, others, program, waitingProgram } from './faults.ts';
import { drawn, listed, quit, run, spools, status } from './typing.ts';

const toPager = ['SIGTSTP', 'SIGSTOP', 'SIGTTIN', 'SIGTTOU'] as const;
const toVimtrace = ['SIGTSTP', 'SIGTTIN', 'SIGTTOU'] as const;
const rows = (['vim', 'nvim', 'less'] as const).flatMap((pager) => [
  ...toPager.map((signal) => ({ pager, signal, to: 'the pager' as const })),
  ...toVimtrace.map((signal) => ({ pager, signal, to: 'vimtrace' as const })),
]);
const users: readonly [ShellName, Monitor][] = [
  ['bash', 'dash'],
  ['zsh', 'bash'],
  ['dash', 'busybox'],
];

describe.for(users)('in %s, monitored by %s', ([user, monitor]) => {
  test.for(rows)('$signal for $to stops the job, with $pager', async ({ pager, signal, to }) => {
    const where = place({ ...monitoredBy(monitor), VIMTRACE_PAGER: pager });
    const session = await shell(user, where);
    session.line('vimtrace strace sh -c "exit 0"');
    for (const _round of [1, 2]) {
      const found = await session.pager('execve(');
      await session.idle(found.pager.pid);
      process.kill(to === 'vimtrace' ? found.job.pid : found.pager.pid, signal);
      await session.prompt();
      expect(processOf(found.job.pid)?.state).toBe('T');
      expect(processOf(found.pager.pid)?.state).toBe('T');
      session.line('stty -a | tr " " "\\n" | grep -c "^icanon"; clear; echo plain');
      await session.sees(/^plain/);
      session.line('fg');
    }
    await session.pager('execve(');
    session.type('G');
    await session.sees('+++ exited with 0 +++');
    session.type(pager === 'less' ? 'q' : ':q!\r');
    await session.prompt();
    expect(session.stopped()).toBe(undefined);
  });
});

describe.for(users)('an ignored SIGTSTP stops nothing, in %s, monitored by %s', ([
  user,
  monitor,
]) => {
  test.for([
    ['less', 'q'],
    ['vim', ':q!\r'],
  ] as const)('with %s', async ([pager, keys]) => {
    const where = place({ ...monitoredBy(monitor), VIMTRACE_PAGER: pager });
    waitingProgram(where);
    const session = await shell(user, where);
    session.line(`sh -c 'trap "" TSTP; exec vimtrace strace sh program'`);
    await program(session, where);
    session.type('\x1a');
    await session.sees('^Z');
    await letGo(where);
    const shown = await guarded(session);
    process.kill(shown.job.pid, 'SIGTSTP');
    session.type('\x1a');
    await session.until('the pager to draw its screen again', () => drawn(session) > 1);
    expect((await session.pager('execve(')).pager.pid).toBe(shown.pager.pid);
    await session.idle(shown.pager.pid);
    await quit(session, keys);
    expect(await status(session)).toBe(3);
  });
});

test('a pager that misses a SIGTSTP gets another', async () => {
  const where = place({ VIMTRACE_PAGER: 'sh deaf' });
  where.write(
    'work/deaf',
    'trap "trap - TSTP; echo missed" TSTP; head -n 1; until [ "$key" = q ]; do read -r key </dev/tty; done',
  );
  const session = await shell('bash', where);
  session.line('vimtrace strace sh -c "exit 3"');
  const { job, pager } = await session.pager('execve(');
  await session.idle(pager.pid);
  process.kill(job.pid, 'SIGTSTP');
  await session.sees('missed');
  await session.prompt();
  expect(processOf(pager.pid)?.state).toBe('T');
  session.line('fg');
  await session.until('the pager to run', () => processOf(pager.pid)?.state === 'S');
  session.type('q\r');
  await session.prompt();
  expect(await status(session)).toBe(3);
});

describe('if SIGTTIN is ignored', () => {
  const ignoring = (command: string): string => `sh -c 'trap "" TTIN; exec vimtrace ${command}'`;

  test('SIGTTIN stops nothing, neither while tracing nor in the pager', async () => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    waitingProgram(where);
    const session = await shell('bash', where);
    session.line(ignoring('strace sh program'));
    await program(session, where);
    process.kill((await session.job()).pid, 'SIGTTIN');
    await letGo(where);
    const { job, pager } = await guarded(session);
    process.kill(job.pid, 'SIGTTIN');
    session.type('G');
    await session.sees('+++ exited with 3 +++');
    await session.idle(pager.pid);
    await quit(session);
    expect(await status(session)).toBe(3);
    expect(where.read('journal')).not.toContain('SIGTTIN');
  });

  test('a background job does not wait for the terminal, and its trace goes to standard error', async () => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    const session = await shell('bash', where);
    session.line(`${ignoring('strace -e trace=none sh -c "exit 3"')} &`);
    await session.sees('+++ exited with 3 +++');
    await session.until('the job to be over', () => others(session).length === 0);
    await run(session, 'wait $!; echo $? >code');
    expect(where.read('work/code')).toBe('3\n');
    expect(spools(where)).toEqual([]);
  });

  test('a pager in the background still stops', async () => {
    const session = await shell('bash', place({ VIMTRACE_PAGER: 'less' }));
    session.line(ignoring('strace sh -c "exit 3"'));
    const { pager } = await guarded(session);
    session.type('\x1a');
    await session.prompt();
    session.line('bg');
    await listed(session, /Stopped/);
    session.line('fg');
    expect((await session.pager('execve(')).pager.pid).toBe(pager.pid);
    await quit(session);
    expect(await status(session)).toBe(3);
  });
});
