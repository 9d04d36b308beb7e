/** A Node that does not start: its words and ours are on the terminal, and the tracer runs as it would alone. */
import { chmodSync, cpSync, rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { outcome } from '../harness/command.ts';
import { type Place, place } from '../harness/place.ts';
import type { Session } from '../harness/session.ts';
import { shell } from '../harness/shells.ts';
import { run, status } from './typing.ts';

const wide = { columns: 300, rows: 40 };
const WORDS = 'No version is set for command node';
const shim = `#!/bin/sh\necho "${WORDS}" >&2\nexit 126\n`;

/** A place whose first node in PATH is `text`. */
function nodeIs(text: string, extra: Readonly<Record<string, string>> = {}): Place {
  const where = place({ VIMTRACE_PAGER: 'less', ...extra });
  where.write('tmp/node', text, 0o755);
  return { ...where, env: { ...where.env, PATH: `${where.directory}/tmp:${where.env['PATH']}` } };
}

/** strace has run in the terminal, without a pager, and ended with the status of its program. */
async function ranUnpaged(session: Session): Promise<void> {
  await session.sees('+++ exited with 3 +++');
  expect(await status(session)).toBe(3);
}

describe.for([
  { what: 'is a shim that fails', text: shim, words: WORDS, code: 126 },
  {
    what: 'runs a Node that is gone',
    text: '#!/bin/sh\nexec /nowhere/node "$@"\n',
    words: 'not found',
    code: 127,
  },
  { what: 'prints no version', text: '#!/bin/sh\necho hello\n', words: 'hello', code: 0 },
])('a node that $what', ({ text, words, code }) => {
  test('lets strace run without a pager, after its words and ours', async () => {
    const session = await shell('bash', nodeIs(text), wide);
    session.line('vimtrace strace -e trace=none sh -c "exit 3"');
    await session.sees(words);
    await session.sees(/vimtrace: cannot start .*\(strace runs without a pager\)/);
    await session.sees(`/tmp/node: it ended with status ${code}; make node start here`);
    await ranUnpaged(session);
  });

  test.for([
    ['--version'],
    ['--doctor'],
    ['--list'],
    ['-o', 'trace', 'strace', 'true'],
    [],
  ])('ends vimtrace %j with 125, after its words and ours', (args) => {
    const where = nodeIs(text);
    const ended = outcome(where, 'vimtrace', args);
    expect({ stdout: ended.stdout, status: ended.status }).toEqual({ stdout: '', status: 125 });
    expect(ended.stderr).toContain(words);
    expect(ended.stderr.split('\n').at(-2)).toContain('vimtrace: cannot start');
    expect(where.list('work')).toEqual([]);
  });
});

test('after -- a tracer runs without a pager too', async () => {
  const session = await shell('bash', nodeIs(shim), wide);
  session.line('vimtrace -- strace -e trace=none sh -c "exit 3"');
  await session.sees('(strace runs without a pager)');
  await ranUnpaged(session);
});

test('the tracer without a pager has the user’s descriptors, limits and settings of Node', async () => {
  const where = nodeIs(shim, { NODE_OPTIONS: '--trace-warnings' });
  const facts =
    'ls /proc/self/fd; ulimit -c; ulimit -n; [ -t 0 ] && echo tty; echo "$NODE_OPTIONS"';
  where.write('work/facts', facts);
  const session = await shell('bash', where, wide);
  await run(session, 'ulimit -S -c 77 -n 222; sh facts >alone; vimtrace sh facts >ours; clear');
  expect(where.read('work/ours')).toBe(where.read('work/alone'));
  await run(session, 'sh facts <&- >alone; vimtrace sh facts <&- >ours; clear');
  expect(where.read('work/ours')).toBe(where.read('work/alone'));
});

test('too little memory for Node lets strace run without a pager', async () => {
  const session = await shell('bash', place({ VIMTRACE_PAGER: 'less' }), wide);
  await run(session, 'ulimit -v 500000; clear');
  session.line('vimtrace strace -e trace=none sh -c "exit 3"');
  await session.sees(/vimtrace: cannot start .*\/node: it ended with status/);
  await ranUnpaged(session);
});

test('a library that Node cannot load is reported, whatever Node has run before', async () => {
  const where = place({ VIMTRACE_PAGER: 'less' });
  expect(outcome(where, 'vimtrace', ['--version']).status).toBe(0);
  where.write('tmp/libc.so.6', 'no library');
  const ended = outcome(where, 'vimtrace', ['--version'], {
    env: { LD_LIBRARY_PATH: `${where.directory}/tmp` },
  });
  expect(ended.status).not.toBe(0);
  expect(ended.stderr).toContain('libc.so.6');
});

const files = ['vimtrace', 'main', 'run', 'tracers', 'commands', 'config'];

/** An installed package that the test may damage: the path of its command and its directory of code. */
function damagedPackage(where: Place): { command: string; dist: string } {
  const copy = join(where.directory, 'package');
  cpSync(join(inject('prefix'), 'lib/node_modules/vimtrace'), copy, { recursive: true });
  return { command: join(copy, 'bin/vimtrace'), dist: join(copy, 'dist') };
}

test.for(files)('without dist/%s.cjs, strace runs without a pager', async (file) => {
  const where = place({ VIMTRACE_PAGER: 'less' });
  const { command, dist } = damagedPackage(where);
  rmSync(join(dist, `${file}.cjs`));
  const session = await shell('bash', where, wide);
  session.line(`${command} strace -e trace=none sh -c "exit 3"`);
  await session.sees(`dist/${file}.cjs: missing, empty or not permitted; install vimtrace again`);
  await ranUnpaged(session);
  expect(outcome(where, command, ['--version'])).toMatchObject({ stdout: '', status: 125 });
});

test('an empty file of dist is reported like a missing one', () => {
  const where = place();
  const { command, dist } = damagedPackage(where);
  truncateSync(join(dist, 'vimtrace.cjs'));
  const { stderr, status } = outcome(where, command, ['--version']);
  expect(status).toBe(125);
  expect(stderr).toMatch(/^vimtrace: cannot read .*vimtrace\.cjs: missing, empty/);
});

test('a cut main.cjs is reported on the terminal', async () => {
  const where = place();
  const { command, dist } = damagedPackage(where);
  truncateSync(join(dist, 'main.cjs'), 1000);
  const session = await shell('bash', where, wide);
  session.line(`${command} strace true`);
  await session.sees(/^vimtrace: cannot read .*main\.cjs: .*; install vimtrace again/);
  expect(await status(session)).toBe(125);
});

test('the words of a Node that fails later than its trial are on a standard error that is no terminal', () => {
  const where = nodeIs(
    `#!/bin/sh\n[ "$1" != --version ] || exec ${process.execPath} "$@"\n${shim}`,
  );
  expect(outcome(where, 'vimtrace', ['--version']).stderr).toBe(`${WORDS}\n`);
});

test('a Node that has run vimtrace is not tried again, and another Node is', () => {
  const log = (where: Place): string => {
    chmodSync(join(where.directory, 'tmp/node'), 0o755);
    return `#!/bin/sh\necho "$*" >>${where.directory}/tmp/log\nexec ${process.execPath} "$@"\n`;
  };
  const shimmed = nodeIs('');
  shimmed.write('tmp/node', log(shimmed), 0o755);
  for (const _round of [1, 2]) expect(outcome(shimmed, 'vimtrace', ['--version']).status).toBe(0);
  const trials = shimmed.read('tmp/log').split('\n');
  expect(trials.filter((line) => line === '--version').length).toBe(2);

  // A cache of its own: another Node of the same version may run vimtrace in another test.
  const made = place();
  const where = {
    ...made,
    env: { ...made.env, XDG_CACHE_HOME: join(made.directory, 'home/cache') },
  };
  expect(outcome(where, 'vimtrace', ['--version']).status).toBe(0);
  const traced = join(where.directory, 'calls');
  const args = ['-f', '-e', 'trace=execve', '-o', traced, join(inject('prefix'), 'bin/vimtrace')];
  outcome(where, 'strace', [...args, '--version']);
  const starts = where
    .read('calls')
    .split('\n')
    .filter((line) => /\/node".* = 0$/.test(line));
  expect(starts.length).toBe(1);
});
