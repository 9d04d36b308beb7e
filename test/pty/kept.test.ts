/** Kept traces: where they are, who can read them, and how the user finds them again. */
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { describe, expect, test } from 'vitest';
import { type Place, place } from '../harness/place.ts';
import { tracerOf } from '../harness/proc.ts';
import type { Session } from '../harness/session.ts';
import { shell } from '../harness/shells.ts';
import { obstacle } from '../harness/tools.ts';
import { letGo } from './faults.ts';
import { isAlive } from './gone.ts';
import { everything, quit, recorded, run, spools, status, trace } from './typing.ts';

const wide = { columns: 300, rows: 40 };
const withLess = (): Place => place({ VIMTRACE_PAGER: 'less' });

/** Trace `command` and kill the pager, so that the trace is kept. */
async function keepOne(
  session: Session,
  command: string,
  says = /vimtrace: the trace is kept in .*; vimtrace --last opens it/,
): Promise<void> {
  session.line(`vimtrace strace -e trace=execve ${command}`);
  const { pager } = await session.pager('execve(');
  process.kill(pager.pid, 'SIGKILL');
  await session.sees(says);
  await run(session, 'clear');
}

const modeOf = (file: string): string => (statSync(file).mode & 0o777).toString(8);

describe('a trace whose pager was killed', () => {
  test('is private even under umask 0, and has a record of the run', async () => {
    const where = withLess();
    const session = await shell('bash', where, wide);
    await run(session, 'umask 0');
    await keepOne(session, 'sh -c "exit 3"');
    const state = `${where.directory}/home/state/vimtrace`;
    const [own = ''] = spools(where);
    expect([state, `${state}/${own}`].map(modeOf)).toEqual(['700', '700']);
    expect(['trace', 'record.json'].map((file) => modeOf(`${state}/${own}/${file}`))).toEqual([
      '600',
      '600',
    ]);
    expect(JSON.parse(where.read(`home/state/vimtrace/${own}/record.json`))).toMatchObject({
      command: ['strace', '-e', 'trace=execve', 'sh', '-c', 'exit 3'],
      directory: `${where.directory}/work`,
      end: 'exited with 3',
    });
  });

  test('is announced once if many vimtraces start at the same time', async () => {
    const where = withLess();
    const session = await shell('bash', where, wide);
    await keepOne(session, 'true');
    where.write(
      'work/many',
      'for _ in 1 2 3 4 5 6 7 8; do vimtrace -p true strace true & done\nwait\n',
    );
    await run(session, 'sh many');
    const announced = /vimtrace: a trace of strace -e trace=execve true was kept/g;
    expect(session.transcript.match(announced)?.length).toBe(1);
    expect(spools(where).length).toBe(1);
  });

  test('is announced once, listed, opened, and forgotten', async () => {
    const where = withLess();
    const session = await shell('bash', where, wide);
    await keepOne(session, 'true');
    session.line('vimtrace strace false');
    await session.pager('execve(');
    await quit(session);
    expect(await status(session)).toBe(1);
    const announced = /vimtrace: a trace of strace -e trace=execve true was kept; vimtrace --last/g;
    expect(session.transcript.match(announced)?.length).toBe(1);
    session.line('vimtrace strace false');
    await session.pager('execve(');
    await quit(session);
    expect(session.transcript.match(announced)?.length).toBe(1);

    await run(session, 'clear');
    session.line('vimtrace --list');
    await session.sees(/^@3 +\d+ s ago +\d+ B {2}exited with 0 {2}strace -e trace=execve true$/);
    session.line('vimtrace --open @3');
    await session.pager('"true"');
    session.type('\x1a');
    await session.prompt();
    session.line('fg');
    await session.pager('"true"');
    const text = trace(where);
    await quit(session);
    expect(await status(session)).toBe(0);
    expect(spools(where)).toEqual([]);
    await run(session, 'vimtrace --open @3 --no-pager >printed');
    expect(where.read('work/printed')).toBe(text);

    await run(session, 'vimtrace --forget --all; clear');
    expect(everything(where)).toEqual([]);
    session.line('vimtrace --last');
    await session.sees('vimtrace: cannot open the newest trace: none is kept');
    expect(await status(session)).toBe(125);
  });

  test('replaces the oldest trace if VIMTRACE_KEEP is reached', async () => {
    const where = place({ VIMTRACE_PAGER: 'less', VIMTRACE_KEEP: '2' });
    const session = await shell('bash', where, wide);
    for (const name of ['one', 'two', 'three']) await keepOne(session, `echo ${name}`);
    await run(session, 'vimtrace --list >list');
    const list = where.read('work/list');
    expect(list.match(/echo \w+/g)).toEqual(['echo three', 'echo two']);
  });

  test('is opened by --last, even if another trace was kept while it was read', async () => {
    const where = withLess();
    const [session, other] = [await shell('bash', where, wide), await shell('bash', where, wide)];
    session.line('vimtrace strace -e trace=execve echo first');
    const { pager } = await session.pager('execve(');
    await keepOne(other, 'echo second');
    process.kill(pager.pid, 'SIGKILL');
    await session.sees('vimtrace --last opens it');
    await run(session, 'vimtrace --last --no-pager >printed; vimtrace --list >list');
    expect(where.read('work/printed')).toContain('"first"');
    expect(where.read('work/list').match(/echo \w+/g)).toEqual(['echo first', 'echo second']);
  });

  test('is not kept if VIMTRACE_KEEP is 0, which is reported', async () => {
    const where = place({ VIMTRACE_PAGER: 'less', VIMTRACE_KEEP: '0' });
    const session = await shell('bash', where, wide);
    await keepOne(
      session,
      'true',
      /vimtrace: cannot keep the trace: the limit is 0 traces, set by \$VIMTRACE_KEEP;/,
    );
    expect(session.transcript).not.toContain('removed');
    expect(spools(where)).toEqual([]);
  });

  test('is listed without the control characters of its command line', async () => {
    const where = withLess();
    const session = await shell('bash', where, wide);
    await keepOne(session, `echo $'\\e]0;owned\\a\\e[31m\\u202e'`);
    await run(session, 'vimtrace --list >list');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the test looks for control characters.
    expect(where.read('work/list')).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f\u202e]/);
    expect(where.read('work/list')).toContain("echo '?]0;owned??[31m?'");
  });
});

test('--list and --forget do nothing without a state directory, and make none', async () => {
  const where = withLess();
  const session = await shell('bash', where, wide);
  await run(
    session,
    'vimtrace --list >said 2>&1 && vimtrace --forget --all >>said 2>&1; echo $? >code',
  );
  expect(where.read('work/said') + where.read('work/code')).toBe('0\n');
  expect(where.list('home')).toEqual([]);
});

test('the state directory is in ~/.local/state if XDG_STATE_HOME is not set', async () => {
  const where = withLess();
  const session = await shell('bash', where, wide);
  await run(session, 'unset XDG_STATE_HOME');
  await keepOne(session, 'true');
  expect(where.list('home/.local/state/vimtrace').length).toBe(1);
  await run(session, 'vimtrace --list --json >list');
  expect(where.read('work/list')).toContain(`${where.directory}/home/.local/state/vimtrace/`);
});

describe('a trace that a killed vimtrace left behind', () => {
  test('is listed and made private, but not before the tracer has ended', async () => {
    const where = withLess();
    where.write('work/program', 'mkfifo gate; echo $$ >pid; read -r word <>gate');
    const session = await shell('bash', where, wide);
    await run(session, 'umask 0');
    session.line('vimtrace strace -f sh program &');
    await session.until('the program', () => where.list('work').includes('pid'));
    await recorded(session, where);
    const job = await session.job();
    await run(session, 'clear; vimtrace --list >list');
    expect(where.read('work/list')).toMatch(/^@1 .* {2}running {2}strace -f sh program\n$/);
    process.kill(job.pid, 'SIGKILL');
    await session.until('its end', () => !isAlive(job.pid));
    const tracer = tracerOf(Number(where.read('work/pid'))) ?? 0;
    await letGo(where);
    await session.until('the tracer to end', () => !isAlive(tracer));
    await run(session, 'clear; vimtrace --list >list');
    expect(where.read('work/list')).toMatch(/cut short {2}strace -f sh program\n/);
    const left = `${where.directory}/home/state/vimtrace/${spools(where)[0]}`;
    expect(modeOf(`${left}/trace`)).toBe('666');
    session.line('vimtrace strace true');
    await session.pager('+++ exited');
    await quit(session);
    expect(session.transcript).toContain('vimtrace: a trace of strace -f sh program was kept;');
    expect([left, `${left}/trace`, `${left}/record.json`].map(modeOf)).toEqual([
      '700',
      '600',
      '600',
    ]);
  });
});

const spaces = ['unshare -pf --mount-proc', 'unshare -rpf --mount-proc'];

describe('a trace whose writer cannot be seen from here is left alone', () => {
  /** The trace is listed as perhaps still written; --forget and a new run do not touch it. */
  async function expectLeftAlone(session: Session, where: Place, host: string): Promise<void> {
    const before = spools(where);
    for (const line of ['clear', 'vimtrace --forget --all', 'vimtrace --list >list'])
      await run(session, line);
    await session.sees(`vimtrace: cannot remove @1: it is running on ${host}?; try again`);
    expect(where.read('work/list')).toContain(`  running on ${host}?  strace `);
    session.line('vimtrace strace true');
    await session.pager('+++ exited');
    await quit(session);
    expect(spools(where)).toEqual(before);
    expect(session.transcript).not.toContain('was kept');
  }

  test('if its record names another host', async () => {
    const where = place({ VIMTRACE_PAGER: 'less', VIMTRACE_KEEP: '1' });
    const session = await shell('bash', where, wide);
    const there = `${where.directory}/home/state/vimtrace/4194305-aaaaaa`;
    mkdirSync(there, { recursive: true });
    writeFileSync(`${there}/trace`, 'execve');
    const run = { command: ['strace', 'ls'], directory: '/', time: 0, pid: 4194305, birth: 7 };
    const record = { ...run, host: 'ada', boot: 'another', namespace: 'pid:[4026531836]' };
    writeFileSync(`${there}/record.json`, JSON.stringify(record));
    for (const file of ['record.json', 'trace', '']) utimesSync(`${there}/${file}`, 0, 0);
    await expectLeftAlone(session, where, 'ada');
  });

  test('if its vimtrace runs in another pid namespace', async (context) => {
    const space = spaces.find((each) => obstacle('sh', ['-c', `${each} true`], /^$/) === undefined);
    if (space === undefined) return context.skip('a pid namespace cannot be made here');
    const where = withLess();
    where.write('work/program', 'mkfifo gate; read -r word <>gate');
    const session = await shell('bash', where, wide);
    session.line(`${space} vimtrace strace -f sh program &`);
    await recorded(session, where);
    await expectLeftAlone(session, where, hostname());
  });
});

/** What may stand in the place of the state directory; `make` makes it at a path. */
const untrusted: readonly { how: string; make: (state: string) => void }[] = [
  { how: 'a symbolic link', make: (state) => symlinkSync('../../work', state) },
  { how: 'a file', make: (state) => writeFileSync(state, '') },
  // Only root can give a directory to another user.
  ...(process.geteuid?.() === 0
    ? [
        {
          how: 'another user’s directory',
          make: (state: string) => {
            mkdirSync(state);
            chownSync(state, 65534, 65534);
          },
        },
      ]
    : []),
];

function withUntrusted(make: (state: string) => void): { where: Place; state: string } {
  const where = withLess();
  const state = `${where.directory}/home/state/vimtrace`;
  mkdirSync(`${where.directory}/home/state`);
  make(state);
  return { where, state };
}

describe('a state directory that cannot be trusted', () => {
  test.for(untrusted)('is not used, and the trace goes to TMPDIR: $how', async ({ make }) => {
    const { where } = withUntrusted(make);
    const session = await shell('bash', where, wide);
    session.line('vimtrace strace true');
    await session.pager('execve(');
    expect(where.list('tmp').length).toBe(1);
    expect(where.list('work')).toEqual([]);
    await quit(session);
    expect(where.list('tmp')).toEqual([]);
  });

  test.for(untrusted)('is not read by --list, --last and --forget: $how', async ({ make }) => {
    const { where, state } = withUntrusted(make);
    const hasTrace = statSync(state).isDirectory();
    if (hasTrace) mkdirSync(`${state}/4194305-aaaaaa`);
    if (hasTrace) writeFileSync(`${state}/4194305-aaaaaa/trace`, 'a trace');
    if (hasTrace) utimesSync(`${state}/4194305-aaaaaa`, 0, 0);
    const session = await shell('bash', where, wide);
    for (const option of ['--list', '--last', '--forget --all']) {
      await run(session, `vimtrace ${option} >printed 2>said; echo $? >code`);
      expect(where.read('work/said')).toMatch(
        /^vimtrace: cannot read the traces in .*: (is not a directory|belongs to another user); .*\n$/,
      );
      expect(where.read('work/printed')).toBe('');
      expect(where.read('work/code')).toBe('125\n');
    }
    expect(existsSync(`${state}/4194305-aaaaaa/trace`)).toBe(hasTrace);
  });

  test('leads to TMPDIR, where no other file is read or written', async () => {
    const { where } = withUntrusted((state) => writeFileSync(state, ''));
    const session = await shell('bash', where, wide);
    const tmp = `${where.directory}/tmp`;
    const victim = where.write('work/victim', 'as it was');
    const [empty, planted] = ['4194305-aaaaaa', '4194305-bbbbbb'];
    for (const name of [empty, planted]) mkdirSync(`${tmp}/${name}`);
    where.write(`tmp/${planted}/trace`, 'a trace');
    symlinkSync(victim, `${tmp}/${planted}/record.json`);
    for (const name of [empty, planted]) utimesSync(`${tmp}/${name}`, 0, 0);
    await keepOne(session, 'true', /vimtrace: the trace is kept in .*trace$/);
    expect(where.list('tmp')).toEqual(expect.arrayContaining([empty, planted]));
    expect(where.read('work/victim')).toBe('as it was');
    expect(session.transcript).not.toContain('was kept');
    const [own = ''] = where.list('tmp').filter((name) => name !== empty && name !== planted);
    expect(JSON.parse(where.read(`tmp/${own}/record.json`))).toMatchObject({
      end: 'exited with 0',
    });
    expect(modeOf(`${tmp}/${own}/trace`)).toBe('600');
  });

  test('is made private if it is open to others', async () => {
    const where = withLess();
    mkdirSync(`${where.directory}/home/state/vimtrace`, { recursive: true });
    chmodSync(`${where.directory}/home/state/vimtrace`, 0o777);
    const session = await shell('bash', where, wide);
    session.line('vimtrace strace true');
    await session.pager('execve(');
    expect(modeOf(`${where.directory}/home/state/vimtrace`)).toBe('700');
    await quit(session);
  });
});

test('vimtrace works in a directory that has been removed', async () => {
  const where = withLess();
  const session = await shell('bash', where, wide);
  await run(session, 'mkdir gone; cd gone; rmdir ../gone');
  session.line('vimtrace strace true');
  await session.pager('execve(');
  await quit(session);
  expect(await status(session)).toBe(0);
});

test('an old directory of a run that ended before it had a trace is removed', async () => {
  const where = withLess();
  const session = await shell('bash', where);
  const state = `${where.directory}/home/state/vimtrace`;
  // The number of a process that has ended.
  await run(session, `mkdir -m 700 -p ${state}; (exec sh -c 'echo $$ >ended')`);
  const ended = where.read('work/ended').trim();
  await run(session, `mkdir ${state}/${ended}-oldold ${state}/${ended}-newnew ${state}/other`);
  for (const name of [`${ended}-oldold`, 'other']) utimesSync(`${state}/${name}`, 0, 0);
  session.line('vimtrace strace true');
  await session.pager('execve(');
  await quit(session);
  expect(spools(where)).toEqual([`${ended}-newnew`, 'other']);
});
