/** Tracers that write their trace to a file: the trace never mixes with the program's output. */
import { expect, test } from 'vitest';
import { place } from '../harness/place.ts';
import { shell } from '../harness/shells.ts';
import { obstacle } from '../harness/tools.ts';
import { quit, run, spools, status, trace } from './typing.ts';

const wide = { columns: 200, rows: 40 };
const loud = 'echo loud-out\necho loud-err >&2\nexit 3\n';

const rows = [
  {
    tool: 'perf trace',
    trial: ['perf', ['trace', 'true'], /execve|exit_group/],
    line: 'perf trace -e openat sh loud',
    shown: /openat\(/,
    code: 0,
  },
  {
    tool: 'bpftrace',
    trial: ['bpftrace', ['-e', 'BEGIN { @n = 4; exit(); }'], /@n: 4/],
    line: "bpftrace -e 'BEGIN { @n = 4; }' -c '/bin/sh loud'",
    shown: /^@n: 4/,
    code: 0,
  },
  {
    tool: 'valgrind',
    trial: ['valgrind', ['--tool=none', 'true'], /Nulgrind/],
    line: 'valgrind --tool=none sh loud',
    shown: /Nulgrind/,
    code: 3,
  },
  {
    tool: 'stap',
    trial: ['stap', ['-e', 'probe begin { println("hel" . "lo") exit() }'], /hello/],
    line: 'stap -e \'probe begin { println("hel" . "lo") }\' -c ./loud',
    shown: /^hello/,
    code: 3,
  },
] as const;
const { 0: perf, 2: valgrind } = rows;

test.for(rows)('$tool writes its trace to a file, apart from the program’s output', async ({
  trial: [command, args, printed],
  line,
  shown,
  code,
}, context) => {
  const reason = obstacle(command, args, printed);
  if (reason !== undefined) return context.skip(reason);
  const where = place({ VIMTRACE_PAGER: 'less' });
  where.write('work/loud', `#!/bin/sh\n${loud}`, 0o755);
  const session = await shell('bash', where, wide);
  session.line(`clear; vimtrace ${line}`);
  await session.pager(shown);
  expect(trace(where)).toMatch(new RegExp(shown.source, 'm'));
  expect(trace(where)).not.toMatch(/loud-(out|err)$/m);
  await quit(session);
  const screen = (await session.screen()).map((text) => text.trim());
  expect(screen).toEqual(expect.arrayContaining(['loud-out', 'loud-err']));
  expect(await status(session)).toBe(code);
  expect(spools(where)).toEqual([]);
});

test('valgrind writes its trace to a file whose path has a %', async (context) => {
  const reason = obstacle(...valgrind.trial);
  if (reason !== undefined) return context.skip(reason);
  const where = place({ VIMTRACE_PAGER: 'less' });
  const session = await shell('bash', where, wide);
  session.line('export XDG_STATE_HOME="$HOME/%p%%n/%q{HOME}"; clear');
  session.line('vimtrace valgrind --tool=none sh -c "exit 3"');
  await session.pager(/Nulgrind/);
  expect(where.list('home')).toEqual(['%p%%n']);
  await quit(session);
  expect(await status(session)).toBe(3);
});

test('valgrind --trace-children prints the traces of all processes into one', async (context) => {
  const reason = obstacle(...valgrind.trial);
  if (reason !== undefined) return context.skip(reason);
  const where = place({ VIMTRACE_PAGER: 'less' });
  const session = await shell('bash', where, wide);
  session.line("vimtrace valgrind --tool=none --trace-children=yes sh -c '/bin/true; exit 3'");
  await session.pager(/Nulgrind/);
  expect(trace(where)).toMatch(/Command: sh -c/);
  expect(trace(where)).toMatch(/Command: \/bin\/true/);
  await quit(session);
  expect(await status(session)).toBe(3);
});

test('perf trace -o FILE and other commands of perf are not paged', async (context) => {
  const reason = obstacle(...perf.trial);
  if (reason !== undefined) return context.skip(reason);
  const where = place({ VIMTRACE_PAGER: 'less' });
  const session = await shell('bash', where, wide);
  await run(session, 'vimtrace perf trace -o own sh -c "exit 5"');
  expect(where.read('work/own')).toMatch(/execve|exit_group/);
  await run(session, 'vimtrace perf --version');
  await session.sees(/^perf version/);
  expect(session.transcript).not.toContain('\x1b[?1049h');
});
