/** A trace that was read: how long it stays, who may take it away, and that nobody speaks of it. */
import { statSync, utimesSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Place, place } from '../harness/place.ts';
import type { Session } from '../harness/session.ts';
import { shell } from '../harness/shells.ts';
import { configured } from './configured.ts';
import { everything, quit, run, shelved, spools } from './typing.ts';

const wide = { columns: 200, rows: 40 };
const withLess = (): Place => place({ VIMTRACE_PAGER: 'less' });

/** Trace `echo NAME`, read the trace and quit the pager. */
async function read(session: Session, name: string): Promise<void> {
  session.line(`clear; vimtrace strace -e trace=execve echo ${name}`);
  await session.pager('execve(');
  await quit(session);
}

/** The names that the traces in the list have, the newest first. */
async function listed(session: Session, where: Place): Promise<readonly string[]> {
  await run(session, 'clear; vimtrace --list >list');
  return [...where.read('work/list').matchAll(/echo (\w+)/g)].map(([, name = '']) => name);
}

describe('a trace that was read', () => {
  test('is opened again by --last, and a later vimtrace does not speak of it', async () => {
    const where = withLess();
    const session = await shell('bash', where, wide);
    for (const name of ['one', 'two']) await read(session, name);
    expect(session.transcript).not.toMatch(/vimtrace: .*trace/);
    const text = /execve\(.*"two"/;
    session.line('clear; vimtrace --last');
    await session.pager(text);
    await quit(session);
    session.line('clear; vimtrace --last');
    await session.pager(text);
    await quit(session);
    expect(await listed(session, where)).toEqual(['two', 'one']);
    expect(session.transcript).not.toMatch(/vimtrace: .*trace/);
  });

  test('is opened again where the pager is vim', async () => {
    const where = place();
    const session = await shell('bash', where, wide);
    for (const command of ['strace -e trace=execve echo one', '--last']) {
      session.line(`clear; vimtrace ${command}`);
      const { pager } = await session.pager('execve(');
      // Else the terminal's answers to vim's questions may come when vim has ended.
      await session.idle(pager.pid);
      await quit(session, ':q\r');
    }
  });

  test('is private, and so is its directory, whatever the umask is', async () => {
    const where = withLess();
    const session = await shell('bash', where, wide);
    for (const mask of ['0', '777']) {
      await run(session, `umask ${mask}`);
      await read(session, 'one');
    }
    const state = `${where.directory}/home/state/vimtrace`;
    const modes = (name: string): readonly string[] =>
      ['', '/trace', '/record.json', '/record-read'].map((file) =>
        (statSync(`${state}/${name}${file}`).mode & 0o777).toString(8),
      );
    expect(shelved(where).length).toBe(2);
    for (const name of shelved(where)) expect(modes(name)).toEqual(['700', '600', '600', '600']);
    expect(statSync(`${where.directory}/home/state`).mode & 0o777).toBe(0o700);
  });

  test('makes room for newer ones, and neither an unread one for it nor it for an unread one', async () => {
    const where = configured({ pager: 'less', keep: '2/1' });
    const session = await shell('bash', where, wide);
    session.line('vimtrace strace -e trace=execve echo unread');
    const { pager } = await session.pager('execve(');
    process.kill(pager.pid, 'SIGKILL');
    await session.sees('vimtrace: the trace is kept in ');
    for (const name of ['one', 'two', 'three']) await read(session, name);
    expect(await listed(session, where)).toEqual(['three', 'two', 'unread']);
  });

  test('goes if it was read more than 7 days ago', async () => {
    const where = withLess();
    const session = await shell('bash', where, wide);
    for (const name of ['one', 'two']) await read(session, name);
    for (const name of shelved(where)) {
      const days = textOf(where, name).includes('"one"') ? 7.1 : 6.9;
      const then = Date.now() / 1000 - days * 24 * 3600;
      utimesSync(`${where.directory}/home/state/vimtrace/${name}/record-read`, then, then);
    }
    expect(await listed(session, where)).toEqual(['two', 'one']);
    await read(session, 'three');
    expect(await listed(session, where)).toEqual(['three', 'two']);
  });

  test.for([
    { how: 'the environment', where: () => place({ VIMTRACE_PAGER: 'less', VIMTRACE_KEEP: '0' }) },
    { how: 'the configuration', where: () => configured({ pager: 'less', keep: '0/5' }) },
  ])('leaves nothing behind with the limit 0 of $how', async ({ where: make }) => {
    const where = make();
    const session = await shell('bash', where, wide);
    await read(session, 'one');
    expect(everything(where)).toEqual([]);
    expect(session.transcript).not.toMatch(/vimtrace: .*trace/);
  });

  test('stays while another terminal shows it, although a later run leaves it no room', async () => {
    const where = place({ VIMTRACE_PAGER: 'less', VIMTRACE_KEEP: '1' });
    const [session, other] = [await shell('bash', where, wide), await shell('bash', where, wide)];
    await read(session, 'one');
    other.line('vimtrace --open @1');
    await other.pager(/"one"/);
    await read(session, 'two');
    expect(await listed(session, where)).toEqual(['two', 'one']);
    await run(session, 'vimtrace --forget @2 2>said; echo $? >>said');
    expect(where.read('work/said')).toBe(
      'vimtrace: cannot remove @2: it is being read; try again when that is over\n125\n',
    );
    await quit(other);
    await read(session, 'three');
    expect(await listed(session, where)).toEqual(['three']);
  });

  test('was unread before, if its pager had been killed: it is no longer after --last', async () => {
    const where = withLess();
    const session = await shell('bash', where, wide);
    session.line('vimtrace strace -e trace=execve echo one');
    const { pager } = await session.pager('execve(');
    process.kill(pager.pid, 'SIGKILL');
    await session.sees('vimtrace --last opens it');
    expect([spools(where).length, shelved(where).length]).toEqual([1, 0]);
    session.line('clear; vimtrace --last');
    const again = await session.pager(/"one"/);
    process.kill(again.pager.pid, 'SIGKILL');
    await session.sees('vimtrace: the trace is kept in ');
    expect([spools(where).length, shelved(where).length]).toEqual([1, 0]);
    session.line('clear; vimtrace --last');
    await session.pager(/"one"/);
    await quit(session);
    expect([spools(where).length, shelved(where).length]).toEqual([0, 1]);
    session.line('clear; vimtrace --last');
    const last = await session.pager(/"one"/);
    process.kill(last.pager.pid, 'SIGKILL');
    await session.prompt();
    expect([spools(where).length, shelved(where).length]).toEqual([0, 1]);
    await read(session, 'two');
    expect(session.transcript).not.toContain('was kept');
  });

  test('is the last, even if the clock was set back since another was kept', async () => {
    const where = withLess();
    const session = await shell('bash', where, wide);
    await read(session, 'one');
    const ahead = Date.now() / 1000 + 3600;
    const [first = ''] = shelved(where);
    utimesSync(`${where.directory}/home/state/vimtrace/${first}/trace`, ahead, ahead);
    await read(session, 'two');
    expect(await listed(session, where)).toEqual(['two', 'one']);
    expect(where.read('work/list')).toMatch(/^@1 {2}0 s ago .*\n@2 {2}0 s ago /);
  });
});

const textOf = (where: Place, name: string): string =>
  where.read(`home/state/vimtrace/${name}/trace`);

test('a FIFO in the place of a record, or of a trace, holds up neither a run nor the list', async () => {
  const where = withLess();
  const session = await shell('bash', where, wide);
  const state = `${where.directory}/home/state/vimtrace`;
  await run(session, `umask 077; mkdir -p ${state}/4194305-aaaaaa ${state}/4194305-bbbbbb`);
  await run(session, `echo text >${state}/4194305-aaaaaa/trace`);
  await run(
    session,
    `cd ${state}; mkfifo 4194305-aaaaaa/record.json 4194305-bbbbbb/trace pipe; cd`,
  );
  await run(session, `touch -d @0 ${state}/*-*; cd ${where.directory}/work`);
  await read(session, 'one');
  expect(session.transcript).toContain('vimtrace: a trace of an unknown command was kept;');
  await run(session, 'clear; vimtrace --list >list');
  expect(where.read('work/list').match(/^@\d/gm)).toEqual(['@1', '@2']);
});
