/** The trace's disk is full, or the trace is removed: the program goes on, and vimtrace reports the loss. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { succeeds } from '../harness/command.ts';
import { type Place, place } from '../harness/place.ts';
import type { Session } from '../harness/session.ts';
import { shell } from '../harness/shells.ts';
import { waitingProgram } from './faults.ts';
import { everything, listed, quit, recorded, run, spools, status } from './typing.ts';

const wide = { columns: 300, rows: 40 };

/** Shell commands that mount a small file system at "$1"; they need a mount namespace. */
const small = {
  'a full disk': 'mount -t tmpfs -o size=64k none "$1"',
  // btrfs, because the kernel's other quotas do not bind root. During its first scan it refuses writes within the limit.
  'a quota':
    'truncate -s 128M "$1.img" && mkfs.btrfs -q "$1.img" >/dev/null 2>&1 && mount -o loop "$1.img" "$1" && rm "$1.img" && btrfs -q quota enable "$1" && btrfs -q quota rescan -w "$1" && btrfs -q qgroup limit 128K "$1"',
} as const;

/** The command that enters a mount namespace in which `making` works; undefined if none does. */
const namespaceFor = (making: string): string | undefined => {
  const directory = mkdtempSync(join(tmpdir(), 'vimtrace-test-'));
  try {
    return ['unshare -m', 'unshare -rm'].find((command) =>
      succeeds('sh', ['-c', `${command} sh -c '${making}' sh ${directory}`]),
    );
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
  ])(`${what} truncates the trace $how, and vimtrace reports that`, async ({
    line,
    text,
  }, context) => {
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
    await session.sees(
      /^vimtrace: cannot complete the trace: no space left, .*trace is truncated; free some/,
    );
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
])('a spool that is removed before $when is reported', async ({ end }) => {
  const where = place({ VIMTRACE_PAGER: 'less' });
  waitingProgram(where);
  const session = await shell('bash', where, wide);
  session.line('vimtrace --grace=0.2 strace sh program');
  await session.until('the program', () => where.list('work').includes('pid'));
  // Wait for the record: vimtrace must not write to the spool while the test removes it.
  await recorded(session, where);
  rmSync(`${where.directory}/home/state/vimtrace`, { recursive: true });
  await end(session);
  await session.sees(/vimtrace: cannot find the trace: somebody has removed .*; .*--output$/);
  await session.prompt();
  expect(spools(where)).toEqual([]);
  await run(session, 'echo again');
  expect(session.transcript).not.toContain('the trace is kept');
});

/** Show a trace in less, let `spoil` change its directory, end less by `over`, and expect the report. */
async function spoilt(
  spoil: (directory: string) => void,
  over: (session: Session, pager: number) => void,
): Promise<{ session: Session; where: Place }> {
  const where = place({ VIMTRACE_PAGER: 'less' });
  const session = await shell('bash', where, wide);
  session.line('vimtrace strace sh -c "exit 3"');
  const { job, pager } = await session.pager('execve(');
  await recorded(session, where);
  await session.idle(job.pid);
  spoil(`${where.directory}/${spoolOf(where)}`);
  over(session, pager.pid);
  await session.sees(/vimtrace: cannot find the trace: somebody has removed .*trace; .*--output$/);
  expect(await status(session)).toBe(3);
  expect(session.transcript).not.toContain('the trace is kept');
  return { session, where };
}

const spoolOf = (where: Place): string => `home/state/vimtrace/${spools(where)[0]}`;
const quits = (session: Session): void => session.type('q');
const dies = (_session: Session, pager: number): void => void process.kill(pager, 'SIGKILL');

describe('while the trace is read', () => {
  test('removing it leaves its record, if the pager is killed', async () => {
    const { where } = await spoilt((directory) => rmSync(`${directory}/trace`), dies);
    expect(JSON.parse(where.read(`${spoolOf(where)}/record.json`))).toMatchObject({
      end: 'exited with 3',
    });
  });

  test('removing it leaves nothing, if the user quits the pager', async () => {
    const { where } = await spoilt((directory) => rmSync(`${directory}/trace`), quits);
    expect(everything(where)).toEqual([]);
  });

  test.for([
    { how: 'quit', over: quits },
    { how: 'killed', over: dies },
  ])('removing its directory leaves nothing, if the pager is $how', async ({ over }) => {
    const { where } = await spoilt((directory) => rmSync(directory, { recursive: true }), over);
    expect(spools(where)).toEqual([]);
  });

  const roomy = 'mount -t tmpfs -o size=1M none "$1"';
  const namespace = namespaceFor(roomy);
  /** Show a trace whose state directory is a tmpfs of 1 MiB that `made` prepared, and let `spoil` change the tmpfs. */
  async function read(made: string, spoil: (state: string) => void): Promise<Session> {
    const where = place({ VIMTRACE_PAGER: 'less' });
    const state = `${where.directory}/home/state`;
    const making = `set -- ${state}; mkdir -p "$1"; ${roomy} && ${made}`;
    where.write('work/small', `${making} && exec vimtrace strace true\n`);
    const session = await shell('bash', where, wide);
    session.line(`${namespace} sh small`);
    const { job, pager } = await session.pager('+++ exited');
    await session.idle(job.pid);
    spoil(`/proc/${pager.pid}/root${state}`);
    await quit(session);
    return session;
  }
  const fill = (file: string): void => {
    try {
      writeFileSync(file, Buffer.alloc(1 << 20));
    } catch {
      // The disk is full now.
    }
  };

  test('filling the disk is not taken for a truncated trace', async (context) => {
    if (namespace === undefined) return context.skip('a full disk cannot be made here');
    const session = await read(':', (state) => fill(`${state}/filler`));
    expect(session.transcript).not.toContain('cannot complete the trace');
  });

  test('freeing the disk does not hide that the trace is truncated', async (context) => {
    if (namespace === undefined) return context.skip('a full disk cannot be made here');
    const filled = 'head -c 980K /dev/zero >"$1/filler"';
    const session = await read(filled, (state) => rmSync(`${state}/filler`));
    await session.sees(
      /^vimtrace: cannot complete the trace: no space left, .*trace is truncated; free some/,
    );
  });
});

test.for([
  {
    how: 'becomes a loop of links',
    make: 'ln -s d d',
    reason: 'too many symbolic links encountered',
  },
  { how: 'leads through a regular file', make: ': >d', reason: 'not a directory' },
])('a trace file whose path $how is reported, and the status stays the tracer’s', async ({
  make,
  reason,
}) => {
  const where = place({ VIMTRACE_PAGER: 'less' });
  where.write('work/program', `rm -r d; ${make}; exit 3\n`);
  const session = await shell('bash', where, wide);
  await run(session, 'mkdir d');
  session.line('vimtrace -o d/t strace sh program');
  await session.sees(`vimtrace: cannot reach the trace in ${where.directory}/work/d/t: ${reason};`);
  expect(await status(session)).toBe(3);
});

describe('-o FILE on a full disk', () => {
  const full = 'mount -t tmpfs -o size=64k none "$1"';
  const namespace = namespaceFor(full);
  /** Mount work/full, run `make`, fill work/full except for a short trace, and run `line`. */
  async function beside(make: string, line: string): Promise<Session> {
    const where = place({ VIMTRACE_PAGER: 'less' });
    const filled = `${make} && head -c 56K /dev/zero >full/filler`;
    where.write('work/small', `mkdir full; set -- full; ${full} && ${filled} && ${line}\n`);
    const session = await shell('bash', where, wide);
    session.line(`${namespace} sh small`);
    return session;
  }

  test('reports nothing for a pipe, which needs no room', async (context) => {
    if (namespace === undefined) return context.skip('a full disk cannot be made here');
    const line = '{ cat full/pipe & vimtrace -o full/pipe strace sh -c "exit 3"; }';
    const session = await beside('mkfifo full/pipe', line);
    await session.sees('+++ exited with 3 +++');
    expect(await status(session)).toBe(3);
    expect(session.transcript).not.toContain('vimtrace: cannot');
  });

  test.for([
    { how: 'leads away from the disk', link: 'full/link', to: '../trace', isFull: false },
    { how: 'leads to the disk', link: 'link', to: 'full/trace', isFull: true },
  ])('follows a link that $how', async ({ link, to, isFull }, context) => {
    if (namespace === undefined) return context.skip('a full disk cannot be made here');
    const session = await beside(`ln -s ${to} ${link}`, `exec vimtrace -o ${link} strace true`);
    await session.pager('+++ exited');
    await quit(session);
    expect(await status(session)).toBe(0);
    const said =
      /^vimtrace: cannot complete the trace: no space left, .*link is truncated; free some/;
    expect((await session.screen()).some((line) => said.test(line))).toBe(isFull);
  });
});

/** A shell whose Node runs `fault`: it makes node:fs behave as another process or a file system could. */
async function faulty(where: Place, fault: string): Promise<Session> {
  const file = where.write('tmp/fault.cjs', `const fs = require('node:fs');\n${fault}`);
  const node = `#!/bin/sh\nexec ${process.execPath} --require ${file} "$@"\n`;
  where.write('tmp/node', node, 0o755);
  const session = await shell('bash', where, wide);
  await run(session, `PATH=${where.directory}/tmp:$PATH`);
  return session;
}

test('the test for free room writes to no file of another user', async () => {
  const where = place({ VIMTRACE_PAGER: 'less' });
  const theirs = where.write('work/theirs', 'as it was');
  const session = await faulty(
    where,
    `const make = fs.mkdtempSync;
fs.mkdtempSync = (prefix) => {
  const made = make(prefix);
  if (prefix.endsWith('/.vimtrace-')) fs.symlinkSync(${JSON.stringify(theirs)}, made + '/room');
  return made;
};
`,
  );
  session.line('vimtrace -o trace strace sh -c "exit 3"');
  const { job } = await session.pager('execve(');
  await session.idle(job.pid);
  await quit(session);
  expect(await status(session)).toBe(3);
  expect(where.read('work/theirs')).toBe('as it was');
});

describe('in a directory from which nothing can be removed', () => {
  // As after chattr +a, which some file systems do not have.
  const fault = `const remove = fs.rmSync;
fs.rmSync = (path, how) => {
  if (path.includes('/.vimtrace-')) throw Object.assign(new Error('injected'), { code: 'EPERM' });
  remove(path, how);
};
`;

  test.for([
    { how: 'foreground', line: 'vimtrace strace sh -c "exit 3"' },
    { how: 'background', line: 'vimtrace strace sh -c "exit 3" &' },
  ])('the pager still opens when the tracer ends in the $how', async ({ how, line }) => {
    const session = await faulty(place({ VIMTRACE_PAGER: 'less' }), fault);
    session.line(line);
    if (how === 'background') {
      await session.prompt();
      await listed(session, /Stopped/);
      session.line('fg');
    }
    await session.pager('execve(');
    await quit(session);
    expect(await status(session)).toBe(3);
    expect(session.transcript).not.toContain('cannot');
  });
});
