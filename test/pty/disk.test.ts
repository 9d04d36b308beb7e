/** A disk that is full: the program is not disturbed, what fits is shown, and what is missing is said. */
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { place } from '../harness/place.ts';
import { shell } from '../harness/shells.ts';
import { quit, status } from './typing.ts';

const wide = { columns: 200, rows: 40 };

/** A way to become root of a mount namespace of one's own, where the kernel lets us. */
const namespace = ['unshare -m', 'unshare -rm'].find((command) => {
  try {
    execFileSync('sh', ['-c', `${command} mount -t tmpfs none /mnt`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
});

test.for([
  { how: 'of strace', line: 'vimtrace strace sh mkfiles', text: 'execve(' },
  { how: 'of a command', line: 'vimtrace sh mkfiles', text: 'line 1 ' },
])('while tracing: the trace $how', async ({ line, text }, context) => {
  if (namespace === undefined) return context.skip('no mount namespace can be made here');
  const where = place({ VIMTRACE_PAGER: 'less' });
  where.write(
    'work/mkfiles',
    'i=0; while [ $i -lt 5000 ]; do i=$((i+1)); echo "line $i of many that are here"; done 2>&-\nexec echo done >end\n',
  );
  where.write(
    'work/small',
    `mkdir -p "$XDG_STATE_HOME"; mount -t tmpfs -o size=64k none "$XDG_STATE_HOME" && exec ${line} 2>&1\n`,
  );
  const session = await shell('bash', where, wide);
  session.line(`${namespace} sh small`);
  await session.pager(text);
  await quit(session);
  await session.sees(/^vimtrace: cannot trace to the end: no space left for .*trace; free some/);
  expect(await status(session)).toBe(0);
  expect(where.read('work/end')).toBe('done\n');
});
