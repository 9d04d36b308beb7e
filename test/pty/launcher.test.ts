/** What the launcher tells Node: Node's settings reach the tracer, and a wrong word ends vimtrace with a message. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from 'esbuild';
import { expect, inject, test } from 'vitest';
import { type Outcome, outcome } from '../harness/command.ts';
import { type Place, place } from '../harness/place.ts';
import { shell } from '../harness/shells.ts';
import { quit } from './typing.ts';

const root = (): string => join(inject('prefix'), 'lib/node_modules/vimtrace');

const run = (
  where: Place,
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Outcome => outcome(where, command, args, { env });

/** A package with a launcher in which `from` is `to`. */
function changed(where: Place, from: string, to: string): string {
  const copy = join(where.directory, 'package');
  cpSync(root(), copy, { recursive: true });
  const launcher = join(copy, 'bin/vimtrace');
  const text = readFileSync(launcher, 'utf8');
  expect(text).toContain(from);
  writeFileSync(launcher, text.replace(from, to));
  return launcher;
}

test.for([
  '--max-old-space-size=100',
  '--',
  '',
  'a  b\n\n-- "c" * $HOME }\n',
])('NODE_OPTIONS and NODE_EXTRA_CA_CERTS reach the tracer byte for byte: %j', (value) => {
  const print = 'printf "<%s><%s>" "$NODE_OPTIONS" "$NODE_EXTRA_CA_CERTS"';
  const settings = { NODE_OPTIONS: value, NODE_EXTRA_CA_CERTS: `/nowhere/${value}` };
  const args = ['--no-pager', 'sh', '-c', print];
  const { stdout, status } = run(place(), 'vimtrace', args, settings);
  expect({ stdout, status }).toEqual({ stdout: `<${value}></nowhere/${value}>`, status: 0 });
});

const names =
  'node file files data words word core modes held command verb pid free stat self main code link';

test('variables of any usual name reach the tracer as the user has exported them', () => {
  const given = Object.fromEntries(names.split(' ').map((name) => [name, `the user's ${name}`]));
  const listed = Object.entries(given).map(([name, value]) => `${name}=${value}`);
  const where = place();
  const noUtf8 = 'vimtrace --no-pager env "$(printf \'x=\\377\')"';
  for (const [command, ...args] of [
    ['vimtrace', 'env'],
    ['vimtrace', '--no-pager', 'env'],
    ['sh', '-c', noUtf8],
  ]) {
    const { stdout } = run(where, command ?? '', args, given);
    expect(stdout.split('\n')).toEqual(expect.arrayContaining(listed));
  }
});

test('variables of any usual name reach the pager as the user has exported them', async () => {
  const where = place({ VIMTRACE_PAGER: 'env >env; less' });
  const session = await shell('bash', where);
  const given = names.split(' ').map((name) => `${name}=mine`);
  session.line(`export ${given.join(' ')}; clear`);
  await session.prompt();
  session.line('vimtrace strace true');
  const { pager } = await session.pager('execve(');
  await session.idle(pager.pid);
  expect(where.read('work/env').split('\n')).toEqual(expect.arrayContaining(given));
  await quit(session);
});

test('settings of Node that are not set stay unset', () => {
  const print = `printf "<%s>" "\${NODE_OPTIONS-unset}" "\${NODE_EXTRA_CA_CERTS-unset}"`;
  const { stdout } = run(place(), 'vimtrace', ['--no-pager', 'sh', '-c', print]);
  expect(stdout).toBe('<unset><unset>');
});

test.for([
  { what: 'unknown', from: '"terminals=', to: '"screens=', reason: 'said "screens=' },
  { what: 'missing', from: '"ignored=$_ignored" ', to: '', reason: 'did not say ignored' },
  { what: 'malformed', from: '"files=$_files"', to: '"files=many"', reason: 'said "files=many"' },
])('a word that is $what ends vimtrace with a message and 125', ({ from, to, reason }) => {
  const where = place();
  const launcher = changed(where, from, to);
  const { stdout, stderr, status } = run(where, launcher, ['--no-pager', 'echo', 'ran']);
  expect({ stdout, status }).toEqual({ stdout: '', status: 125 });
  expect(stderr).toMatch(/^vimtrace: cannot start: [^\n]*\n$/);
  expect(stderr).toContain(reason);
});

test('the check for an old Node is written in words that each Node can read', () => {
  const text = readFileSync(join(root(), 'dist/vimtrace.cjs'), 'utf8');
  const [check = ''] = /^var v = [\s\S]*?^}$/m.exec(text) ?? [];
  expect(check).toContain('cannot run with Node');
  // esbuild refuses what it would have to translate for the oldest JavaScript, as const and let.
  const { code } = transformSync(check, { target: 'es5' });
  expect(code).toBe(transformSync(check).code);
});
