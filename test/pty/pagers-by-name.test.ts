/** Every known pager shows the trace, stops on ^Z, comes back at fg, quits, and leaves nothing behind. */
import { expect, test } from 'vitest';
import { place } from '../harness/place.ts';
import { childrenOf } from '../harness/proc.ts';
import { shell } from '../harness/shells.ts';
import { obstacle } from '../harness/tools.ts';
import { listed, quit, reader, resumed, run, spools, status, stop } from './typing.ts';

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

/** What is on the screen after fg. more draws nothing anew, and lnav only its changes: the shell's line stays. */
const drawnAnew = (name: string): string | RegExp =>
  name === 'more' || name === 'lnav' ? /^vimtrace/ : 'execve(';

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
  await resumed(session, where, pager);
  await quit(session, keys);
  expect(await status(session)).toBe(3);
  await run(session, 'stty -g >after');
  expect(where.read('work/after')).toBe(where.read('work/before'));
  expect(await session.isAlternate()).toBe(false);
  expect(childrenOf(session.pid)).toEqual([]);
  expect(spools(where)).toEqual([]);
});
