/** vimtrace --init: what zsh, bash and fish do after evaluating its output. */
import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { outcome } from '../harness/command.ts';
import { type Place, place } from '../harness/place.ts';
import type { Session } from '../harness/session.ts';
import { shell } from '../harness/shells.ts';
import {
  before,
  type CompletingShell,
  completes,
  completingShells,
  configured,
  initBy,
} from './completing.ts';
import { quit, run } from './typing.ts';

const LAST = '+++ exited with 0 +++';
/** Prints everything that --init may define. */
const defined = {
  zsh: '{ alias -L; functions; print $precmd_functions $_comps[vimtrace]; }',
  bash: '{ alias -p; declare -f; complete -p; }',
  fish: 'begin; functions --all; functions strace perf; complete -c vimtrace; end',
} as const;

/** A directory with `names` of the programs in /usr/bin, and no others. */
function programs(where: Place, names: readonly string[]): string {
  const bin = join(where.directory, 'bin');
  mkdirSync(bin);
  for (const program of names) symlinkSync(`/usr/bin/${program}`, join(bin, program));
  return bin;
}

/** The tracers that run vimtrace after the shell has evaluated --init=ASKED. */
async function aliasedBy(
  session: Session,
  where: Place,
  name: CompletingShell,
  asked: string,
): Promise<readonly string[]> {
  await run(
    session,
    name === 'fish' ? `vimtrace --init=${asked} | source` : `eval "$(vimtrace --init=${asked})"`,
  );
  await run(session, `${listing[name]} >listed`);
  const listed = where.read('work/listed').matchAll(/^(?:alias )?(\w+)='vimtrace/gm);
  return [...listed].map(([, tracer = '']) => tracer).sort();
}

/** Prints the aliases, or in fish the functions of vimtrace in the same form. */
const listing = {
  zsh: 'alias',
  bash: 'alias',
  fish: `for name in (functions); functions $name | string match -q "*by vimtrace*"; and echo "$name='vimtrace"; end`,
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
    const where = place();
    const bin = programs(where, [name, 'cat', 'readlink', 'sh', 'ltrace']);
    const PATH = `${join(inject('prefix'), 'bin')}:${bin}`;
    const session = await shell(name, { ...where, env: { ...where.env, PATH } });
    expect(await aliasedBy(session, where, name, name)).toEqual(['ltrace']);
  });

  test('--init=SHELL:TRACER,TRACER makes an alias for these tracers alone, and SHELL: for none', async () => {
    const where = place();
    const session = await shell(name, where);
    expect(await aliasedBy(session, where, name, `${name}:`)).toEqual([]);
    expect(await aliasedBy(session, where, name, `${name}:tcpdump,strace,absent`)).toEqual([
      'strace',
      'tcpdump',
    ]);
  });

  test('--init needs no Node, and prints the same whatever PATH has, so that a file can keep it', () => {
    const where = place();
    const prefix = join(inject('prefix'), 'bin');
    const bare = programs(where, ['cat', 'readlink', 'sh']);
    const [all, few] = [`${where.env['PATH']}`, `${prefix}:${bare}`].map((PATH) =>
      outcome(where, 'vimtrace', ['--init', name], { env: { PATH } }),
    );
    expect(few).toMatchObject({ status: 0, stderr: '', stdout: all?.stdout });
    expect(few?.stdout).toMatch(/strace/);
  });

  test('a kept --init does nothing and says nothing after vimtrace is gone', async () => {
    const where = place();
    const session = await shell(name, where);
    await run(session, `vimtrace --init ${name} >kept`);
    const PATH = `${where.env['PATH']}`.replace(/^[^:]*:/, '');
    const later = await shell(name, { ...where, env: { ...where.env, PATH } });
    await run(later, `${defined[name]} >before; . ./kept >said 2>&1; ${defined[name]} >after`);
    expect(where.read('work/said')).toBe('');
    expect(where.read('work/after')).toBe(where.read('work/before'));
    await run(later, '. ./kept; strace -V');
    await later.sees('strace -- version');
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

describe('in fish, completions made of the man page', () => {
  const made = 'home/data/fish/generated_completions';

  test.for(['before --init', 'after --init'])('%s, do not mix with the tracer’s', async (order) => {
    const where = place();
    mkdirSync(join(where.directory, made), { recursive: true });
    const page = join(inject('prefix'), 'share/man/man1/vimtrace.1');
    const tool = '/usr/share/fish/tools/create_manpage_completions.py';
    const session = await shell('fish', where);
    await run(
      session,
      `set -g fish_complete_path $__fish_data_dir/completions $HOME/data/fish/generated_completions`,
    );
    const make = `python3 ${tool} -d $HOME/data/fish/generated_completions ${page}`;
    const init = initBy.fish('vimtrace');
    await run(session, order === 'before --init' ? `${make}; ${init}` : `${init}; ${make}`);
    expect(where.read(`${made}/vimtrace.fish`)).toContain('complete -c vimtrace -l no-pager');
    await run(session, 'complete -C "strace -" >wanted; complete -C "vimtrace strace -" >offered');
    expect(where.read('work/offered')).toBe(where.read('work/wanted'));
    expect(where.read('work/offered')).toContain('--summary-only');
    await run(session, 'complete -C "vimtrace --no-" >own');
    expect(where.read('work/own')).toBe('--no-pager\tdo not open a pager\n');
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
