/** Which processes get a signal, if the tracer ends first, leaves a daemon behind, or traces an attached family. */
import { describe, expect, onTestFinished, test } from 'vitest';
import { place } from '../harness/place.ts';
import { tracerOf } from '../harness/proc.ts';
import { shell } from '../harness/shells.ts';
import { start } from '../harness/start.ts';
import { letGo, others, program } from './faults.ts';
import { isAlive, over } from './gone.ts';
import { kept } from './typing.ts';

/** A script that ignores `signals`, notes any other SIGTERM, and waits for `letGo`. */
const ignoring = (signals: string): string =>
  `trap 'echo TERM >>heard; exit 3' TERM
trap '' ${signals}
mkfifo gate
echo $$ >pid
read -r word <>gate
echo "$word" >>heard
`;

describe.for([
  { signals: 'HUP', heard: 'TERM\n' },
  { signals: 'HUP TERM', heard: undefined },
])('a program that ignores $signals, left by a tracer that died of SIGHUP,', ({
  signals,
  heard,
}) => {
  test.for(['SIGHUP for vimtrace alone', 'a closed terminal'])('is ended after %s', async (how) => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    where.write('work/program', ignoring(signals));
    where.write('work/tracer', 'echo traced\nsh program &\nwait\n');
    const session = await shell('bash', where);
    // On a busy machine the program's handler of SIGTERM needs more than 0.2 s.
    session.line('vimtrace --grace=1 sh tracer');
    const pid = await program(session, where);
    if (how.startsWith('SIGHUP')) process.kill((await session.job()).pid, 'SIGHUP');
    else await session.hangUp();
    await session.until('the program to end', () => !isAlive(pid));
    await session.until('the job to be over', () => others(session).length === 0);
    expect(where.list('work').includes('heard') ? where.read('work/heard') : undefined).toBe(heard);
    expect(kept(where)).toContain('traced\n');
  });
});

test('SIGTERM ends the program before the grace is over', async () => {
  const where = place({ VIMTRACE_PAGER: 'less' });
  where.write('work/program', ignoring('HUP'));
  const session = await shell('bash', where);
  session.line('vimtrace --grace=3600 strace sh program');
  await program(session, where);
  const { pid } = await session.job();
  process.kill(pid, 'SIGHUP');
  await session.until('vimtrace to have been told', () =>
    where.read('journal').includes('"endTracer"'),
  );
  process.kill(pid, 'SIGTERM');
  await session.until('the job to be over', () => others(session).length === 0);
  expect(where.read('work/heard')).toBe('TERM\n');
  expect(kept(where)).toContain('+++ exited with 3 +++');
});

test('SIGTERM for vimtrace reaches a daemon that the traced program has left behind', async () => {
  const where = place({ VIMTRACE_PAGER: 'less' });
  where.write('work/daemon', ignoring('HUP'));
  where.write('work/program', 'sh daemon &\necho $! >daemon.pid\n');
  const session = await shell('bash', where);
  session.line('vimtrace strace -f sh program');
  const daemon = await program(session, where);
  const strace = await session.until('the tracer', () => tracerOf(daemon));
  await session.until('the program to be gone', () =>
    others(session).every(({ pid, parent }) => parent !== strace || pid === strace),
  );
  process.kill((await session.job()).pid, 'SIGTERM');
  await session.pager('execve(');
  expect(where.read('work/heard')).toBe('TERM\n');
});

test('SIGHUP releases the child of an attached program that has ended', async () => {
  const where = place({ VIMTRACE_PAGER: 'less' });
  where.write('work/child', `trap 'echo HUP >>heard' HUP\n${ignoring('USR1')}`);
  where.write(
    'work/parent',
    'mkfifo first\necho $$ >parent.pid\nread -r word <>first\nsh child &\n',
  );
  const cwd = `${where.directory}/work`;
  const parent = start('sh', ['parent'], { cwd, detached: true, stdio: 'ignore' });
  const session = await shell('bash', where);
  await session.until('the program to wait', () => where.list('work').includes('parent.pid'));
  session.line(`vimtrace --grace=0.2 strace -f -p ${parent.pid}`);
  await session.sees(`Process ${parent.pid} attached`);
  where.write('work/first', 'go\n');
  const child = await program(session, where);
  onTestFinished(() => {
    if (isAlive(child)) process.kill(child, 'SIGKILL');
  });
  await session.until('its parent to be gone', () => !isAlive(parent.pid ?? 0));
  process.kill((await session.job()).pid, 'SIGHUP');
  await session.until('the job to be over', () => others(session).length === 0);
  await letGo(where);
  const heard = await session.until(
    'the child to go on',
    () => where.list('work').includes('heard') && where.read('work/heard'),
  );
  expect(heard).toBe('go\n');
  await session.end();
  await over(session);
});
