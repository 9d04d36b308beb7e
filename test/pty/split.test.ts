/** strace -ff without -o: a file for each process, the list of the processes first. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { outcome } from '../harness/command.ts';
import { type Place, place, unsaid } from '../harness/place.ts';
import type { Session } from '../harness/session.ts';
import { shell } from '../harness/shells.ts';
import { letGo, others } from './faults.ts';
import { loseTerminal, over } from './gone.ts';
import { everything, inState, quit, resumed, run, shelved, spools, status } from './typing.ts';

const wide = { columns: 300, rows: 30 };
/** Three processes and a failure. */
const script = '/bin/true\ncat nothing\nexit 3\n';
const command = 'strace -ff sh script';
const title = 'strace -ff sh script (exited with 3)';
const said = 'exit 3, perhaps for this: openat("nothing") = -1 ENOENT';
const heads = /^PID +BORN +END +ENDED +SIZE +FAILED +COMMAND/;
const missing = /^openat\(AT_FDCWD, "nothing"/;

function scene(pager: string, extra = {}): Place {
  const where = place({ VIMTRACE_PAGER: pager, ...extra });
  where.write('work/script', script);
  return where;
}

const state = (where: Place): string => `${where.directory}/home/state/vimtrace`;

/** The directory of the only trace, and the names of the files in it. */
function files(where: Place): { readonly directory: string; readonly names: readonly string[] } {
  const [own = 'none'] = everything(where).filter((name) => !name.startsWith('turn-'));
  const directory = `${state(where)}/${own}/trace`;
  return { directory, names: readdirSync(directory).sort() };
}

type Row = {
  readonly pid: number;
  readonly parent: number | null;
  readonly argv: readonly string[];
  readonly born: number;
  readonly end: number | null;
  readonly ended: { readonly code?: number; readonly signal?: string } | null;
  readonly file: string;
};

function rowsOf(where: Place, ...words: readonly string[]): readonly Row[] {
  const { stdout, stderr } = outcome(where, 'vimtrace', words);
  expect(stderr).toBe('');
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Row);
}

const tree = (where: Place, trace: string): readonly Row[] =>
  rowsOf(where, '--report=tree', '--json', trace);

/** What a list of processes says, by its columns. */
const listed = (text: string): readonly object[] =>
  text
    .slice(text.search(/^PID /m))
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => {
      const parsed =
        /^(\d+) +(?:(\d+):(\d+))? +(\d+) {2}(?:exit (\d+)|(SIG\w+)) +([\d.]+ k?B) +(\d*) {2,}(.*)$/.exec(
          line,
        );
      if (parsed === null) throw new Error(`no row: ${line}`);
      const [, pid, parent, born, end, code, signal, , failed, words] = parsed;
      return {
        ...{ pid: Number(pid), parent: parent === undefined ? null : Number(parent) },
        ...{ born: Number(born ?? 1), end: Number(end), words: words?.trim() },
        ...{ ended: signal === undefined ? { code: Number(code) } : { signal } },
        failed: Number(failed),
      };
    });

/** The same by the engine: --report=tree, and the failed calls of each process by --report=failed. */
function reported(where: Place, trace: string): readonly object[] {
  const failed = rowsOf(where, '--report=failed', '--all', '--json', trace);
  return tree(where, trace).map(({ pid, parent, argv, born, end, ended }) => ({
    ...{ pid, parent, born, end, words: argv.join(' '), ended },
    failed: failed.filter((row) => row.pid === pid).length,
  }));
}

const list = (where: Place): string =>
  readFileSync(`${state(where)}/${spools(where)[0]}/record-list`, 'utf8');

describe.for(['vim', 'nvim'] as const)('in %s', (pager) => {
  test('the list comes first, says the cause, and leads to it and back, also after ^Z and fg', async () => {
    const where = scene(pager, unsaid);
    const session = await shell('bash', where, wide);
    session.line(`clear; vimtrace ${command}`);
    const first = await session.pager(heads);
    await session.sees(title);
    await session.until('the cause in the last line', async () =>
      (await session.screen()).at(-1)?.startsWith(said),
    );
    await session.idle(first.pager.pid);
    session.type('\x1a');
    await session.prompt();
    session.line('fg');
    await session.pager(heads);
    await resumed(session, where, pager);
    session.type('\r');
    await session.sees(missing);
    session.line(':echo "at " . getline(".")[:28]');
    await session.sees('at openat(AT_FDCWD, "nothing"');
    session.type('-');
    await session.sees(heads);
    await session.until('the cursor in the row of cat', async () =>
      /^\d+ +\d+:\d+ .*cat nothing$/.test(await cursorRow(session)),
    );
    await quit(session);
    expect(await status(session)).toBe(3);
    expect(shelved(where)).toHaveLength(1);
    expect(inState(where)).toEqual([]);
  });

  test('a process is loaded when it is first shown, has the manners of a trace, and q quits', async () => {
    const where = scene(pager);
    const session = await shell('bash', where, wide);
    session.line(`clear; vimtrace ${command}`);
    await session.pager(heads);
    session.line(':ls!');
    await session.sees('Press ENTER');
    expect(
      (await session.screen()).filter((line) => /^ *\d+ .*vimtrace:\/\//.test(line)),
    ).toHaveLength(1);
    session.type('\r');
    session.type(':call search("cat nothing$")\r\r');
    await session.sees(/^rt_sigprocmask|^set_robust_list/);
    session.line(':ls! | echo &filetype &modified &modeline &swapfile');
    await session.sees(/"vimtrace:\/\/\d+ cat nothing \(exit 1\)"/);
    await session.sees('strace 0 0 0');
    session.type('\r');
    session.type(':write\r');
    await session.sees('vimtrace: cannot write over the trace');
    await quit(session);
    await run(
      session,
      `cat ${where.directory}/home/.viminfo ${where.directory}/home/state/nvim/shada/* 2>/dev/null | strings | grep -c vimtrace:// >count`,
    );
    expect(where.read('work/count')).toBe('0\n');
  });

  test('a pid in the result of a call leads to its process', async () => {
    const where = scene(pager);
    const session = await shell('bash', where, wide);
    session.line(`clear; vimtrace ${command}`);
    await session.pager(heads);
    session.type(':call search("sh script$")\r\r');
    await session.sees(/^execve\(.*"sh", "script"/);
    session.type(':call search("fork(\\\\|clone(", "w")\r\r');
    await session.until('the buffer of the child', async () => {
      session.type(':file\r');
      return (await session.screen()).some((line) =>
        /vimtrace:\/\/\d+ \/bin\/true \(exit 0\)/.test(line),
      );
    });
    await quit(session);
  });

  test(':Trace in the list asks about all files, and its entries lead to them', async () => {
    const where = scene(pager);
    const session = await shell('bash', where, wide);
    session.line(`clear; vimtrace ${command}`);
    await session.pager(heads);
    session.line(':Trace failed');
    await session.sees(/^vimtrace:\/\/\d+ cat nothing \(exit 1\)\|\d+\|.*ENOENT/);
    session.line(':cfirst');
    await session.sees(missing);
    session.line(':qall');
    await session.prompt();
  });
});

const cursorRow = async (session: Session): Promise<string> => {
  const before = await session.cursorLine();
  return (
    (await session.screen()).find((line) => line.startsWith(before) && /cat nothing/.test(line)) ??
    ''
  );
};

test('less opens at the cause, gets all files in order of birth, and :n leads through them, also after ^Z and fg', async () => {
  const where = scene('less', unsaid);
  const session = await shell('bash', where, wide);
  session.line(`clear; vimtrace ${command}`);
  const { pager } = await session.pager(heads);
  expect((await session.screen())[0]).toMatch(
    new RegExp(`^\\d+:\\d+  ${said.replace(/[()]/g, '\\$&')}`),
  );
  await session.idle(pager.pid);
  for (const first of [/^execve\(.*"sh", "script"/, /^rt_sigprocmask|^set_robust_list/]) {
    session.type(':n');
    await session.sees(first);
  }
  await session.idle(pager.pid);
  session.type('\x1a');
  await session.prompt();
  session.line('fg');
  await session.pager(/^rt_sigprocmask|^set_robust_list/);
  await resumed(session, where, 'less');
  session.type(':n');
  await session.sees(/^execve\(.*"cat", "nothing"/);
  await quit(session);
  expect(await status(session)).toBe(3);
});

test.for(['less', 'vim'])('the list of %s says what --report=tree says', async (pager) => {
  const where = scene(pager);
  where.write(
    'work/script',
    '/bin/true\nmkfifo gate\n(read -r _ <gate; kill -9 $$) & sh -c "cat nothing"; echo >gate; wait\n',
  );
  const session = await shell('bash', where, wide);
  session.line(`clear; vimtrace ${command}`);
  await session.pager(heads);
  expect(listed(list(where))).toEqual(reported(where, '@1'));
  expect(listed(list(where)).length).toBeGreaterThanOrEqual(5);
  await quit(session);
});

test('a pager that takes one file, or none, gets all lines with their pids', async () => {
  const where = scene('cat >got; true');
  const session = await shell('bash', where, wide);
  await run(session, `vimtrace ${command}`);
  const { directory, names } = files(where);
  const lines = where.read('work/got').trimEnd().split('\n');
  const all = names.flatMap((name) =>
    readFileSync(`${directory}/${name}`, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => `${name.split('.')[1]?.padEnd(5)} ${line}`),
  );
  expect(lines.toSorted()).toEqual(all.toSorted());
  expect(readdirSync(`${directory}/..`).filter((name) => name.includes('whole'))).toEqual([]);
});

describe('a kept trace', () => {
  async function kept(where: Place): Promise<Session> {
    const session = await shell('bash', where, wide);
    await run(session, 'umask 0');
    session.line(`clear; vimtrace ${command}`);
    const { pager } = await session.pager(heads);
    process.kill(pager.pid, 'SIGKILL');
    await session.sees(/vimtrace: the trace is kept in .*\/trace; vimtrace --last opens it/);
    await session.prompt();
    return session;
  }

  test('is one entry with the size of all files, private, and removed as one', async () => {
    const where = scene('less');
    const session = await kept(where);
    const { directory, names } = files(where);
    expect(names).toHaveLength(3);
    const modes = [directory, ...names.map((name) => `${directory}/${name}`)].map((path) =>
      (statSync(path).mode & 0o777).toString(8),
    );
    expect(modes).toEqual(['700', '600', '600', '600']);
    const bytes = names.reduce((sum, name) => sum + statSync(`${directory}/${name}`).size, 0);
    const { stdout } = outcome(where, 'vimtrace', ['--list', '--json']);
    expect(JSON.parse(stdout)).toMatchObject([
      { number: 1, bytes, file: directory, end: 'exited with 3', read: false },
    ]);
    expect(readdirSync(`${directory}/..`).sort()).toEqual(['record-title', 'record.json', 'trace']);
    session.line('clear; vimtrace --last');
    await session.pager(heads);
    await quit(session);
    session.line(`clear; vimtrace --open=${directory}`);
    await session.pager(heads);
    await quit(session);
    expect(shelved(where)).toHaveLength(1);
    expect(outcome(where, 'vimtrace', ['--forget', '@1']).stdout).toContain('removed @1');
    expect(everything(where)).toEqual([]);
  });

  test('is printed as one text, which says what its files say', async () => {
    const where = scene('less');
    await kept(where);
    const { stdout } = outcome(where, 'vimtrace', ['--last']);
    where.write('work/whole', stdout);
    const of = ({ pid, parent, argv, ended }: Row) => ({ pid, parent, argv, ended });
    expect(tree(where, 'whole').map(of)).toEqual(tree(where, '@1').map(of));
    const [cause] = rowsOf(where, '--report=cause', '--json');
    const line = readFileSync(cause?.file ?? '', 'utf8').split('\n')[
      ((cause as unknown as { line: number }).line ?? 0) - 1
    ];
    expect(line).toMatch(missing);
    const { status, stdout: same } = outcome(where, 'vimtrace', ['--diff', '@1', 'whole']);
    expect({ status, same }).toEqual({ status: 0, same: '' });
  });

  test('counts against the limits with all its files', async () => {
    const where = scene('less', { VIMTRACE_KEEP: '5,20K' });
    const session = await kept(where);
    const [first = ''] = spools(where);
    session.line(`clear; vimtrace ${command}`);
    const { pager } = await session.pager(heads);
    process.kill(pager.pid, 'SIGKILL');
    await session.sees('the trace is kept in');
    await session.prompt();
    expect(spools(where)).toHaveLength(1);
    expect(spools(where)).not.toContain(first);
  });
});

test('of a hangup it is kept, with a file for each process', async () => {
  const where = place({ VIMTRACE_PAGER: 'less' });
  const session = await shell('bash', where, wide);
  session.line(`vimtrace strace -ff sh -c 'sleep 600 & echo "started"; wait'`);
  await session.sees(/^started/);
  await loseTerminal(session);
  await over(session);
  const { names } = files(where);
  expect(names).toHaveLength(2);
  expect(tree(where, '@1').map(({ ended }) => ended)).not.toContain(null);
});

test('strace -ff -D: the list comes when strace has ended', async () => {
  const where = place({ VIMTRACE_PAGER: 'less' });
  const session = await shell('bash', where, wide);
  await run(session, 'mkfifo gate; clear');
  session.line(`vimtrace strace -D -ff sh -c 'read -r _ <gate & echo "started"'`);
  await session.sees(/^started/);
  const waiting = await session.until('the waiting process alone', () => {
    const programs = others(session).filter(({ command: line }) => line.startsWith('sh -c '));
    return programs.length === 1 && programs[0];
  });
  await session.idle(waiting.pid);
  await letGo(where);
  await session.pager(heads);
  expect(tree(where, '@1').map(({ ended }) => ended)).toEqual([{ code: 0 }, { code: 0 }]);
  await quit(session);
});

test('strace -ff -p: each process has a file, and ^C ends strace', async () => {
  const where = place({ VIMTRACE_PAGER: 'less' });
  const session = await shell('bash', where, wide);
  await run(session, 'sleep 600 & sleep 601 & clear');
  session.line('vimtrace strace -ff -p "$(jobs -p | tr \'\\n\' ,)"');
  await session.sees(/Process \d+ attached/);
  await session.until('a line in two files', () => {
    const { directory, names } = files(where);
    return names.filter((name) => statSync(`${directory}/${name}`).size > 0).length === 2;
  });
  session.type('\x03');
  await session.pager(heads);
  expect(tree(where, '@1')).toHaveLength(2);
  await quit(session);
  await run(session, 'kill %1 %2');
});

describe('where the user names a file', () => {
  test('of vimtrace, the trace is one file', async () => {
    const where = scene('less');
    const session = await shell('bash', where, wide);
    await run(session, `vimtrace --no-pager -o named ${command} 2>err`);
    expect(where.list('work').filter((name) => name.startsWith('named'))).toEqual(['named']);
    expect(where.read('work/named')).toMatch(/^\d+ +execve\(/);
  });

  test('of strace, strace runs as it is', async () => {
    const where = scene('less');
    const session = await shell('bash', where, wide);
    await run(session, 'vimtrace strace -ff -o named sh script 2>err');
    expect(where.list('work').filter((name) => name.startsWith('named.'))).toHaveLength(3);
    expect(everything(where)).toEqual([]);
  });
});

test('on a full disk the list is elsewhere, and the loss is reported', async (context) => {
  const where = scene('less');
  const mount = 'mount -t tmpfs -o size=40k none "$1"';
  const tried = outcome(where, 'unshare', [
    '-m',
    'sh',
    '-c',
    mount,
    'sh',
    `${where.directory}/tmp`,
  ]);
  if (tried.status !== 0) return context.skip('no file system can be mounted here');
  where.write(
    'work/small',
    `set -- "$XDG_STATE_HOME"; mkdir -p "$1"; ${mount} && exec vimtrace strace -ff sh -c 'cat script; cat script; cat script; exit 0' 2>&1\n`,
  );
  const session = await shell('bash', where, wide);
  session.line('unshare -m sh small');
  await session.pager(heads);
  await quit(session);
  await session.sees(/^vimtrace: cannot complete the trace: no space left/);
  expect(where.list('tmp')).toEqual([]);
});

describe('--open of files that strace -ff -o has left', () => {
  function left(pager: string): Place {
    const where = scene(pager);
    outcome(where, 'mkdir', ['old']);
    outcome(where, 'strace', ['-ff', '-o', 'old/x', 'sh', 'script']);
    return where;
  }
  const snapshot = (where: Place): readonly (readonly [string, number, string])[] =>
    where.list('work/old').map((name) => {
      const path = `${where.directory}/work/old/${name}`;
      return [name, statSync(path).mtimeMs, readFileSync(path, 'latin1')];
    });

  test.for([
    { how: 'their directory', name: 'old' },
    { how: 'the beginning of their names', name: 'old/x' },
  ])('by $how shows the same list, changes nothing and leaves nothing', async ({ name }) => {
    const where = left('vim');
    const before = snapshot(where);
    const session = await shell('bash', where, wide);
    session.line(`clear; vimtrace --open ${name}`);
    await session.pager(heads);
    await session.sees(`vimtrace://${where.directory}/work/${name}`);
    session.type(':call search("sh script$")\r\r');
    await session.sees(/^execve\(.*"sh", "script"/);
    await quit(session);
    expect(snapshot(where)).toEqual(before);
    expect([where.list('tmp'), everything(where)]).toEqual([[], []]);
    expect(tree(where, name).map(({ argv }) => argv.join(' '))).toEqual([
      'sh script',
      '/bin/true',
      'cat nothing',
    ]);
  });

  test('without a terminal prints one text; other files in the directory are left out', () => {
    const where = left('less');
    where.write('work/old/log.1', 'Nov 28 12:00:00 host daemon: started\n');
    const { stdout, stderr } = outcome(where, 'vimtrace', ['--open', 'old']);
    expect(stderr).toBe('');
    expect(
      stdout.split('\n').filter((line) => !/^\d+ +(?:\w+\(|\+\+\+ |--- |$)/.test(line)),
    ).toEqual(['']);
    expect(outcome(where, 'vimtrace', ['--diff', 'old', 'old/x']).status).toBe(0);
  });

  test('says what is wrong with a directory', () => {
    const where = left('less');
    outcome(where, 'mkdir', ['empty']);
    const [one = ''] = where.list('work/old');
    outcome(where, 'cp', [`old/${one}`, `old/${one.replace('x.', 'y.')}`]);
    for (const option of ['--open=', '--report=tree ']) {
      const errorOf = (name: string) =>
        outcome(where, 'vimtrace', `${option}${name}`.split(' ')).stderr;
      const verb = option === '--open=' ? 'open' : 'read';
      expect(errorOf('empty')).toBe(
        `vimtrace: cannot ${verb} empty: it has no file NAME.PID, as strace -ff writes them; see vimtrace --list\n`,
      );
      expect(errorOf('old')).toMatch(
        new RegExp(
          `^vimtrace: cannot ${verb} old: x\\.\\d+ and y\\.\\d+ are of two traces, so name one, as DIRECTORY/NAME; see`,
        ),
      );
      expect(errorOf('old/z')).toMatch(/no such file/i);
    }
  });
});

describe('the processes of strace -ff are those of strace -f', () => {
  /** The tree with the positions of its rows in place of pids, which differ from run to run. */
  const shape = (rows: readonly Row[]) =>
    rows.map(({ parent, argv, ended }) => ({
      argv,
      ended,
      parent: rows.findIndex(({ pid }) => pid === parent),
    }));

  test.for([
    { options: [] },
    { options: ['-tt'] },
    { options: ['-ttt', '-T'] },
    { options: ['-r', '-y'] },
    { options: ['-n', '-i'] },
    { options: ['-e', 'trace=execve,clone,vfork,fork'] },
  ])('with $options', ({ options }) => {
    const where = place();
    where.write(
      'work/script',
      'i=0\nwhile [ $i -lt 100 ]; do /bin/true; i=$((i+1)); done\nsh -c "sh -c \'kill -9 \\$\\$\'; cat nothing; (exit 4)"\n/bin/true | cat\nexit 3\n',
    );
    outcome(where, 'strace', ['-f', ...options, '-o', 'one', 'sh', 'script']);
    outcome(where, 'strace', ['-ff', ...options, '-o', 'many', 'sh', 'script']);
    const rows = tree(where, 'many');
    expect(rows.length).toBeGreaterThan(100);
    expect(shape(rows)).toEqual(shape(tree(where, 'one')));
  });
});
