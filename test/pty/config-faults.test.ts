/** A faulty configuration is reported with file and line before anything runs. Some runs read no configuration. */
import {
  chmodSync,
  chownSync,
  mkdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { expect, test } from 'vitest';
import { outcome } from '../harness/command.ts';
import { type Place, place } from '../harness/place.ts';
import { shell } from '../harness/shells.ts';
import { configOf, configured } from './configured.ts';
import { quit, run, status } from './typing.ts';

const wide = { columns: 200, rows: 30 };
const NOBODY = 65_534;

const printed = (where: Place, env: Readonly<Record<string, string>> = {}) =>
  outcome(where, 'vimtrace', ['--print-config'], { env });

test.for([
  {
    what: 'broken JSON',
    text: '{\n "pager": "less"\n "grace": 1 }',
    line: 3,
    why: 'a comma is missing before this',
  },
  {
    what: 'a comment without an end',
    text: '{\n /* mine\n}',
    line: 2,
    why: 'the comment does not end',
  },
  {
    what: 'a deep nest',
    text: `{ "tracers":\n${'['.repeat(200_000)}`,
    line: 2,
    why: 'there are too many braces and brackets, one inside the other',
  },
  {
    what: 'an unknown key',
    text: '{ "pagr": "less" }',
    line: 1,
    why: '"pagr" is unknown (did you mean "pager"?); known names are pager, ',
  },
  {
    what: 'a wrong type',
    text: '{\n\n "grace": "abc"\n}',
    line: 3,
    why: '"grace" must be a number of seconds, from 0 to 2147483, not "abc"',
  },
  {
    what: 'a value that is not allowed',
    text: '{\n "hangup": "stay"\n}',
    line: 2,
    why: '"hangup" must be an action at a hangup (end or keep), not "stay"',
  },
])('$what is reported with file and line, and nothing runs', async ({ text, line, why }) => {
  const where = configured(text);
  const session = await shell('bash', where, wide);
  session.line('clear; vimtrace strace touch ran');
  await session.sees(`vimtrace: cannot read ${configOf(where)}:${line}: ${why}`);
  expect(await status(session)).toBe(125);
  expect(where.list('work')).toEqual([]);
});

test('all faults are reported, and options like --help work all the same', async () => {
  const where = configured('{ "grace": -1,\n "pagr": "" }');
  const { status: code, stdout, stderr } = printed(where);
  expect([
    code,
    stdout,
    stderr.match(/^vimtrace: cannot read .*config\.json:\d: /gm)?.length,
  ]).toEqual([125, '', 2]);
  for (const option of ['--help', '--list', '--forget --all', '--version'])
    expect(outcome(where, 'vimtrace', option.split(' ')).status).toBe(0);
});

test('a directory in the place of the file is reported', () => {
  const where = place();
  mkdirSync(configOf(where), { recursive: true });
  const { status: code, stderr } = printed(where);
  expect([code, stderr]).toEqual([
    125,
    `vimtrace: cannot read ${configOf(where)}: not a regular file\n`,
  ]);
});

test.for([
  { what: 'to itself', target: 'config.json', why: 'too many symbolic links encountered' },
  { what: 'to nothing', target: 'nothing', why: 'no such file or directory' },
])('a link $what in the place of the file is reported, by the doctor too', async ({
  target,
  why,
}) => {
  const where = configured({});
  rmSync(configOf(where));
  symlinkSync(target, configOf(where));
  const says = `cannot read ${configOf(where)}: ${why}`;
  const { status: code, stderr } = printed(where);
  expect([code, stderr]).toEqual([125, `vimtrace: ${says}\n`]);
  const session = await shell('bash', where, wide);
  session.line('clear; vimtrace strace touch ran');
  await session.sees(says);
  expect(await status(session)).toBe(125);
  expect(where.list('work')).toEqual([]);
  expect(outcome(where, 'vimtrace', ['--doctor']).stdout.replaceAll(/\n +/g, ' ')).toContain(says);
});

test.for([
  { what: 'of 3 GiB', bytes: '{}', size: 3 * 1024 ** 3, why: 'larger than 1 MiB' },
  {
    what: 'that is not in UTF-8',
    bytes: '{ "pager": "\xff" }',
    size: 16,
    why: 'not text in UTF-8',
  },
])('a file $what is reported', ({ bytes, size, why }) => {
  const where = configured({});
  writeFileSync(configOf(where), bytes, 'latin1');
  truncateSync(configOf(where), size);
  const { status: code, stderr } = printed(where);
  expect([code, stderr]).toEqual([125, `vimtrace: cannot read ${configOf(where)}: ${why}\n`]);
});

test('a byte order mark is no fault', () => {
  expect(printed(configured('\ufeff{ "grace": 5 }')).stdout).toContain('"grace": 5');
});

test('a file that everybody can write to is refused', () => {
  const where = configured({});
  chmodSync(configOf(where), 0o666);
  const { status: code, stderr } = printed(where);
  expect([code, stderr]).toEqual([
    125,
    `vimtrace: cannot trust ${configOf(where)}: everybody can write to it; fix this with chmod o-w\n`,
  ]);
});

test('another user’s file is refused, except the file of the user who called sudo', (context) => {
  if (process.geteuid?.() !== 0) return context.skip('only root can give a file to another user');
  const where = configured({ grace: 5 });
  chownSync(configOf(where), NOBODY, NOBODY);
  const { status: code, stderr } = printed(where);
  expect([code, stderr]).toEqual([
    125,
    `vimtrace: cannot trust ${configOf(where)}: it belongs to another user; use a copy of your own, or set XDG_CONFIG_HOME\n`,
  ]);
  expect(printed(where, { SUDO_UID: `${NOBODY}` }).stdout).toMatch(/^ {2}"grace": 5, /m);
});

test('a file that vimtrace may not read is reported', (context) => {
  const where = configured({});
  chmodSync(configOf(where), 0);
  // Root can read every file, so the test gives up two of root's capabilities.
  const without = ['setpriv', '--bounding-set=-dac_override,-dac_read_search'];
  const [program = '', ...args] = [...(process.geteuid?.() === 0 ? without : []), 'vimtrace'];
  const trial = outcome(where, program, [...args, '--version']);
  if (trial.status !== 0) return context.skip(`root cannot do without them here: ${trial.stderr}`);
  const { status: code, stderr } = outcome(where, program, [...args, '--print-config']);
  expect([code, stderr]).toEqual([
    125,
    `vimtrace: cannot read ${configOf(where)}: permission denied\n`,
  ]);
});

test('the file is not read if vimtrace becomes the tracer', async () => {
  const where = configured('{');
  const session = await shell('bash', where, wide);
  await run(session, "vimtrace strace sh -c 'exit 5' 2>err; echo $? >code");
  expect(where.read('work/code')).toBe('5\n');
  expect(where.read('work/err')).toMatch(/\+\+\+ exited with 5 \+\+\+/);
});

test.for([
  { how: 'not opened without a file', config: undefined, opened: 0 },
  { how: 'opened with a file', config: { pager: 'less' }, opened: 1 },
])('the code that reads a configuration is $how', async ({ config, opened }) => {
  const where = config === undefined ? place({ VIMTRACE_PAGER: 'less' }) : configured(config);
  const session = await shell('bash', where, wide);
  session.line("strace -f -o log -e trace=%file,execve vimtrace sh -c 'echo traced'");
  const outer = await session.job();
  await session.pager('traced', outer.pid);
  await quit(session);
  expect(await status(session)).toBe(0);
  const log = where.read('work/log').split('\n');
  const looks = (name: string): number => log.filter((line) => line.includes(name)).length;
  expect(looks('/dist/run.cjs"')).toBeGreaterThan(0);
  expect(looks('/vimtrace/config.json"')).toBe(1 + opened);
  expect(log.filter((line) => /open.*\/dist\/config\.cjs"/.test(line)).length).toBe(opened);
});

test('there is no configuration if neither XDG_CONFIG_HOME nor HOME is an absolute path', () => {
  const { stdout } = printed(place({ XDG_CONFIG_HOME: 'config', HOME: 'home' }));
  expect(stdout).toContain('neither XDG_CONFIG_HOME nor HOME is\n// an absolute path.\n');
});
