/** sudo, env and ssh: the tracer behind them decides how the trace is taken. */
import { expect, test } from 'vitest';
import { type Place, place } from '../harness/place.ts';
import { shell } from '../harness/shells.ts';
import { obstacle } from '../harness/tools.ts';
import { sshd } from './sshd.ts';
import { quit, run, status, trace } from './typing.ts';

const wide = { columns: 200, rows: 40 };
const sudo = () => obstacle('sudo', ['-n', 'echo', 'as root'], /as root/);

function loud(where: Place): void {
  where.write('work/loud', 'echo loud-out\necho loud-err >&2\nexit 3\n');
}

/** Make work/NAME from `script`, to run before any other NAME in PATH. */
function stand(where: Place, name: string, script: string): void {
  where.write(`work/${name}`, `#!/bin/sh\n${script}`, 0o755);
}

/** The terminal has the program's output, and strace's trace is free of it. */
async function separate(where: Place, line: string): Promise<void> {
  const session = await shell('bash', where, wide);
  session.line(`PATH=$PWD:$PATH; clear; vimtrace ${line}`);
  await session.pager('execve(');
  expect(trace(where)).not.toMatch(/^loud-(out|err)/m);
  await quit(session);
  const screen = (await session.screen()).map((text) => text.trim());
  expect(screen).toEqual(expect.arrayContaining(['loud-out', 'loud-err']));
  expect(await status(session)).toBe(3);
}

test('strace is found behind env, its options and NAME=VALUE', async () => {
  const where = place({ VIMTRACE_PAGER: 'less' });
  loud(where);
  await separate(where, 'env -u LANG A=b strace -f sh loud');
});

test('strace under sudo writes to the user’s file', async (context) => {
  const reason = sudo();
  if (reason !== undefined) return context.skip(reason);
  const where = place({ VIMTRACE_PAGER: 'less' });
  loud(where);
  await separate(where, 'sudo -n A=b strace sh loud');
});

test('the user’s file exists before sudo runs, so that root’s umask has no effect', async () => {
  const where = place({ VIMTRACE_PAGER: 'less' });
  loud(where);
  stand(
    where,
    'sudo',
    'umask 077\nls -i "$3" | sed "s/ .*//" >before\nls -l "$3" >listed\n"$@"\nstatus=$?\nls -i "$3" | sed "s/ .*//" >after\nexit $status\n',
  );
  await separate(where, 'sudo strace sh loud');
  expect(where.read('work/listed')).toMatch(/^-rw.* 0 /);
  expect(where.read('work/before')).toBe(where.read('work/after'));
});

test('the printed trace is paged under sudo -u nobody, who cannot write to the user’s file', async (context) => {
  const reason = obstacle('sudo', ['-n', '-u', 'nobody', 'echo', 'as nobody'], /as nobody/);
  if (reason !== undefined) return context.skip(reason);
  const where = place({ VIMTRACE_PAGER: 'less' });
  const session = await shell('bash', where, wide);
  session.line("clear; vimtrace sudo -n -u nobody strace -e execve sh -c 'id -un; exit 3'");
  await session.pager('execve(');
  expect(trace(where)).toMatch(/\+\+\+ exited with 3 \+\+\+/);
  expect(trace(where)).not.toMatch(/^nobody/m);
  await quit(session);
  await session.sees(/^nobody/);
  expect(await status(session)).toBe(3);
});

test('sudo strace -o FILE is not paged', async (context) => {
  const reason = sudo();
  if (reason !== undefined) return context.skip(reason);
  const where = place({ VIMTRACE_PAGER: 'less' });
  const session = await shell('bash', where, wide);
  await run(session, 'vimtrace sudo -n strace -o own sh -c "exit 5"; echo $? >code');
  expect(where.read('work/code')).toBe('5\n');
  expect(session.transcript).not.toContain('\x1b[?1049h');
});

/** The remote strace's standard error is paged, apart from its program's output. */
async function remote(where: Place, ssh: string): Promise<void> {
  const session = await shell('bash', where, wide);
  session.line(`PATH=$PWD:$PATH; clear; vimtrace ${ssh} strace -e trace=execve echo there`);
  await session.pager('execve(');
  expect(trace(where)).toMatch(/^execve\([^\n]*\n\+\+\+ exited with 0 \+\+\+\n/m);
  expect(trace(where)).not.toMatch(/^there/m);
  await quit(session);
  await session.sees(/^there/);
  await run(session, `clear; vimtrace ${ssh} 'strace -o /dev/null echo there'`);
  await session.sees(/^there/);
}

test('the trace that strace prints on another host is paged, with a stand-in for ssh', async () => {
  const where = place({ VIMTRACE_PAGER: 'less' });
  stand(where, 'ssh', 'while [ "$1" != host ]; do shift; done; shift; exec sh -c "$*"\n');
  await remote(where, 'ssh -p 2222 -l me host');
});

test('the trace that strace prints on another host is paged, with OpenSSH', async () => {
  const where = place({ VIMTRACE_PAGER: 'less' });
  const { ssh } = await sshd(where);
  await remote(where, ssh);
});
