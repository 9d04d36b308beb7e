/** Surroundings that lack something: descriptors, /dev/tty, /proc or a part of /proc. */
import { chmodSync, chownSync } from 'node:fs';
import { describe, expect, inject, test } from 'vitest';
import { succeeds } from '../harness/command.ts';
import { type Place, place } from '../harness/place.ts';
import type { Session } from '../harness/session.ts';
import { shell } from '../harness/shells.ts';
import { guarded, modes, obeys, unharmed } from './faults.ts';
import { quit, run, spools, status } from './typing.ts';

const wide = { columns: 200, rows: 40 };
const pagers = [
  { pager: 'less', keys: 'q' },
  { pager: 'vim', keys: ':q!\r' },
  { pager: 'nvim', keys: ':q!\r' },
];

const NOBODY = 65534;
const asNobody = `setpriv --reuid=${NOBODY} --regid=${NOBODY} --clear-groups`;

/** Let another user work in `where`, and run the installed vimtrace. */
function openToNobody(where: Place): void {
  chmodSync(inject('prefix'), 0o711);
  chmodSync(where.directory, 0o755);
  for (const name of ['home', 'tmp', 'work'])
    chownSync(`${where.directory}/${name}`, NOBODY, NOBODY);
}

/** Whether the kernel allows `line` in a new mount namespace. */
const isPossible = (line: string): boolean => succeeds('unshare', ['-m', 'sh', '-c', line]);

/** The pager obeys ^Z, fg and `keys` to quit; the status is 3, and nothing is left behind. */
async function worksAsUsual(
  session: Session,
  where: Place,
  keys: string,
  before: string,
): Promise<void> {
  await session.idle((await session.pager('execve(')).pager.pid);
  session.type('\x1a');
  await session.prompt();
  session.line('fg');
  await session.idle((await session.pager('execve(')).pager.pid);
  await quit(session, keys);
  expect(await status(session)).toBe(3);
  await unharmed(session, where, before);
  expect(spools(where)).toEqual([]);
}

describe('ulimit', () => {
  test.for([
    { limit: '-n 16', files: 16 },
    { limit: '-n 39', files: 39 },
  ])('$limit is reported, and strace runs without a pager', async ({ limit, files }) => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    const session = await shell('bash', where, wide);
    const before = await modes(session, where);
    await run(session, `ulimit ${limit}; clear`);
    session.line('vimtrace strace -e trace=none touch ran');
    await session.sees(`vimtrace: cannot start node: only ${files} files may be open`);
    await session.sees('+++ exited with 0 +++');
    expect(await status(session)).toBe(0);
    expect(where.list('work')).toContain('ran');
    await unharmed(session, where, before);
    expect(spools(where)).toEqual([]);
  });

  test.for(
    pagers.map((each, at) => ({ ...each, limit: ['-S -n 16', '-n 40', '-n 40'][at] })),
  )('$limit is enough for ^Z and fg in $pager', async ({ pager, keys, limit }) => {
    const where = place({ VIMTRACE_PAGER: pager });
    const session = await shell('bash', where, wide);
    const before = await modes(session, where);
    await run(session, `ulimit ${limit}; clear`);
    session.line('vimtrace strace sh -c "exit 3"');
    await guarded(session);
    session.type('\x1a');
    await session.prompt();
    session.line('fg');
    await session.idle((await session.pager('execve(')).pager.pid);
    await quit(session, keys);
    expect(await status(session)).toBe(3);
    await unharmed(session, where, before);
    expect(spools(where)).toEqual([]);
  });
});

test.for(pagers)('vimtrace works on another user’s terminal, with $pager', async ({
  pager,
  keys,
}, context) => {
  if (process.getuid?.() !== 0) return context.skip('only root can become another user');
  const where = place({ VIMTRACE_PAGER: pager });
  openToNobody(where);
  const session = await shell('bash', where, wide);
  const before = await modes(session, where);
  session.line(`clear; ${asNobody} vimtrace strace sh -c "exit 3"`);
  await worksAsUsual(session, where, keys, before);
});

describe('without /dev/tty', () => {
  const bare = [
    'mkdir "$TMPDIR/pts"',
    'mount --bind /dev/pts "$TMPDIR/pts"',
    'mount -t tmpfs none /dev',
    'mkdir /dev/pts',
    'mount --move "$TMPDIR/pts" /dev/pts',
    'mknod -m 666 /dev/null c 1 3',
    'mknod -m 666 /dev/urandom c 1 9',
    'ln -s /proc/self/fd /dev/fd',
  ].join(' && ');

  test.for(pagers)('^Z and fg work in $pager', async ({ pager, keys }, context) => {
    const where = place({ VIMTRACE_PAGER: pager });
    if (!isPossible(`TMPDIR=${where.directory}/tmp; ${bare}; rmdir "$TMPDIR/pts"`))
      return context.skip('no mount namespace can be made here');
    where.write('work/bare', `${bare} || exit 9\nexec bash --norc --noprofile -i\n`);
    const session = await shell('bash', where, wide);
    session.line('exec unshare -m sh bare');
    await run(session, 'true');
    const before = await modes(session, where);
    session.line('vimtrace strace sh -c "exit 3"');
    await worksAsUsual(session, where, keys, before);
  });
});

describe('/proc', () => {
  test('mounted with hidepid=2 is enough for ^Z and fg, for a user who is not root', async (context) => {
    const mount = 'mount -t proc -o hidepid=2 proc /proc';
    if (!isPossible(mount) || process.getuid?.() !== 0)
      return context.skip('only root of a mount namespace can mount /proc anew');
    const where = place({ VIMTRACE_PAGER: 'less' });
    openToNobody(where);
    where.write('work/bare', `${mount} || exit 9\nexec ${asNobody} bash --norc --noprofile -i\n`);
    const session = await shell('bash', where, wide);
    session.line('exec unshare -m sh bare');
    await run(session, '[ ! -e /proc/1 ] && [ "$(id -u)" = 65534 ] && echo hidden >hidden');
    expect(where.list('work')).toContain('hidden');
    const before = await modes(session, where);
    session.line('vimtrace strace sh -c "exit 3"');
    await guarded(session);
    await obeys(session);
    await quit(session);
    expect(await status(session)).toBe(3);
    await unharmed(session, where, before);
    expect(spools(where)).toEqual([]);
  });

  test('mounted with subset=pid shows only processes, and is enough for ^Z and fg', async (context) => {
    const mount = 'mount -t proc -o subset=pid proc /proc';
    if (!isPossible(mount)) return context.skip('/proc cannot be mounted anew here');
    const where = place({ VIMTRACE_PAGER: 'less' });
    where.write('work/bare', `${mount} || exit 9\nexec bash --norc --noprofile -i\n`);
    const session = await shell('bash', where, wide);
    session.line('exec unshare -m sh bare');
    await run(session, '[ ! -e /proc/loadavg ] && echo hidden >hidden');
    expect(where.list('work')).toContain('hidden');
    const before = await modes(session, where);
    session.line('vimtrace strace sh -c "exit 3"');
    await worksAsUsual(session, where, 'q', before);
  });

  test.for(pagers)('of another pid namespace is reported, and strace runs without $pager', async ({
    pager,
  }, context) => {
    if (!succeeds('unshare', ['-pf', 'true']))
      return context.skip('no pid namespace can be made here');
    const where = place({ VIMTRACE_PAGER: pager });
    const session = await shell('bash', where, wide);
    const before = await modes(session, where);
    session.line('unshare -pf vimtrace strace -e trace=none sh -c "exit 3"');
    await session.sees(
      'vimtrace: cannot look at processes: /proc belongs to another pid namespace;',
    );
    await session.sees('+++ exited with 3 +++');
    expect(await status(session)).toBe(3);
    await unharmed(session, where, before);
    expect(spools(where)).toEqual([]);
  });

  test('not mounted is reported, and the tracer runs as it would alone', async (context) => {
    const umount = 'umount -l /proc';
    if (!isPossible(umount)) return context.skip('no mount namespace can be made here');
    const where = place({ VIMTRACE_PAGER: 'less' });
    where.write('work/bare', `${umount} || exit 9\nexec vimtrace env touch ran\n`);
    const session = await shell('bash', where, wide);
    const before = await modes(session, where);
    session.line('unshare -m sh bare');
    await session.sees('vimtrace: cannot read /proc/self/fd: not found; mount /proc');
    expect(await status(session)).toBe(0);
    expect(where.list('work')).toContain('ran');
    await unharmed(session, where, before);
    expect(spools(where)).toEqual([]);
  });
});
