/** vimtrace --init: what zsh, bash and fish do after evaluating its output. */
import { cpSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { outcome } from '../harness/command.ts';
import { place } from '../harness/place.ts';
import { shell } from '../harness/shells.ts';
import { before, completes, completingShells, configured, initBy } from './completing.ts';
import { quit, run } from './typing.ts';

const LAST = '+++ exited with 0 +++';
/** Prints everything that --init may define. */
const defined = {
  zsh: '{ alias -L; functions; print $precmd_functions $_comps[vimtrace]; }',
  bash: '{ alias -p; declare -f; complete -p; }',
  fish: 'begin; functions --all; functions strace perf; complete -c vimtrace; end',
} as const;

describe.for(completingShells)('in %s', (name) => {
  test('strace opens the pager, and its completion works as before', async () => {
    const session = await configured(name, place({ VIMTRACE_PAGER: 'less' }));
    session.line('strace true');
    await session.pager('execve(');
    session.type('G');
    await session.sees(LAST);
    await quit(session);
    await completes(session, 'strace --summary-onl', 'strace --summary-only');
  });

  test('evaluating --init prints nothing, and a second time changes nothing', async () => {
    const where = place();
    const session = await configured(name, where);
    const command = initBy[name]('vimtrace');
    await run(session, `${defined[name]} >once`);
    await run(session, `${command} >said 2>&1`);
    await run(session, `${defined[name]} >twice`);
    expect(where.read('work/said')).toBe('');
    expect(where.read('work/twice')).toBe(where.read('work/once'));
    expect(where.read('work/once')).toContain('vimtrace strace');
  });

  test('only tracers in PATH get an alias', async () => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    const bin = join(where.directory, 'home');
    for (const program of [name, 'sh', 'stty', 'readlink', 'ltrace'])
      symlinkSync(`/usr/bin/${program}`, join(bin, program));
    symlinkSync(process.execPath, join(bin, 'node'));
    const PATH = `${join(inject('prefix'), 'bin')}:${bin}`;
    const session = await shell(name, { ...where, env: { ...where.env, PATH } });
    await run(session, `vimtrace --init ${name} >said`);
    const lines = where.read('work/said').split('\n');
    const names = lines.flatMap(
      (line) => /^(?:alias|function) (\w*trace|perf|valgrind)\b/.exec(line)?.[1] ?? [],
    );
    expect(names).toEqual(['ltrace']);
  });

  test('the alias works for a vimtrace whose path has spaces and quotes', async () => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    const copy = join(where.directory, "it's my copy");
    cpSync(join(inject('prefix'), 'lib/node_modules/vimtrace'), copy, { recursive: true });
    const env = { ...where.env, PATH: `${where.env['PATH']}`.replace(/^[^:]*:/, '') };
    const session = await configured(name, { ...where, env }, `"${copy}/bin/vimtrace"`);
    session.line('strace true');
    await session.pager('execve(');
    await quit(session);
    await completes(session, 'strace --summary-onl', 'strace --summary-only');
  });

  test('perf trace is paged, and any other perf command runs alone', async () => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    const bin = join(where.directory, 'home');
    where.write(
      'home/perf',
      '#!/bin/sh\necho "$PPID" >"$HOME/parent"\n[ "$2" != -o ] || exec 2>"$3"\necho "perf $*" >&2\n',
      0o755,
    );
    const env = { ...where.env, PATH: `${bin}:${where.env['PATH']}` };
    const session = await configured(name, { ...where, env });
    await run(session, `alias perf='echo mine'; ${initBy[name]('vimtrace')}`);
    await run(session, 'perf stat "a  b"');
    expect(Number(where.read('home/parent'))).toBe(session.pid);
    expect(session.transcript).toContain('perf stat a  b');
    session.line('perf trace true');
    await session.pager();
    expect(Number(where.read('home/parent'))).not.toBe(session.pid);
    await quit(session);
  });
});

test('in zsh, compinit may come after --init', async () => {
  const session = await shell('zsh', place());
  await run(session, initBy.zsh('vimtrace'));
  await run(session, before.zsh);
  await completes(session, 'vimtrace --no', 'vimtrace --no-pager');
});

test.for([
  'setopt ksharrays',
  'emulate sh',
  'emulate ksh',
  'setopt shwordsplit nounset',
])('in zsh, --init prints no error after %s', (options) => {
  const where = place();
  const line = `autoload -Uz compinit; compinit -D; ${options}; ${initBy.zsh('vimtrace')}; alias strace; echo \${_comps[vimtrace]}`;
  const { stdout, stderr } = outcome(where, 'zsh', ['-f', '-c', line]);
  expect({ stdout, stderr }).toEqual({
    stdout: "strace='vimtrace strace'\n_vimtrace\n",
    stderr: '',
  });
});

test('in zsh, completion works under complete_aliases', async () => {
  const session = await configured('zsh', place());
  await run(session, 'setopt complete_aliases');
  await completes(session, 'strace --summary-onl', 'strace --summary-only');
});

test('in bash without bash-completion, Tab completes commands and then files', async () => {
  const where = place();
  where.write('work/zyxfile', '');
  const session = await shell('bash', where);
  await run(session, initBy.bash('vimtrace'));
  await completes(session, 'vimtrace --no', 'vimtrace --no-pager');
  await completes(session, 'vimtrace -p less strace-log-m', 'vimtrace -p less strace-log-merge');
  await completes(session, 'vimtrace strace -f zyxf', 'vimtrace strace -f zyxfile');
});

test.for([
  ['zsh', '-feuc'],
  ['bash', '-euc'],
  ['bash', '--posix', '-euc'],
] as const)('%s evaluates --init under set -eu without a word or an error', ([
  name,
  ...options
]) => {
  const line = `${initBy[name]('vimtrace')} 2>&1; echo end`;
  const { stdout, status } = outcome(place(), name, [...options, line]);
  expect([stdout, status]).toEqual(['end\n', 0]);
});
