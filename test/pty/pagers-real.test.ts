/** A pager is what it does, not what it is called: `vim` may be a link to nvim, or a script that runs nvim. */
import { mkdirSync, symlinkSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { pathOf } from '../harness/command.ts';
import { type Place, place } from '../harness/place.ts';
import { shell } from '../harness/shells.ts';
import { modes, unharmed } from './faults.ts';
import { quit, run } from './typing.ts';

const ways: readonly (readonly [string, (where: Place, nvim: string) => void])[] = [
  ['a link to nvim', (where, nvim) => symlinkSync(nvim, `${where.directory}/work/bin/vim`)],
  [
    'a script that runs nvim',
    (where, nvim) => void where.write('work/bin/vim', `#!/bin/sh\nexec ${nvim} "$@"\n`, 0o755),
  ],
];

describe.for(['dash', 'bash'] as const)('in %s, vim is', (user) => {
  test.for(
    ways,
  )('%s: a stop from outside leaves the terminal in order, and fg draws the trace', async ([
    ,
    make,
  ]) => {
    const where = place();
    mkdirSync(`${where.directory}/work/bin`);
    make(where, pathOf('nvim'));
    const session = await shell(user, where);
    await run(session, `export PATH="${where.directory}/work/bin:$PATH"`);
    const before = await modes(session, where);
    session.line('vimtrace strace true');
    const { job, pager } = await session.pager('execve(');
    await session.idle(pager.pid);
    for (const _ of ['once', 'twice']) {
      process.kill(job.pid, 'SIGTSTP');
      await session.until('the job to be stopped', () => session.stopped());
      await session.prompt();
      expect(await modes(session, where)).toBe(before);
      session.line('fg');
      await session.pager('execve(');
      await session.idle(pager.pid);
    }
    await quit(session, ':q!\r');
    await unharmed(session, where, before);
  });
});
