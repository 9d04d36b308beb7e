/** On a terminal that can draw no screen, a pager opens only if it is asked for. */
import { describe, expect, test } from 'vitest';
import { place } from '../harness/place.ts';
import { shell } from '../harness/shells.ts';
import { configured } from './configured.ts';
import { drawn, quit, run, spools, status } from './typing.ts';

const wide = { columns: 120, rows: 50 };
const unable = ['export TERM=dumb', 'export TERM=', 'unset TERM'];
/** A pager that marks what it shows. */
const marking = "'sed s/^/paged:/'";
const traced = "strace -e trace=exit_group sh -c 'exit 3'";

describe.each(unable)('after %s', (setting) => {
  test.for([
    { how: 'the launcher alone', command: `vimtrace ${traced}`, config: {} },
    { how: 'an option', command: `vimtrace --grace=1 ${traced}`, config: {} },
    {
      how: 'a pager in the configuration',
      command: `vimtrace --grace=1 ${traced}`,
      config: { pager: 'less' },
    },
    { how: 'PAGER', command: `PAGER=less vimtrace --grace=1 ${traced}`, config: {} },
    {
      how: 'a missing pager in the configuration',
      command: `vimtrace --grace=1 ${traced}`,
      config: { pager: 'nosuch' },
    },
  ])('no pager opens, and the trace is where the tracer alone puts it: $how', async ({
    command,
    config,
  }) => {
    const where = configured(config);
    const session = await shell('bash', where, wide);
    await run(session, `clear; ${traced} 2>alone`);
    session.line(`clear; ${setting}; ${command}; echo "status:$?:"`);
    await session.sees('status:3:');
    const screen = (await session.screen()).map((text) => text.trimEnd());
    const trace = where.read('work/alone').trimEnd().split('\n');
    const first = screen.indexOf(trace[0] ?? '');
    expect(screen.slice(first, first + trace.length)).toEqual(trace);
    expect(drawn(session)).toBe(0);
    expect(spools(where)).toEqual([]);
  });

  test.for([
    `vimtrace -p ${marking} ${traced}`,
    `VIMTRACE_PAGER=${marking} vimtrace ${traced}`,
  ])('a pager that is asked for opens: %s', async (command) => {
    const where = place();
    const session = await shell('bash', where, wide);
    session.line(`clear; ${setting}; ${command}; echo "status:$?:"`);
    await session.sees('status:3:');
    await session.sees(/^paged:exit_group\(3\)/);
  });
});

test('without an option, vimtrace becomes the tracer: Node is not started', async () => {
  const where = place();
  where.write('work/node', '#!/bin/sh\nexit 99\n', 0o755);
  const session = await shell('bash', where, wide);
  session.line(`PATH=$PWD:$PATH TERM=dumb vimtrace ${traced}; echo "status:$?:"`);
  await session.sees('status:3:');
});

test('--last prints the trace on a dumb terminal, and opens a pager that is asked for', async () => {
  const where = place({ VIMTRACE_PAGER: 'less' });
  const session = await shell('bash', where, wide);
  session.line(`vimtrace ${traced}`);
  const { pager } = await session.pager('exit_group');
  process.kill(pager.pid, 'SIGKILL');
  await session.sees(/the trace is kept/);
  const before = drawn(session);
  session.line('clear; unset VIMTRACE_PAGER; TERM=dumb vimtrace --last; echo "status:$?:"');
  await session.sees('status:0:');
  await session.sees(/^exit_group\(3\)/);
  expect(drawn(session)).toBe(before);
  session.line(`clear; TERM=dumb vimtrace -p ${marking} --last; echo "status:$?:"`);
  await session.sees(/^paged:exit_group\(3\)/);
  expect(await status(session)).toBe(0);
});

test('a terminal that can draw a screen gets its pager', async () => {
  const where = place();
  const session = await shell('bash', where, wide);
  session.line(`TERM=vt100 vimtrace ${traced}`);
  await session.pager('exit_group');
  await quit(session, ':q\r');
});
