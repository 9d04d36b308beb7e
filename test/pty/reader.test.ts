/** The Vim package in the editor that vimtrace starts: motions, keys and filters on a real terminal. */
import { expect, test } from 'vitest';
import { place } from '../harness/place.ts';
import { shell } from '../harness/shells.ts';
import { quit } from './typing.ts';

const wide = { columns: 160, rows: 40 };
const run =
  'vimtrace strace -f -e trace=openat,execve,exit_group sh -c "cat /missing/file; exit 3"';

test.for(['vim', 'nvim'])('%s: ]- leads to a failed call, g? shows the keys', async (pager) => {
  const where = place({ VIMTRACE_PAGER: pager });
  const session = await shell('bash', where, wide);
  session.line(`clear; ${run}`);
  await session.pager('execve(');
  session.line(':set laststatus=2 statusline=%{vimtrace#status()}');
  await session.sees(/^\d+ .* 1\/\d+\s*$/);
  session.type('G[-');
  await session.sees(/^\d+ cat \d+\/\d+\s*$/);
  expect(await session.cursorLine()).toMatch(/^\d+ +$/);
  session.type('g?');
  await session.sees(/^ {2}\]- +next failed call/);
  session.type('\r');
  session.type('\\f');
  await session.sees(/lines? shown: only failed calls/);
  session.type('\\u');
  await session.sees('all lines');
  await quit(session, ':q\r');
});

test.for(['vim', 'nvim'])('%s: keys that are typed at once work', async (pager) => {
  const where = place({ VIMTRACE_PAGER: pager });
  const session = await shell('bash', where, wide);
  // The terminal has the keys before the editor starts.
  session.line(`clear; ${run}`);
  session.type('gg]-:echo "a failed call:" getline(".") =~ "= -1 E"\r');
  await session.sees('a failed call: 1');
  await quit(session, ':q\r');
});

test.for(['vim', 'nvim'])('%s: a start reads no more scripts than it must', async (pager) => {
  const where = place({ VIMTRACE_PAGER: pager });
  const session = await shell('bash', where, wide);
  session.line(`clear; ${run}`);
  await session.pager('execve(');
  const ours = 'filter(split(execute("scriptnames"), "\\n"), "v:val =~ \'vimtrace/vim/\'")';
  session.line(`:echo "read" map(${ours}, "substitute(v:val, '.*/vim/', '', '')")`);
  await session.sees(
    "read ['autoload/vimtrace/buffer.vim', 'vimtrace.vim', 'ftdetect/strace.vim', 'ftplugin/strace.vim', 'autoload/vimtrace/map.vim', 'syntax/strace.vim']",
  );
  await quit(session, ':q\r');
});

test.for([
  'vim',
  'nvim',
])('%s: a user who sets no filetypes has the motions, -u NONE has none', async (pager) => {
  const where = place({ VIMTRACE_PAGER: pager });
  where.write('home/.vimrc', 'set number\n');
  const session = await shell('bash', where, wide);
  session.line(`clear; ${run}`);
  await session.pager('execve(');
  session.line(':echo "mapped to" maparg("]-", "n")');
  await session.sees('mapped to <Plug>(vimtrace-failed-next)');
  await quit(session, ':q\r');
  session.line(`clear; VIMTRACE_PAGER='${pager} -u NONE' ${run}`);
  await session.pager('execve(');
  session.line(':echo "mapped to" maparg("]-", "n") "here"');
  await session.sees('mapped to  here');
  await quit(session, ':q\r');
});

test.for(['vim', 'nvim'])('%s: without colours the motions are there', async (pager) => {
  const where = place({ VIMTRACE_PAGER: pager, NO_COLOR: '1' });
  const session = await shell('bash', where, wide);
  session.line(`clear; ${run}`);
  await session.pager('execve(');
  session.line(':echo "mapped to" maparg("]-", "n")');
  await session.sees('mapped to <Plug>(vimtrace-failed-next)');
  await quit(session, ':q\r');
});
