/** What vimtrace assumes about pagers: how they stop, and which group gets SIGWINCH. */
import { expect, test } from 'vitest';
import { place } from '../harness/place.ts';
import { childrenOf, processOf } from '../harness/proc.ts';
import { shell } from '../harness/shells.ts';
import { listed } from '../pty/typing.ts';

test.for([
  'less',
  'vim -u NONE',
  'nvim -u NONE',
])('P1: %s FILE in the background stops at once', async (pager) => {
  const where = place();
  where.write('work/file', 'its first line\n');
  const session = await shell('bash', where);
  session.line(`${pager} file &`);
  const stopped = await session.until('it to stop', () => session.stopped());
  expect(stopped.group).not.toBe(stopped.foreground);
  await listed(session, /Stopped/);
  session.line('fg');
  await session.sees(/^its first line/);
});

test.for([
  'vim -u NONE',
  'nvim -u NONE',
])('P2: ^Z in %s stops its whole process group', async (pager) => {
  const where = place();
  where.write('work/file', 'its first line\n');
  const session = await shell('bash', where);
  session.line(`dash -c '${pager} file; echo over'`);
  await session.sees(/^its first line/);
  const wrapper = await session.job();
  const vim = await session.until('the pager', () => childrenOf(wrapper.pid).at(-1));
  await session.idle(vim.pid);
  session.type('\x1a');
  await session.prompt();
  expect(session.stopped()?.pid).toBe(wrapper.pid);
  await session.until('the pager to stop', () => processOf(vim.pid)?.state === 'T');
  expect(childrenOf(wrapper.pid)).toMatchObject([{ pid: vim.pid, state: 'T', group: wrapper.pid }]);
});

test('P3: SIGWINCH goes to the foreground group only', async () => {
  const where = place();
  const session = await shell('bash', where);
  const script = 'trap "echo window" WINCH; echo waits; read -r line <$1; echo goes on';
  where.write('work/told', script);
  session.line('mkfifo front back; dash told back >behind & dash told front');
  await session.sees(/^waits/);
  await session.until(
    'the one behind',
    () => where.list('work').includes('behind') && where.read('work/behind') === 'waits\n',
  );
  // If the signal comes just before open(2), dash runs no handler until open(2) returns.
  const front = await session.until('the one in front', () =>
    childrenOf(session.pid).find(({ group, foreground }) => group === foreground),
  );
  await session.idle(front.pid);
  session.resize({ columns: 90, rows: 20 });
  await session.sees(/^window/);
  session.type('\x03');
  await session.prompt();
  session.line('echo >back');
  await session.until('the one behind to go on', () =>
    where.read('work/behind').endsWith('goes on\n'),
  );
  expect(where.read('work/behind')).toBe('waits\ngoes on\n');
});
