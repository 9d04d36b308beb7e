/** Every known pager shows the trace, stops on ^Z, comes back at fg, quits, and leaves nothing behind. */
import { expect, test } from 'vitest';
import { type Place, place } from '../harness/place.ts';
import { childrenOf } from '../harness/proc.ts';
import type { Session } from '../harness/session.ts';
import { shell } from '../harness/shells.ts';
import { obstacle } from '../harness/tools.ts';
import { listed, quit, run, spools, status } from './typing.ts';

const wide = { columns: 200, rows: 40 };

const rows = [
  { pager: 'vim', trial: ['--version'], keys: ':q\r' },
  { pager: 'nvim', trial: ['--version'], keys: ':q\r' },
  { pager: 'view', trial: ['--version'], keys: ':q\r' },
  { pager: 'less', trial: ['--version'], keys: 'q' },
  { pager: 'more', trial: ['--version'], keys: 'q' },
  { pager: 'most', trial: ['-h'], keys: 'q' },
  { pager: 'batcat', trial: ['--version'], keys: 'q' },
  { pager: 'bat', trial: ['--version'], keys: 'q' },
  { pager: 'lnav', trial: ['-V'], keys: 'q' },
  { pager: 'emacs -nw', trial: ['--version'], keys: '\x18\x03' },
  { pager: 'emacs', trial: ['--version'], keys: '\x18\x03' },
  { pager: 'moor', trial: ['--version'], keys: 'q' },
  { pager: 'moar', trial: ['--version'], keys: 'q' },
  { pager: 'ov', trial: ['--version'], keys: 'q' },
] as const;

/** The process that reads the keys: bat runs a pager of its own, and that pager loses a key that comes with a SIGWINCH. */
const reader = (name: string, pid: number): number =>
  name.startsWith('bat') ? (childrenOf(pid).at(-1)?.pid ?? pid) : pid;

/** Stop the pager. lnav 0.11 misses one ^Z in ten, also when started by bash alone, so it gets a SIGSTOP. */
const stop = (session: Session, name: string, pid: number): void => {
  if (name === 'lnav') process.kill(pid, 'SIGSTOP');
  else session.type('\x1a');
};

/** What is on the screen after fg. more draws nothing anew, and lnav only its changes: the shell's line stays. */
const drawnAnew = (name: string): string | RegExp =>
  name === 'more' || name === 'lnav' ? /^vimtrace/ : 'execve(';

/** The last line of vimtrace's journal. */
const last = (where: Place): string => where.read('journal').trim().split('\n').at(-1) ?? '';

test.for(rows)('$pager shows the trace, stops on ^Z, comes back at fg and quits', async ({
  pager,
  trial,
  keys,
}, context) => {
  // more ends by itself at the end of a trace that fits on the screen, so its trace must be longer.
  const longer = pager === 'more' ? '' : '-e trace=execve';
  const [command] = pager.split(' ');
  const reason = obstacle(command ?? '', trial, /./);
  if (reason !== undefined) return context.skip(reason);
  const where = place({ VIMTRACE_PAGER: pager });
  const session = await shell('bash', where, wide);
  await run(session, 'stty -g >before');
  session.line(`clear; vimtrace strace ${longer} sh -c "exit 3"`);
  const found = await session.pager('execve(');
  await session.idle(reader(pager, found.pager.pid));

  stop(session, pager, found.pager.pid);
  await session.prompt();
  await session.until('the job to be stopped', () => session.stopped());
  await run(session, 'stty -g >stopped');
  expect(where.read('work/stopped')).toBe(where.read('work/before'));
  await listed(session, /Stopped.*vimtrace/);

  session.line('clear; fg');
  const again = await session.pager(drawnAnew(pager));
  expect(again.pager.pid).toBe(found.pager.pid);
  await session.until('vimtrace to be done with it', () =>
    /"resumePager"}\]|"pagerRan"/.test(last(where)),
  );
  await session.idle(reader(pager, again.pager.pid));
  await quit(session, keys);
  expect(await status(session)).toBe(3);
  await run(session, 'stty -g >after');
  expect(where.read('work/after')).toBe(where.read('work/before'));
  expect(await session.isAlternate()).toBe(false);
  expect(childrenOf(session.pid)).toEqual([]);
  expect(spools(where)).toEqual([]);
});
