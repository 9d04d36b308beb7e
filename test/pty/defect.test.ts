/** A defect of vimtrace, an exception that nobody catches, in each of its states: no trace and no terminal is lost. */
import { expect, test } from 'vitest';
import { type Place, place } from '../harness/place.ts';
import { family, processOf } from '../harness/proc.ts';
import type { Session } from '../harness/session.ts';
import { shell } from '../harness/shells.ts';
import { over } from './gone.ts';
import { kept, listed, run } from './typing.ts';

const program = 'echo $$ >pid; until [ -e stop ]; do read -r x </proc/uptime; done';
/** What comes of a run, typed with it: answers to a pager's last questions may stand at the next prompt (P5). */
const CODE = 'echo "code:$?"; stty -g >after';
const DEFECT = /vimtrace: cannot go on: Error: injected; this is a bug/;

/** A place whose node throws where no rule expects it: on SIGPWR, and after a step that has the action $FAULT_AFTER. */
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
const sit = async (where: Place): Promise<Session> => {
  const session = await shell('bash', where, { columns: 200, rows: 30 });
  await run(session, `PATH=${where.directory}/tmp:$PATH; stty -g >before`);
  return session;
};
const traced = (session: Session, where: Place): Promise<boolean> =>
  session.until('the program', () => where.list('work').includes('pid'));
const steps = (where: Place): string => where.read('journal');

/** The shell has the terminal in its old modes, the trace is there, nobody is left, and the failure was told. */
async function survived(session: Session, where: Place): Promise<void> {
  await session.sees(DEFECT);
  await session.sees('code:125');
  expect(kept(where)).toMatch(/^execve\((.|\n)*\n\+\+\+ exited with 0 \+\+\+\n$/);
  await session.until('nobody to be left', () => family(session.pid).length === 1);
  await session.prompt();
  expect(processOf(session.pid)?.foreground).toBe(session.pid);
  expect(where.read('work/after')).toBe(where.read('work/before'));
}

test('while tracing: the tracer goes on to its end', async () => {
  const where = faulty();
  const session = await sit(where);
  session.line(`vimtrace strace sh program; ${CODE}`);
  await traced(session, where);
  const { pid } = await session.job();
  process.kill(pid, 'SIGPWR');
  await session.until('the fault', () => steps(where).includes('injected'));
  where.write('work/stop', '');
  await survived(session, where);
});

test('when a pager is due in the background', async () => {
  const where = faulty();
  const session = await sit(where);
  where.write('work/stop', '');
  session.line('vimtrace strace sh program &');
  await session.prompt();
  await listed(session, /Stopped/);
  const { pid } = await session.job();
  process.kill(pid, 'SIGPWR');
  session.line(`fg; ${CODE}`);
  await survived(session, where);
});

test.for([
  'while the monitor starts, and hangs',
  'while the pager starts, and hangs',
])('%s', async (when) => {
  const where = faulty();
  const session = await sit(where);
  await run(session, 'mkfifo never');
  const hang = where.write('tmp/hang', '#!/bin/sh\n: >hanging\nread -r x <never\n', 0o755);
  where.write('work/stop', '');
  const setting = when.includes('monitor') ? 'VIMTRACE_SH' : 'VIMTRACE_PAGER';
  session.line(`${setting}=${hang} vimtrace --grace=0.2 strace sh program; ${CODE}`);
  await session.until('the start', () => where.list('work').includes('hanging'));
  const { pid } = await session.job();
  process.kill(pid, 'SIGPWR');
  await survived(session, where);
});

test.for(['less', 'vim', 'nvim'] as const)('while %s is shown', async (pager) => {
  const where = faulty({ VIMTRACE_PAGER: pager });
  const session = await sit(where);
  where.write('work/stop', '');
  session.line(`vimtrace strace sh program; ${CODE}`);
  const { job, pager: shown } = await session.pager('execve(');
  await session.idle(shown.pid);
  process.kill(job.pid, 'SIGPWR');
  await survived(session, where);
});

test.for(['less', 'vim', 'nvim'] as const)('while %s is suspended', async (pager) => {
  const where = faulty({ VIMTRACE_PAGER: pager });
  const session = await sit(where);
  where.write('work/stop', '');
  session.line(`vimtrace --grace=0.2 strace sh program; ${CODE}`);
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
    // A pager that runs already when it is looked at is told to redraw in the same step.
    { at: 'resuming|redrawing', after: 'watchPager' },
    { at: 'redrawing', after: 'signalPager' },
  ].flatMap((row) => (['less', 'vim'] as const).map((pager) => ({ ...row, pager }))),
)('while $pager, stopped abruptly, is $at', async ({ at, after, pager }) => {
  const where = faulty({ VIMTRACE_PAGER: pager, FAULT_AFTER: after });
  const session = await sit(where);
  where.write('work/stop', '');
  session.line(`vimtrace --grace=0.2 strace sh program; ${CODE}`);
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

test('while a pager that ignores its hangup is to end: the first failure is told', async () => {
  const where = faulty();
  const session = await sit(where);
  const stubborn = where.write(
    'tmp/stubborn',
    '#!/bin/sh\ntrap "" HUP TERM\necho stubborn\nwhile :; do read -r x </dev/tty; done\n',
    0o755,
  );
  where.write('work/stop', '');
  session.line(`VIMTRACE_PAGER=${stubborn} vimtrace --grace=0.2 strace sh program; ${CODE}`);
  const { job } = await session.pager('stubborn');
  process.kill(job.pid, 'SIGTERM');
  process.kill(job.pid, 'SIGPWR');
  await survived(session, where);
});

test('while what was traced is to end after a hangup', async () => {
  const where = faulty();
  const session = await sit(where);
  where.write('work/program', `trap "" HUP TERM; ${program}`);
  session.line('vimtrace --grace=0.2 strace sh program');
  await traced(session, where);
  const { pid } = await session.job();
  await session.hangUp();
  await session.until('the hangup', () => steps(where).includes('endTracer'));
  process.kill(pid, 'SIGPWR');
  await over(session);
  expect(kept(where)).toMatch(/^execve\((.|\n)*\n\+\+\+ killed by SIGKILL \+\+\+\n$/);
});
