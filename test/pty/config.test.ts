/** The user's configuration sets tracers, pager and hangup. The environment and options override it. */
import { expect, test } from 'vitest';
import type { Place } from '../harness/place.ts';
import { processOf } from '../harness/proc.ts';
import { shell } from '../harness/shells.ts';
import { configOf, configured } from './configured.ts';
import { letGo } from './faults.ts';
import { kept, quit, run, spools, status, trace } from './typing.ts';

const wide = { columns: 160, rows: 30 };

/** A place with a tracer of the user's own: -o FILE writes the trace to FILE, -h prints the options. */
function withTracer(profile: unknown): Place {
  const where = configured({ pager: 'less', tracers: { mytrace: profile } });
  where.write(
    'work/mytrace',
    `#!/bin/sh
case $1 in
-h) echo 'mytrace [-o FILE]'; exit 4 ;;
-o) exec 5>"$2"; shift 2 ;;
*) exec 5>&1 ;;
esac
echo "traced $*" >&5; echo program-err >&2; exit 3
`,
    0o755,
  );
  return where;
}

test('a configured tracer writes its trace to a file by the option that its profile names', async () => {
  const where = withTracer({ stream: 'stdout', file: ['-o', '{file}'], untouched: ['o', 'h'] });
  const session = await shell('bash', where, wide);
  session.line('clear; vimtrace ./mytrace one two');
  await session.pager('traced one two');
  expect(trace(where)).toBe('traced one two\n');
  await quit(session);
  expect((await session.screen()).map((line) => line.trim())).toContain('program-err');
  expect(await status(session)).toBe(3);
  expect(spools(where)).toEqual([]);
  await run(session, 'clear; vimtrace ./mytrace -h');
  await session.sees('mytrace [-o FILE]');
  expect(session.transcript.split('\x1b[?1049h').length).toBe(2);
});

test('a configured tracer without such an option is paged by its output, also behind env', async () => {
  const where = withTracer({ stream: 'stdout' });
  const session = await shell('bash', where, wide);
  session.line('PATH=$PATH:. ; clear; vimtrace env A=b mytrace one');
  await session.pager('traced one');
  expect(trace(where)).toBe('traced one\n');
  await quit(session);
  expect((await session.screen()).map((line) => line.trim())).toContain('program-err');
  expect(await status(session)).toBe(3);
});

test('a configured name can stand for a known tracer', async () => {
  const where = configured({ pager: 'less', tracers: { cross: 'strace' } });
  where.write('work/cross', '#!/bin/sh\nexec strace "$@"\n', 0o755);
  const session = await shell('bash', where, wide);
  session.line("vimtrace ./cross -e trace=execve sh -c 'echo program-out; exit 5'");
  await session.pager('+++ exited with 5 +++');
  expect(trace(where)).not.toMatch(/^program-out/m);
  await quit(session);
  expect(await status(session)).toBe(5);
});

test('a configured profile replaces the known profile of its name', async () => {
  const where = configured({ pager: 'less', tracers: { strace: { stream: 'stdout' } } });
  const session = await shell('bash', where, wide);
  session.line("vimtrace strace -e trace=none sh -c 'echo program-out; exit 5'");
  await session.pager('program-out');
  expect(trace(where)).toBe('program-out\n');
  await quit(session);
  await session.sees('+++ exited with 5 +++');
});

test.for([
  { env: {}, option: '', shown: 'of-the-file' },
  { env: { VIMTRACE_PAGER: 'less -Pof-the-environment' }, option: '', shown: 'of-the-environment' },
  {
    env: { VIMTRACE_PAGER: 'less -Pof-the-environment' },
    option: '--pager="less -Pof-the-option" ',
    shown: 'of-the-option',
  },
])('the pager in force is $shown', async ({ env, option, shown }) => {
  const where = configured({ pager: 'less -Pof-the-file' }, env);
  const session = await shell('bash', where, wide);
  session.line(`clear; vimtrace ${option}strace true`);
  await session.pager(new RegExp(`^${shown}`));
  await quit(session);
  expect(await status(session)).toBe(0);
});

test('an empty pager pages nothing, and a missing pager is reported with file and line', async () => {
  const where = configured({ pager: '' });
  const session = await shell('bash', where, wide);
  await run(session, 'vimtrace strace sh -c "exit 5"');
  await session.sees('+++ exited with 5 +++');
  where.write('home/config/vimtrace/config.json', '{\n "pager": "nless -S"\n}');
  session.line('clear; vimtrace strace touch ran');
  await session.until('the whole message', async () =>
    (await session.screen())
      .join('')
      .includes(
        `vimtrace: cannot run the pager nless, set by ${configOf(where)}:2: not found; install it, or set another`,
      ),
  );
  expect(await status(session)).toBe(125);
  expect(where.list('work')).toEqual([]);
});

test('--last opens the configured pager', async () => {
  const where = configured({ pager: 'less -Pof-the-file' });
  const session = await shell('bash', where, wide);
  session.line('vimtrace strace true');
  const { pager } = await session.pager(/^of-the-file/);
  process.kill(pager.pid, 'SIGKILL');
  await session.sees('vimtrace --last opens it');
  await run(session, 'clear');
  session.line('vimtrace --last');
  await session.pager(/^of-the-file/);
  await quit(session);
});

test('"hangup": "keep" lets the program go on, and --hangup=end overrides it', async () => {
  const where = configured({ pager: 'less', hangup: 'keep', grace: 0.2 });
  where.write('work/program', 'mkfifo "$1-gate"; echo $$ >"$1"; read -r word <>"$1-gate"; exit 0');
  const session = await shell('bash', where);
  const started = (name: string): Promise<number> =>
    session.until('the program', () =>
      where.list('work').includes(name) ? Number(where.read(`work/${name}`)) || undefined : false,
    );
  const gone = (pid: number): Promise<boolean> =>
    session.until('an end', () => 'ZX'.includes(processOf(pid)?.state ?? 'X'));
  session.line('vimtrace --hangup=end strace sh program ending &');
  const ending = await started('ending');
  process.kill((await session.job()).pid, 'SIGHUP');
  await gone(ending);
  await session.sees('vimtrace: the trace is kept in ');
  await run(session, 'vimtrace --forget --all; clear');
  session.line('vimtrace strace sh program going-on');
  const goingOn = await started('going-on');
  const { pid } = await session.job();
  await session.hangUp();
  await gone(session.pid);
  expect(processOf(goingOn)).toBeDefined();
  await letGo(where, 'going-on-gate');
  await gone(pid);
  expect(kept(where)).toMatch(/\+\+\+ exited with 0 \+\+\+\n$/);
});

test('"keep" bounds how many traces are kept', async () => {
  const where = configured({ pager: 'less', keep: '1' });
  const session = await shell('bash', where, wide);
  for (const name of ['one', 'two']) {
    session.line(`vimtrace strace -e trace=execve echo ${name}`);
    const { pager } = await session.pager('execve(');
    process.kill(pager.pid, 'SIGKILL');
    await session.sees('vimtrace --last opens it');
    await run(session, 'clear');
  }
  expect(kept(where)).toMatch(/"two"/);
});
