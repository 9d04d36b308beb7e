/** The trace’s place is full, or gone: the program is not disturbed, and what is missing is said. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { place } from '../harness/place.ts';
import type { Session } from '../harness/session.ts';
import { shell } from '../harness/shells.ts';
import { quit, run, spools, status } from './typing.ts';

const wide = { columns: 200, rows: 40 };

/** Shell text that makes "$1" a small place, in a mount namespace of its own. */
const small = {
  'a full disk': 'mount -t tmpfs -o size=64k none "$1"',
  // The kernel's other quotas need a user who is not root.
  'a quota':
    'truncate -s 128M "$1.img" && mkfs.btrfs -q "$1.img" >/dev/null 2>&1 && mount -o loop "$1.img" "$1" && rm "$1.img" && btrfs -q quota enable "$1" && btrfs -q qgroup limit 128K "$1"',
} as const;

/** A way to become root of a namespace, where the kernel lets us make that place in it. */
const namespaceFor = (making: string): string | undefined => {
  const directory = mkdtempSync(join(tmpdir(), 'vimtrace-test-'));
  try {
    return ['unshare -m', 'unshare -rm'].find((command) => {
      try {
        const script = `${command} sh -c '${making}' sh ${directory}`;
        execFileSync('sh', ['-c', script], { stdio: 'ignore' });
        return true;
      } catch {
        return false;
      }
    });
  } finally {
    rmSync(directory, { recursive: true });
    rmSync(`${directory}.img`, { force: true });
  }
};

for (const [what, making] of Object.entries(small)) {
  const namespace = namespaceFor(making);
  test.for([
    { how: 'of strace', line: 'vimtrace strace sh mkfiles', text: 'execve(' },
    { how: 'of a command', line: 'vimtrace sh mkfiles', text: 'line 1 ' },
  ])(`${what}, while tracing: the trace $how`, async ({ line, text }, context) => {
    if (namespace === undefined) return context.skip(`${what} cannot be made here`);
    const where = place({ VIMTRACE_PAGER: 'less' });
    where.write(
      'work/mkfiles',
      'i=0; while [ $i -lt 3000 ]; do i=$((i+1)); echo "line $i of many that are here, with words enough to fill a disk"; done 2>&-\nexec echo done >end\n',
    );
    where.write(
      'work/small',
      `set -- "$XDG_STATE_HOME"; mkdir -p "$1"; ${making} && exec ${line} 2>&1\n`,
    );
    const session = await shell('bash', where, wide);
    session.line(`${namespace} sh small`);
    await session.pager(text);
    await quit(session);
    await session.sees(/^vimtrace: cannot trace to the end: no space left for .*trace; free some/);
    expect(await status(session)).toBe(0);
    expect(where.read('work/end')).toBe('done\n');
  });
}

test.for([
  { when: 'the tracer ends', end: (session: Session) => session.type('\x03') },
  {
    when: 'a hangup comes',
    end: async (session: Session) => process.kill((await session.job()).pid, 'SIGHUP'),
  },
])('a spool that is removed before $when', async ({ end }) => {
  const where = place({ VIMTRACE_PAGER: 'less' });
  where.write('work/program', 'echo $$ >pid; while :; do read -r x </proc/uptime; done');
  const session = await shell('bash', where, wide);
  session.line('vimtrace --grace=0.2 strace sh program');
  await session.until('the program', () => where.list('work').includes('pid'));
  rmSync(`${where.directory}/home/state/vimtrace`, { recursive: true });
  await end(session);
  await session.sees(/vimtrace: cannot find the trace: somebody has removed .*; .*--output$/);
  await session.prompt();
  expect(spools(where)).toEqual([]);
  await run(session, 'echo again');
  expect(session.transcript).not.toContain('the trace is kept');
});
