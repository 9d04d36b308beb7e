/** Where the pager opens: at the cause of a failure, at the start, or at the end. */
import { describe, expect, test } from 'vitest';
import { place, unsaid } from '../harness/place.ts';
import type { Session } from '../harness/session.ts';
import { shell } from '../harness/shells.ts';
import { obstacle } from '../harness/tools.ts';
import { configured } from './configured.ts';
import { listed, quit, reader, resumed, run, status, stop, trace } from './typing.ts';

/** So low that the line of the cause is on neither the first screen of the trace nor the last one. */
const low = { columns: 110, rows: 10 };
const failing = `strace -f sh -c 'cat nothing; exit 3'`;
const cause = /openat\(AT_FDCWD, "nothing"/;
const first = /execve\("\/usr\/bin\/sh"/;
const last = /\+\+\+ exited with 3 \+\+\+/;
const said = 'exit 3, perhaps for this: openat("nothing") = -1 ENOENT';

/** The row of the screen, counted from 0, that shows `text`. */
async function rowOf(session: Session, text: RegExp): Promise<number> {
  await session.sees(text);
  return (await session.screen()).findIndex((line) => text.test(line));
}

const rows = [
  { pager: 'vim', keys: ':q\r', row: undefined },
  { pager: 'nvim', keys: ':q\r', row: undefined },
  { pager: 'less', keys: 'q', row: 0 },
  { pager: 'most', keys: 'q', row: 0 },
  { pager: 'lnav', keys: 'q', row: 2 },
  // Behind the three rows of bat's heading.
  { pager: 'batcat', keys: 'q', row: 3 },
] as const;

describe.for(rows)('$pager', ({ pager, keys, row }) => {
  test('opens at the cause of a failure, also after ^Z and fg, and later by --last', async (context) => {
    const reason = obstacle(pager, ['--version'], /\d/);
    if (reason !== undefined) return context.skip(reason);
    const where = place({ ...unsaid, VIMTRACE_PAGER: pager });
    const session = await shell('bash', where, low);
    session.line(`clear; vimtrace ${failing}`);
    await session.pager(cause);
    if (row !== undefined) expect(await rowOf(session, cause)).toBe(row);
    const { pager: process } = await session.pager(cause);
    await session.idle(reader(pager, process.pid));
    stop(session, pager, process.pid);
    await session.prompt();
    session.line('fg');
    // lnav draws only its changes.
    await session.pager(pager === 'lnav' ? undefined : cause);
    await resumed(session, where, pager);
    await quit(session, keys);
    expect(await status(session)).toBe(3);
    session.line('clear; vimtrace --last');
    const again = await session.pager(cause);
    await session.idle(reader(pager, again.pager.pid));
    await quit(session, keys);
  });

  test('opens at the start or at the end if the user wants it', async (context) => {
    const reason = obstacle(pager, ['--version'], /\d/);
    if (reason !== undefined) return context.skip(reason);
    const session = await shell('bash', place({ ...unsaid, VIMTRACE_PAGER: pager }), low);
    for (const [at, text] of [
      ['start', first],
      ['end', last],
    ] as const) {
      session.line(`clear; vimtrace --at=${at} ${failing}`);
      const { pager: process } = await session.pager(text);
      await session.idle(reader(pager, process.pid));
      expect(await session.screen()).not.toContainEqual(expect.stringMatching(cause));
      await quit(session, keys);
    }
  });
});

describe.for(['vim', 'nvim'] as const)('%s', (pager) => {
  test('has its cursor in the line of the cause, and says the cause and that it is a guess', async () => {
    const where = place({ ...unsaid, VIMTRACE_PAGER: pager });
    const session = await shell('bash', where, low);
    session.line(`clear; vimtrace ${failing}`);
    await session.pager(cause);
    await session.sees(said);
    const line =
      trace(where)
        .split('\n')
        .findIndex((each) => cause.test(each)) + 1;
    await session.sees(new RegExp(`\\b${line},1\\b`));
    await quit(session, ':q\r');
  });

  test('says the whole of a hard name, and asks for no key if the name is long', async () => {
    const where = place({ ...unsaid, VIMTRACE_PAGER: pager });
    const session = await shell('bash', where, low);
    session.line(`clear; vimtrace strace cat "it's | a \\"b"`);
    await session.pager(/exit 1, perhaps for this: openat\("it's \| a "b"\) = -1 ENOENT/);
    await quit(session, ':q\r');
    session.line(`clear; vimtrace strace cat ${'long'.repeat(50)}`);
    const { pager: process } = await session.pager(/perhaps for this: openat\("long/);
    await session.idle(process.pid);
    expect(await session.screen()).not.toContainEqual(expect.stringMatching(/ENTER/));
    await quit(session, ':q\r');
  });

  test('opens at the start, and says the name of the trace, if nothing failed', async () => {
    const session = await shell('bash', place({ ...unsaid, VIMTRACE_PAGER: pager }), {
      ...low,
      columns: 160,
    });
    session.line(`clear; vimtrace strace -f sh -c 'cat nothing; true'`);
    await session.pager(first);
    await session.sees(/"vimtrace:\/\/strace .*exited with 0\)"/);
    await quit(session, ':q\r');
    session.line('clear; vimtrace --last');
    await session.pager(first);
    await session.sees(/"vimtrace:\/\/strace .*exited with 0\)"/);
    await quit(session, ':q\r');
    expect(session.transcript).not.toContain('perhaps');
  });
});

test('VIMTRACE_AT overrides the configuration, and --at overrides both', async () => {
  const where = configured({ pager: 'less', at: 'end' }, unsaid);
  const session = await shell('bash', where, low);
  for (const [command, text] of [
    [`vimtrace ${failing}`, last],
    [`VIMTRACE_AT=start vimtrace ${failing}`, first],
    [`VIMTRACE_AT=start vimtrace --at=cause ${failing}`, cause],
    ['VIMTRACE_AT=start vimtrace --last', first],
    ['vimtrace --at=cause --open @1', cause],
  ] as const) {
    session.line(`clear; ${command}`);
    await session.pager(text);
    await quit(session);
  }
});

test('a trace in a file of the user opens at the cause, and so does a trace whose job waited in the background', async () => {
  const where = place({ ...unsaid, VIMTRACE_PAGER: 'less' });
  const session = await shell('bash', where, low);
  session.line(`clear; vimtrace -o out ${failing}`);
  await session.pager(cause);
  await quit(session);
  await run(session, 'test -s out');
  session.line(`clear; vimtrace ${failing} &`);
  await session.until('the job to be stopped', () => session.stopped());
  await listed(session, /Stopped/);
  session.line('clear; fg');
  await session.pager(cause);
  await quit(session);
});

test('a pager that gets the trace as its standard input opens where it would anyway', async () => {
  const session = await shell('bash', place({ ...unsaid, VIMTRACE_PAGER: 'less -' }), low);
  session.line(`clear; vimtrace ${failing}`);
  await session.pager(first);
  await quit(session);
});

test('only a run that failed loads what finds the cause', async () => {
  const made = place({ ...unsaid, VIMTRACE_PAGER: 'less' });
  // A cache of its own, which has V8's code of each file that a run loads.
  const where = {
    ...made,
    env: { ...made.env, XDG_CACHE_HOME: `${made.directory}/home/cache` },
  };
  const isLoaded = (file: string): boolean =>
    where.list('home/cache/vimtrace').some((name) => name.startsWith(`${file}.cjs.`));
  const session = await shell('bash', where, low);
  session.line(`clear; vimtrace strace -f sh -c 'cat nothing; true'`);
  await session.pager(first);
  await session.until('the code of the run to be kept', () => isLoaded('run'));
  await quit(session);
  expect(isLoaded('cause')).toBe(false);
  session.line(`clear; vimtrace ${failing}`);
  await session.pager(cause);
  await session.until('the code of the cause to be kept', () => isLoaded('cause'));
  await quit(session);
});
