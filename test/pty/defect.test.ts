/** An uncaught exception in vimtrace, in each phase: the trace is kept, and the shell has its terminal. */
import { expect, test } from 'vitest';
import { type Place, place } from '../harness/place.ts';
import { family } from '../harness/proc.ts';
import type { Session } from '../harness/session.ts';
import { shell } from '../harness/shells.ts';
import { expectWhole } from '../harness/whole.ts';
import { letGo, restored } from './faults.ts';
import { over } from './gone.ts';
import { kept, listed, run } from './typing.ts';

const program = 'mkfifo gate; echo $$ >pid; read -r word <>gate';
/** Prints the status, and notes the terminal's modes for `restored`; typed in the same line as the run. */
const CODE = 'echo "code:$?"; stty -g >after';
const DEFECT = /vimtrace: cannot go on: Error: injected; this is a bug/;

/** A place whose Node throws on SIGPWR, and after a step with the action $FAULT_AFTER: no rule expects either. */
function faulty(extra: Readonly<Record<string, string>> = {}): Place {
  const where = place({ VIMTRACE_PAGER: 'less', ...extra });
  const fault = where.write(
    'tmp/fault.cjs',
    `const fail = () => { throw new Error('injected'); };
process.on('SIGPWR', fail);
const fs = require('node:fs');
const append = fs.appendFileSync;
fs.appendFileSync = (file, line) => {
  append(file, line);
  if (JSON.parse(line).actions.some(({ type }) => type === process.env.FAULT_AFTER)) process.nextTick(fail);
};
`,
  );
  where.write('tmp/node', `#!/bin/sh\nexec ${process.execPath} --require ${fault} "$@"\n`, 0o755);
  where.write('work/program', program);
  return where;
}
const openShell = async (where: Place): Promise<Session> => {
  const session = await shell('bash', where, { columns: 200, rows: 30 });
  await run(session, `PATH=${where.directory}/tmp:$PATH; stty -g >before`);
  return session;
};
const traced = (session: Session, where: Place): Promise<boolean> =>
  session.until('the program', () => where.list('work').includes('pid'));
const steps = (where: Place): string => where.read('journal');

/** The failure was reported, the trace is kept, no process is left, and the shell has the terminal in its old modes. */
async function survived(session: Session, where: Place): Promise<void> {
  await session.sees(DEFECT);
  await session.sees('code:125');
  expectWhole(kept(where), 'exited with 0');
  await session.until('nobody to be left', () => family(session.pid).length === 1);
  await restored(session, where);
}

test('a failure while tracing lets the tracer go on to its end', async () => {
  const where = faulty();
  const session = await openShell(where);
  session.line(`vimtrace strace sh program; ${CODE}`);
  await traced(session, where);
  // Before the first step, vimtrace has no session that could report the failure.
  await session.until('the first step', () => steps(where).includes('tracerStarted'));
  const { pid } = await session.job();
  process.kill(pid, 'SIGPWR');
  await session.until('the fault', () => steps(where).includes('injected'));
  await letGo(where);
  await survived(session, where);
});

test('a failure while a pager is due in the background keeps the trace', async () => {
  const where = faulty();
  const session = await openShell(where);
  session.line('vimtrace strace true &');
  await session.prompt();
  await listed(session, /Stopped/);
  const { pid } = await session.job();
  process.kill(pid, 'SIGPWR');
  session.line(`fg; ${CODE}`);
  await survived(session, where);
});

test.for([
  'while the monitor hangs at its start',
  'while the pager hangs at its start',
])('a failure %s keeps the trace', async (when) => {
  const where = faulty();
  const session = await openShell(where);
  await run(session, 'mkfifo never');
  const hang = where.write('tmp/hang', '#!/bin/sh\n: >hanging\nread -r x <never\n', 0o755);
  const setting = when.includes('monitor') ? 'VIMTRACE_SH' : 'VIMTRACE_PAGER';
  session.line(`${setting}=${hang} vimtrace --grace=0.2 strace true; ${CODE}`);
  await session.until('the start', () => where.list('work').includes('hanging'));
  const { pid } = await session.job();
  process.kill(pid, 'SIGPWR');
  await survived(session, where);
});

test.for([
  'less',
  'vim',
  'nvim',
] as const)('a failure while %s is shown keeps the trace', async (pager) => {
  const where = faulty({ VIMTRACE_PAGER: pager });
  const session = await openShell(where);
  session.line(`vimtrace strace true; ${CODE}`);
  const { job, pager: shown } = await session.pager('execve(');
  await session.idle(shown.pid);
  process.kill(job.pid, 'SIGPWR');
  await survived(session, where);
});

test.for([
  'less',
  'vim',
  'nvim',
] as const)('a failure while %s is suspended keeps the trace', async (pager) => {
  const where = faulty({ VIMTRACE_PAGER: pager });
  const session = await openShell(where);
  session.line('vimtrace --grace=0.2 strace true');
  const { job, pager: shown } = await session.pager('execve(');
  await session.idle(shown.pid);
  session.type('\x1a');
  await session.prompt();
  process.kill(job.pid, 'SIGPWR');
  session.line(`fg; ${CODE}`);
  await survived(session, where);
});

test.for(
  [
    { at: 'yielding', after: 'yieldTerminal' },
    // If the pager already runs, the same step tells it to redraw.
    { at: 'resuming|redrawing', after: 'watchPager' },
    { at: 'redrawing', after: 'signalPager' },
  ].flatMap((row) => (['less', 'vim'] as const).map((pager) => ({ ...row, pager }))),
)('a failure while $pager, stopped by SIGSTOP, is $at keeps the trace', async ({
  at,
  after,
  pager,
}) => {
  const where = faulty({ VIMTRACE_PAGER: pager, FAULT_AFTER: after });
  const session = await openShell(where);
  session.line(`vimtrace --grace=0.2 strace true${at === 'yielding' ? `; ${CODE}` : ''}`);
  const { pager: shown } = await session.pager('execve(');
  await session.idle(shown.pid);
  process.kill(shown.pid, 'SIGSTOP');
  if (at !== 'yielding') {
    await session.prompt();
    session.line(`fg; ${CODE}`);
  }
  await survived(session, where);
  expect(steps(where)).toMatch(new RegExp(`"at":"(?:${at})"[^\\n]*"event":{"type":"failed"`));
});

test('a failure while a pager ignores the signals that end it is reported', async () => {
  const where = faulty();
  const session = await openShell(where);
  const stubborn = where.write(
    'tmp/stubborn',
    '#!/bin/sh\ntrap "" HUP TERM\nmkfifo never\necho stubborn\nread -r key <>never\n',
    0o755,
  );
  session.line(`VIMTRACE_PAGER=${stubborn} vimtrace --grace=0.2 strace true; ${CODE}`);
  const { job } = await session.pager('stubborn');
  process.kill(job.pid, 'SIGTERM');
  process.kill(job.pid, 'SIGPWR');
  await survived(session, where);
});

test('a failure while the traced program ends after a hangup keeps the trace', async () => {
  const where = faulty();
  const session = await openShell(where);
  where.write('work/program', `trap "" HUP TERM; ${program}`);
  session.line('vimtrace --grace=0.7 strace sh program');
  await traced(session, where);
  const { pid } = await session.job();
  await session.hangUp();
  await session.until('the hangup', () => steps(where).includes('endTracer'));
  process.kill(pid, 'SIGPWR');
  await over(session);
  expectWhole(kept(where), 'killed by SIGKILL');
});
