/** The Vim package in the editor that vimtrace starts: motions, keys and filters on a real terminal. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
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

test.for([
  'vim',
  'nvim',
])('%s: with NO_COLOR there are the motions, and no colours', async (pager) => {
  const where = place({ VIMTRACE_PAGER: pager, NO_COLOR: '1' });
  const session = await shell('bash', where, wide);
  session.line(`clear; ${run}`);
  await session.pager('execve(');
  session.line(':echo "mapped to" maparg("]-", "n") "in group" synID(1, 8, 1)');
  await session.sees('mapped to <Plug>(vimtrace-failed-next) in group 0');
  await quit(session, ':q\r');
});

/** What a user's vimrc may do, and the group of the name of the first call then; undefined where the vimrc decides. */
const vimrcs = [
  {
    does: "sets 'runtimepath' outright",
    lines: ['set runtimepath=~/own,$VIMRUNTIME', 'syntax on'],
    group: 'straceCall',
  },
  {
    does: "leaves $VIMRUNTIME out of 'runtimepath'",
    lines: ['set runtimepath=~/own'],
    group: undefined,
  },
  {
    does: 'fails',
    lines: ['syntax on', 'call Missing()', 'set missing', 'throw "missing"'],
    group: 'straceCall',
  },
];
const editors = [
  { pager: 'vim', file: 'home/.vimrc' },
  { pager: 'nvim', file: 'home/config/nvim/init.vim' },
];

test.for(
  editors.flatMap((editor) => vimrcs.map((vimrc) => ({ ...editor, ...vimrc }))),
)('$pager: with a vimrc that $does there are the trace and the motions', async (row) => {
  const where = place({ VIMTRACE_PAGER: row.pager });
  mkdirSync(join(where.directory, 'home/config/nvim'), { recursive: true });
  where.write(row.file, `${row.lines.join('\n')}\n`);
  const session = await shell('bash', where, wide);
  session.line(`clear; ${run}`);
  // A vimrc that fails has the editor ask for a key first.
  await session.pager(/execve\(|Press ENTER/);
  session.type('\r');
  await session.pager('execve(');
  const group = 'synIDattr(synID(1, match(getline(1), "execve") + 1, 1), "name")';
  session.line(`:echo "mapped to" maparg("]-", "n") ${group}`);
  await session.sees(`mapped to <Plug>(vimtrace-failed-next) ${row.group ?? ''}`);
  await quit(session, ':q\r');
});
