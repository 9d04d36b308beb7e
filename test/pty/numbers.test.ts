/** --list numbers the traces; --open, --last and --forget take the numbers, and standard output decides how they show. */
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { outcome } from '../harness/command.ts';
import { type Place, place } from '../harness/place.ts';
import { shell } from '../harness/shells.ts';
import { letGo, program, waitingProgram } from './faults.ts';
import { drawn, everything, quit, run, shelved, status } from './typing.ts';

const wide = { columns: 200, rows: 40 };

/** A place with kept traces of `echo NAME`, the newest first. No process can have the pid in their names. */
function withTraces(...names: readonly string[]): Place {
  const where = place({ VIMTRACE_PAGER: 'less' });
  const state = `${where.directory}/home/state/vimtrace`;
  names.forEach((name, index) => {
    const own = `${state}/${4194305 + index}-aaaaaa`;
    mkdirSync(own, { recursive: true, mode: 0o700 });
    const text = `execve("/bin/echo", ["echo", "${name}"]) = 0\n+++ exited with 0 +++\n`;
    writeFileSync(`${own}/trace`, text);
    const written = Date.now() / 1000 - 120 * (index + 1);
    utimesSync(`${own}/trace`, written, written);
    const known = { command: ['strace', 'echo', name], directory: '/', time: 1, pid: 1, birth: 1 };
    writeFileSync(`${own}/record.json`, JSON.stringify({ ...known, end: 'exited with 0' }));
  });
  return where;
}

const text = (name: string): string =>
  `execve("/bin/echo", ["echo", "${name}"]) = 0\n+++ exited with 0 +++\n`;

describe('--list', () => {
  test('shows the traces on one line each, as wide as the terminal', async () => {
    const where = withTraces(
      'one',
      'a-longer-name-than-any-terminal-of-these-three-has-columns'.repeat(4),
    );
    for (const columns of [40, 80, 200]) {
      const session = await shell('bash', where, { columns, rows: 20 });
      await run(session, 'clear; vimtrace --list');
      const shown = (await session.screen()).filter((line) => /^@\d/.test(line));
      expect(shown.map((line) => line.slice(0, 4))).toEqual(['@1  ', '@2  ']);
      expect(shown[0]).toContain('strace echo one');
      expect(shown[1]).toMatch(/\.\.\.( {2}in \/)?$/);
      await session.end();
    }
  });

  test('is coloured on a terminal, and not with NO_COLOR, CLICOLOR=0 or a pipe', async () => {
    const where = withTraces('one');
    const session = await shell('bash', where, wide);
    const coloured = async (command: string): Promise<boolean> => {
      const before = session.transcript.length;
      await run(session, command);
      return session.transcript.slice(before).includes('\x1b[32m');
    };
    expect(await coloured('vimtrace --list')).toBe(true);
    expect(await coloured('NO_COLOR=1 vimtrace --list')).toBe(false);
    expect(await coloured('CLICOLOR=0 vimtrace --list')).toBe(false);
    expect(await coloured('vimtrace --list | cat')).toBe(false);
    expect(await coloured('CLICOLOR_FORCE=1 vimtrace --list | cat')).toBe(true);
  });

  test('shows a running trace as running, and one in a pager as being read', async () => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    waitingProgram(where);
    const [session, other] = [await shell('bash', where, wide), await shell('bash', where, wide)];
    session.line('vimtrace strace -e trace=execve sh program');
    await program(session, where);
    const list = async (): Promise<string> => {
      await run(other, 'vimtrace --list >list');
      return where.read('work/list');
    };
    expect(await list()).toMatch(/^@1 {2}\d+ s ago .* {2}running {2}/);
    await run(other, 'vimtrace --open @1 >opened; vimtrace --forget @1 2>said; echo $? >>said');
    expect(where.read('work/opened')).toMatch(/^execve\(/);
    expect(where.read('work/said')).toBe(
      'vimtrace: cannot remove @1: it is running; try again when that is over\n125\n',
    );
    await letGo(where);
    await session.pager('+++ exited');
    await other.until('the list to say so', async () => (await list()).includes('  being read  '));
    await quit(session);
    expect(await list()).toMatch(/^@1 .* {2}exited with 3 {2}strace -e trace=execve sh program\n$/);
  });

  test('prints one JSON document, where nothing is shortened', () => {
    const where = withTraces('one', 'x'.repeat(300));
    const { stdout, status: code } = outcome(where, 'vimtrace', ['--list', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual([
      {
        number: 1,
        state: 'ended',
        end: 'exited with 0',
        read: false,
        started: '1970-01-01T00:00:00.001Z',
        written: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        bytes: text('one').length,
        command: ['strace', 'echo', 'one'],
        directory: '/',
        file: `${where.directory}/home/state/vimtrace/4194305-aaaaaa/trace`,
        host: '',
      },
      expect.objectContaining({ number: 2, command: ['strace', 'echo', 'x'.repeat(300)] }),
    ]);
    expect(outcome(place(), 'vimtrace', ['--list', '--json']).stdout).toBe('[]\n');
  });
});

describe('--open', () => {
  test('opens any trace by its number, which the reading does not change', async () => {
    const where = withTraces('one', 'two', 'three');
    const session = await shell('bash', where, wide);
    for (const [number, name] of [
      [2, 'two'],
      [2, 'two'],
      [3, 'three'],
      [1, 'one'],
    ] as const) {
      session.line(`clear; vimtrace --open @${number}`);
      await session.pager(`"${name}"`);
      await quit(session);
      expect(await status(session)).toBe(0);
    }
    expect(shelved(where).length).toBe(3);
  });

  test('opens a file, and one of the state directory by its path', async () => {
    const where = withTraces('one');
    where.write('work/my trace', text('mine'));
    const session = await shell('bash', where, wide);
    session.line('clear; vimtrace --open "my trace"');
    await session.pager('"mine"');
    await quit(session);
    expect(where.read('work/my trace')).toBe(text('mine'));
    session.line('clear; vimtrace --open ../home/state/vimtrace/*/trace');
    await session.pager('"one"');
    await quit(session);
    expect(shelved(where).length).toBe(1);
  });

  test.for([
    ['@4', 'cannot open @4: there are 2 traces; see vimtrace --list'],
    ['none', 'cannot open none: no such file or directory; see vimtrace --list'],
    ['.', 'cannot open .: it has no file NAME.PID, as strace -ff writes them; see vimtrace --list'],
    ['fifo', 'cannot open fifo: is not a regular file; see vimtrace --list'],
    ['empty', /^cannot open \/.*\/empty: nothing is in it; see vimtrace --list$/],
    [
      '@two',
      /^cannot read the arguments: --open takes @1 .*, not @two \(if it is a file: \.\/@two\); /,
    ],
  ] as const)('says why it cannot open %s', async ([name, says]) => {
    const where = withTraces('one', 'two');
    where.write('work/empty', '');
    const session = await shell('bash', where, wide);
    await run(session, `mkfifo fifo; vimtrace --open ${name} 2>said; echo $? >code`);
    const said = where.read('work/said').replace(/^vimtrace: |\n$/g, '');
    if (typeof says === 'string') expect(said).toBe(says);
    else expect(said).toMatch(says);
    expect(where.read('work/code')).toBe('125\n');
  });
});

describe('standard output', () => {
  test.for([
    '--last',
    '--open @1',
    '-p less --last',
    '--open ../home/state/vimtrace/*305-*/trace',
  ])('that is a pipe or a file gets the trace of %s, and no pager opens', async (option) => {
    const where = withTraces('one', 'two');
    const session = await shell('bash', where, wide);
    await run(session, `clear; vimtrace ${option} | grep -c exited >count`);
    expect(where.read('work/count')).toBe('1\n');
    await run(session, `vimtrace ${option} >file`);
    expect(where.read('work/file')).toBe(text('one'));
    await run(session, `vimtrace ${option} 2>&1 | head -1`);
    await session.sees(/^execve\("\/bin\/echo", \["echo", "one"\]\)/);
    expect(drawn(session)).toBe(0);
    // Whoever gets a part of it has not read it.
    expect(shelved(where)).toEqual([]);
  });

  test('that is the terminal gets the pager, even if standard error is none', async () => {
    const where = withTraces('one');
    const session = await shell('bash', where, wide);
    session.line('clear; vimtrace --last 2>said');
    await session.pager('"one"');
    session.type('\x1a');
    await session.prompt();
    session.line('fg');
    await session.pager('"one"');
    await quit(session);
    expect(where.read('work/said')).toBe('');
  });
});

describe('--forget', () => {
  test('removes the traces that are named, and says which', async () => {
    const where = withTraces('one', 'two', 'three', 'four');
    const { stdout, stderr, status: code } = outcome(where, 'vimtrace', ['--forget', '@3', '@2']);
    expect([stdout, stderr, code]).toEqual([
      'removed @2: strace echo two\nremoved @3: strace echo three\n',
      '',
      0,
    ]);
    expect(everything(where)).toEqual(['4194305-aaaaaa', '4194308-aaaaaa']);
    expect(outcome(where, 'vimtrace', ['--forget', '--all']).stdout).toBe(
      'removed @1: strace echo one\nremoved @2: strace echo four\n',
    );
    expect(everything(where)).toEqual([]);
    expect(outcome(where, 'vimtrace', ['--forget', '--all'])).toMatchObject({
      stdout: '',
      stderr: '',
      status: 0,
    });
  });

  test.for([
    [['@1', '@9'], /^vimtrace: cannot remove @9: there are 2 traces; see vimtrace --list\n$/],
    [['@1', 'mine'], /^vimtrace: cannot remove .*\/work\/mine: vimtrace does not keep it; /],
    [['@1', 'nothing'], /^vimtrace: cannot remove nothing: no such file or directory; /],
    [[], /^vimtrace: cannot read the arguments: --forget needs @1, @2, …, or --all; /],
    [
      ['--all'].concat('@1'),
      /^vimtrace: cannot read the arguments: @1 has no meaning beside --all; /,
    ],
  ] as const)('removes nothing if one of the names is wrong: %s', ([names, says]) => {
    const where = withTraces('one', 'two');
    where.write('work/mine', text('mine'));
    const { stdout, stderr, status: code } = outcome(where, 'vimtrace', ['--forget', ...names]);
    expect(stderr).toMatch(says);
    expect([stdout, code]).toEqual(['', 125]);
    expect(everything(where).length).toBe(2);
    expect(where.read('work/mine')).toBe(text('mine'));
  });
});

test('words that would be ignored are mistakes', () => {
  const where = withTraces('one');
  for (const [words, says] of [
    ['--list strace', 'strace has no meaning after --list'],
    ['--last strace', 'strace has no meaning after --last'],
    ['--list --no-pager', '--no-pager has no meaning beside --list'],
    ['--json strace true', '--json is for --list, --report and --diff alone'],
    ['--last --list', '--list has no meaning beside --last'],
  ] as const)
    expect(outcome(where, 'vimtrace', words.split(' '))).toMatchObject({
      status: 125,
      stdout: '',
      stderr: `vimtrace: cannot read the arguments: ${says}; see vimtrace --help\n`,
    });
});
