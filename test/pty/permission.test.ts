/** A process that vimtrace may not signal is reported once, with its pid; all other processes end. */
import { chmodSync, chownSync, copyFileSync, utimesSync } from 'node:fs';
import { expect, test } from 'vitest';
import { outputOf } from '../harness/command.ts';
import { type Place, place } from '../harness/place.ts';
import { processOf, ticksOf } from '../harness/proc.ts';
import type { Job, Session } from '../harness/session.ts';
import { shell } from '../harness/shells.ts';
import { letGo } from './faults.ts';
import { isAlive } from './gone.ts';
import { kept, listed, quit, run, spools, status, times } from './typing.ts';

const NOBODY = 65_534;
const asNobody = `setpriv --reuid=${NOBODY} --regid=${NOBODY} --clear-groups`;
/** A set-user-ID program that runs a command as root for everybody: sudo without its configuration. */
const asRoot = './as-root --reuid=0 --regid=0 --clear-groups';

/** A place that belongs to the user nobody, or the reason why this test cannot make one. */
function nobodys(): Place | string {
  if (process.geteuid?.() !== 0) return 'only root can run a test as two users';
  const where = place({ VIMTRACE_PAGER: 'less' });
  for (const name of ['', 'home', 'tmp', 'work'])
    chownSync(`${where.directory}/${name}`, NOBODY, NOBODY);
  const own = `${where.directory}/work/as-root`;
  copyFileSync('/usr/bin/setpriv', own);
  chmodSync(own, 0o4755);
  try {
    const script = `cd ${where.directory}/work && ${asNobody} sh -c '${process.execPath} -e 0 && ${asRoot} id -u'`;
    return outputOf('sh', ['-c', script]) === '0\n'
      ? where
      : 'no program of root’s can be run by others here';
  } catch (error) {
    return `a test cannot run as two users here: ${String(error)}`;
  }
}

/** Tells its pid in the file `name`, and waits until it is ended. */
const waiter = (name: string): string =>
  `mkfifo ${name}-never; exec 3<>${name}-never; echo $$ >${name}; read -r word <&3`;

test.for([
  {
    who: 'the tracer',
    line: `${asRoot} sh roots`,
    isLeft: ['roots-pid'],
    others: [],
    says: 'vimtrace: the tracer goes on, and writes to ',
  },
  {
    who: 'a program of the tracer',
    line: 'sh tracer',
    isLeft: ['roots-pid'],
    others: ['own-pid'],
    says: 'vimtrace: the trace is kept in ',
  },
])('$who that may not be signalled is reported, and the others end', async ({
  line,
  isLeft,
  others,
  says,
}, context) => {
  const where = nobodys();
  if (typeof where === 'string') return context.skip(where);
  where.write('work/roots', `echo tracing; ${waiter('roots-pid')}`);
  where.write('work/tracer', `${asRoot} sh roots & ${waiter('own-pid')}`);
  const session = await shell('bash', where, { columns: 200, rows: 30 });
  session.line(`${asNobody} vimtrace --grace=0.2 ${line}`);
  const pidOf = (name: string): Promise<number> =>
    session.until(name, () =>
      where.list('work').includes(name)
        ? Number(where.read(`work/${name}`)) || undefined
        : undefined,
    );
  const left = await Promise.all(isLeft.map(pidOf));
  const ended = await Promise.all(others.map(pidOf));
  process.kill((await session.job()).pid, 'SIGHUP');
  await session.sees(says);
  await session.prompt();
  expect(kept(where)).toContain('tracing');
  for (const pid of ended) expect('ZX').toContain(processOf(pid)?.state ?? 'X');
  for (const pid of left) {
    expect('RSD').toContain(processOf(pid)?.state ?? 'X');
    const told = `vimtrace: cannot signal process ${pid}: not permitted`;
    expect(times(session.transcript, told)).toBe(1);
    process.kill(pid, 'SIGKILL');
  }
});

test('the trace of a tracer that may not be signalled is found when the tracer has ended', async (context) => {
  const where = nobodys();
  if (typeof where === 'string') return context.skip(where);
  where.write('work/roots', 'mkfifo gate; echo $$ >pid; read -r word <>gate; echo traced');
  const session = await shell('bash', where, { columns: 200, rows: 30 });
  const vimtrace = `${asNobody} vimtrace`;
  session.line(`${vimtrace} --grace=0.2 ${asRoot} sh roots`);
  const tracer = await session.until(
    'the tracer',
    () => where.list('work').includes('pid') && Number(where.read('work/pid')),
  );
  process.kill((await session.job()).pid, 'SIGHUP');
  await session.sees('vimtrace: the tracer goes on, and writes to ');
  await session.prompt();
  expect(session.transcript).not.toContain('is kept');

  const [own = ''] = spools(where);
  utimesSync(`${where.directory}/home/state/vimtrace/${own}`, 0, 0);
  await run(session, `${vimtrace} --forget --all; ${vimtrace} --list >list`);
  session.line(`${vimtrace} strace true`);
  await session.pager('execve(');
  await quit(session);
  expect(where.read('work/list')).toMatch(/^@1 .* {2}running {2}/);
  expect(isAlive(tracer)).toBe(true);

  await letGo(where);
  await session.until('the tracer to end', () => !isAlive(tracer));
  await run(session, `${vimtrace} --list >list; ${vimtrace} --last >last`);
  expect(where.read('work/list')).toMatch(
    new RegExp(`^@1 .*  ended by SIGHUP  ${asRoot} sh roots`),
  );
  expect(where.read('work/last')).toBe('traced\n');
});

/** Start vimtrace as nobody with a pager that runs as root, and wait until the pager is idle. */
async function roots(
  where: Place,
  setting: string,
  pager = 'less',
): Promise<{ session: Session } & Job> {
  const session = await shell('bash', where, { columns: 200, rows: 30 });
  await run(session, setting);
  const line = `vimtrace --grace=0.2 -p '${asRoot} ${pager}' strace sh -c 'exit 3'`;
  session.line(`${asNobody} ${line}; echo "code:$?:"`);
  const shown = await session.pager('execve(');
  await session.idle(shown.pager.pid);
  return { session, ...shown };
}

/** Wait until the journal has `action` and vimtrace is idle. */
async function done(session: Session, where: Place, job: number, action: string): Promise<void> {
  await session.until(action, () => where.read('journal').includes(action));
  await session.idle(job);
}

test('a pager that may not be ended is reported, and vimtrace ends', async (context) => {
  const where = nobodys();
  if (typeof where === 'string') return context.skip(where);
  const { session, job, pager } = await roots(where, ':');
  process.kill(job.pid, 'SIGTERM');
  await session.sees('vimtrace: the trace is kept in ');
  await session.sees('code:143:');
  expect(kept(where)).toContain('+++ exited with 3 +++');
  const told = `vimtrace: cannot signal process ${pager.pid}: not permitted`;
  expect(times(session.transcript, told)).toBe(1);
  if (processOf(pager.pid) !== undefined) process.kill(pager.pid, 'SIGKILL');
});

test('a pager that may not be ended is reported at fg, under stty tostop', async (context) => {
  const where = nobodys();
  if (typeof where === 'string') return context.skip(where);
  // less may read what is typed at the prompt. If it is ended there, the monitor takes the terminal from the shell.
  where.write('work/show', 'head -n 3; exec sleep 600');
  const { session, job, pager } = await roots(where, 'stty tostop', 'sh show');
  process.kill(job.pid, 'SIGTERM');
  await session.until('the stop', () => processOf(job.pid)?.state === 'T');
  await listed(session, /stopped/i);
  session.line('clear; fg; echo "code:$?:"');
  await session.sees('vimtrace: the trace is kept in ');
  await session.sees('code:143:');
  process.kill(pager.pid, 'SIGKILL');
});

test.for([
  ':',
  'stty tostop',
])('a pager that may not be stopped still obeys ^Z and fg: %s', async (setting, context) => {
  const where = nobodys();
  if (typeof where === 'string') return context.skip(where);
  const { session, job, pager } = await roots(where, setting);
  process.kill(job.pid, 'SIGTSTP');
  await done(session, where, job.pid, '"signal":"SIGTSTP"}]');
  session.type('\x1a');
  await session.prompt();
  session.line('fg');
  await done(session, where, job.pid, '"signal":"SIGWINCH"}]');
  const before = ticksOf(job.pid);
  expect((await session.pager('execve(')).pager.pid).toBe(pager.pid);
  session.type('G');
  await session.sees('+++ exited with 3 +++');
  expect(ticksOf(job.pid) - before).toBeLessThan(3);
  await quit(session);
  expect(await status(session)).toBe(3);
  expect(session.transcript).not.toContain('cannot signal');
});
