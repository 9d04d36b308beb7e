/** vim and nvim save the history of a session with a trace, and no trace: marks, :oldfiles, jumps, buffers. */
import { expect, test } from 'vitest';
import { place } from '../harness/place.ts';
import { shell } from '../harness/shells.ts';
import { quit, run } from './typing.ts';

const wide = { columns: 150, rows: 60 };

const rows = [
  { pager: 'vim', options: "set viminfo=%,!,'100,f1,:50,/50,n~/saved\n", read: 'rviminfo!' },
  { pager: 'nvim', options: "set shada=%,!,'100,f1,:50,/50,n~/saved\n", read: 'rshada!' },
] as const;

test.for(rows)('$pager saves searches, commands and the user’s files, and no trace', async ({
  pager,
  options,
  read,
}) => {
  const where = place();
  const vimrc = where.write('home/vimrc', `set nocompatible hidden\n${options}`);
  where.write('work/own', 'of the user\n');
  const session = await shell('bash', where, wide);
  session.line(`vimtrace -p '${pager} -u ${vimrc}' strace true`);
  await session.pager('+++ exited with 0 +++');
  // Marks, jumps and a change in the trace; then the same file of the user twice, and the trace again.
  session.type('mAG/execve\rddG:edit own\r');
  await session.sees('of the user');
  session.type('mB:buffer 1\rG:edit!\rgg:echo "spoken"\r');
  await session.sees('spoken');
  session.type('G');
  await quit(session, ':qa\r');
  const saved = where.read('home/saved');
  expect(saved).toContain('echo "spoken"');
  expect(saved).toContain('execve');
  expect(saved).toContain('/work/own');
  expect(saved).not.toContain('vimtrace:');
  expect(saved).not.toContain('/trace');

  // -es draws no screen, so the editor asks the terminal nothing.
  const list = 'call writefile(v:oldfiles, "old")';
  await run(session, `${pager} -es -u ${vimrc} -c ${read} -c '${list}' -c 'qa!'`);
  expect(where.read('work/old')).toMatch(/^[^\n]*work\/own\n$/);
});

test.for(rows)('$pager without a saved history starts none', async ({ pager, options }) => {
  const where = place();
  const option = options.slice(4, options.indexOf('='));
  const vimrc = where.write('home/vimrc', `set nocompatible ${option}=\n`);
  const session = await shell('bash', where, wide);
  session.line(`vimtrace -p '${pager} -u ${vimrc}' strace true`);
  await session.pager('+++ exited with 0 +++');
  await quit(session, `:call writefile([&${option}], "option") | q\r`);
  expect(where.read('work/option')).toBe('\n');
});

test.for(rows)('$pager saves a trace that --output put into a file of the user', async ({
  pager,
  options,
}) => {
  const where = place();
  const vimrc = where.write('home/vimrc', `set nocompatible\n${options}`);
  const session = await shell('bash', where, wide);
  session.line(`vimtrace -p '${pager} -u ${vimrc}' -o mine strace true`);
  await session.pager('+++ exited with 0 +++');
  session.type('G');
  await quit(session, ':q\r');
  expect(where.read('home/saved')).toContain('/work/mine');
});
