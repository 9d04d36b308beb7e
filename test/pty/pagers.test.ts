/** Pagers that are missing, end at once, fail or never read, and terminals that pagers cannot use. */
import { unlinkSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { monitoredBy, place } from '../harness/place.ts';
import { childrenOf, processOf } from '../harness/proc.ts';
import { shell } from '../harness/shells.ts';
import { guarded, letGo, modes, program, unharmed, waitingProgram } from './faults.ts';
import { kept, quit, run, spools, status } from './typing.ts';

const wide = { columns: 200, rows: 40 };
const notRead = 'vimtrace: the trace is kept in ';

describe('a pager that cannot be run', () => {
  test.for([
    { pager: 'nosuch', says: 'cannot run the pager nosuch, set by $VIMTRACE_PAGER: not found' },
    { pager: './nosuch -x', says: 'cannot run the pager ./nosuch, set by $VIMTRACE_PAGER: not' },
    { pager: './plain', says: 'cannot run the pager ./plain, set by $VIMTRACE_PAGER: not' },
    { pager: '/', says: 'cannot run the pager /, set by $VIMTRACE_PAGER: not' },
  ])('is reported before anything runs: $pager', async ({ pager, says }) => {
    const where = place({ VIMTRACE_PAGER: pager });
    where.write('work/plain', 'exit 0\n');
    const session = await shell('bash', where, wide);
    const before = await modes(session, where);
    session.line('vimtrace strace touch ran');
    await session.sees(`vimtrace: ${says}`);
    expect(await status(session)).toBe(125);
    expect(where.list('work')).not.toContain('ran');
    await unharmed(session, where, before);
    expect(spools(where)).toEqual([]);
  });

  test.for([
    { pager: 'eval nosuch', says: 'not found' },
    { pager: 'eval ./plain', says: 'not executable' },
  ])('is reported when it is due, and the trace is kept: $pager', async ({ pager, says }) => {
    const where = place({ VIMTRACE_PAGER: pager });
    where.write('work/plain', 'exit 0\n');
    const session = await shell('bash', where, wide);
    const before = await modes(session, where);
    session.line('vimtrace strace sh -c "exit 3"');
    await session.sees(`vimtrace: cannot run the pager ${pager}, set by $VIMTRACE_PAGER: ${says}`);
    await session.sees(notRead);
    expect(await status(session)).toBe(125);
    await unharmed(session, where, before);
    expect(kept(where)).toContain('+++ exited with 3 +++');
  });

  test('is reported if it was removed while the tracer ran, and the trace is kept', async () => {
    const where = place({ VIMTRACE_PAGER: './pager' });
    where.write('work/pager', '#!/bin/sh\nexec less "$@"\n', 0o755);
    waitingProgram(where);
    const session = await shell('bash', where, wide);
    const before = await modes(session, where);
    session.line('vimtrace strace sh program');
    await program(session, where);
    unlinkSync(`${where.directory}/work/pager`);
    await letGo(where);
    await session.sees('vimtrace: cannot run the pager ./pager, set by $VIMTRACE_PAGER: not found');
    await session.sees(notRead);
    expect(await status(session)).toBe(125);
    await unharmed(session, where, before);
    expect(kept(where)).toContain('+++ exited with 3 +++');
  });
});

describe('a pager that ends at once', () => {
  test('with status 0 leaves nothing behind', async () => {
    const where = place({ VIMTRACE_PAGER: 'true' });
    const session = await shell('bash', where, wide);
    const before = await modes(session, where);
    session.line('vimtrace strace sh -c "exit 3"');
    expect(await status(session)).toBe(3);
    await unharmed(session, where, before);
    expect(spools(where)).toEqual([]);
    expect(session.transcript).not.toContain('vimtrace: ');
  });

  test.for([
    'false',
    'sh -c "exit 5"',
    'vim --no-such-option',
  ])('with a failure keeps the trace: %s', async (pager) => {
    const where = place({ VIMTRACE_PAGER: pager });
    const session = await shell('bash', where, wide);
    const before = await modes(session, where);
    session.line('vimtrace strace sh -c "exit 3"');
    await session.sees(notRead);
    expect(await status(session)).toBe(3);
    await unharmed(session, where, before);
    expect(kept(where)).toContain('+++ exited with 3 +++');
  });
});

test('a pager that never reads does not delay the traced program', async () => {
  const where = place({ VIMTRACE_PAGER: './pager' });
  where.write('work/pager', '#!/bin/sh\nread -r word <>gate\n', 0o755);
  const session = await shell('bash', where, wide);
  const before = await modes(session, where);
  // More than a pipe holds: a program that wrote to the pager through a pipe would wait.
  await run(session, 'mkfifo gate; seq 100000 >numbers; clear');
  session.line('vimtrace sh -c "cat numbers; echo >end; exit 3"');
  await session.until('the end of the program', () => where.list('work').includes('end'));
  const job = await session.job();
  const monitor = await session.until('the monitor', () =>
    childrenOf(job.pid).find(({ pid, group }) => pid === group),
  );
  // The monitor's stty comes first. Until its exec, the stty has the monitor's command line.
  const pager = await session.until('the pager', () =>
    childrenOf(monitor.pid).find(({ command }) => command.startsWith('/bin/sh ./pager')),
  );
  for (const { pid } of [job, monitor, pager]) await session.idle(pid);
  session.type('\x1a');
  await session.prompt();
  session.line('fg');
  await session.idle(pager.pid);
  await letGo(where);
  await session.prompt();
  expect(await status(session)).toBe(3);
  await unharmed(session, where, before);
  expect(spools(where)).toEqual([]);
});

describe('on a terminal of unknown abilities', () => {
  test.for([
    { setting: 'TERM=dumb', pager: 'less', keys: 'q' },
    { setting: 'TERM=dumb', pager: 'vim', keys: ':q!\r' },
    { setting: 'TERM=dumb', pager: 'nvim', keys: ':q!\r' },
    { setting: 'env -u TERM', pager: 'less', keys: 'q' },
    { setting: 'env -u TERM', pager: 'vim', keys: ':q!\r' },
  ])('^Z and fg work, and nothing is left behind: $setting, $pager', async ({
    setting,
    pager,
    keys,
  }) => {
    const where = place({ VIMTRACE_PAGER: pager });
    const session = await shell('bash', where, wide);
    const before = await modes(session, where);
    session.line(`${setting} vimtrace strace sh -c "exit 3"`);
    await session.idle((await session.pager()).pager.pid);
    // less and vim ask for Enter, because they do not know the terminal.
    session.type('\r');
    await guarded(session, 'execve(');
    session.type('\x1a');
    await session.prompt();
    expect(await modes(session, where)).toBe(before);
    session.line('fg');
    await session.idle((await session.pager()).pager.pid);
    await quit(session, keys);
    expect(await status(session)).toBe(3);
    await unharmed(session, where, before);
    expect(spools(where)).toEqual([]);
  });

  test('nothing is left behind: env -u TERM, nvim (which crashes at fg by itself)', async () => {
    const where = place({ VIMTRACE_PAGER: 'nvim' });
    const session = await shell('bash', where, wide);
    const before = await modes(session, where);
    session.line('env -u TERM vimtrace strace sh -c "exit 3"');
    await guarded(session);
    await quit(session, ':q!\r');
    expect(await status(session)).toBe(3);
    await unharmed(session, where, before);
    expect(spools(where)).toEqual([]);
  });
});

test.for([
  'dash',
  'bash',
  'busybox',
] as const)('the script has its terminal again even with --grace=0, monitored by %s', async (monitor) => {
  const where = place({ ...monitoredBy(monitor), VIMTRACE_PAGER: 'less' });
  const session = await shell('bash', where);
  session.line(`sh -c 'vimtrace --grace=0 strace true; read -r word; echo "got:$word"'`);
  const script = await session.job();
  const { pager } = await session.pager('execve(', script.pid);
  session.type('q');
  await session.until('the end of the pager', () => processOf(pager.pid) === undefined);
  session.line('hello');
  await session.sees(/^got:hello/);
  await session.prompt();
});
