/** The buffer of a trace in vim and nvim: its name, and what :e!, :w, :saveas and q do there. */
import { describe, expect, test } from 'vitest';
import { type Place, place } from '../harness/place.ts';
import type { Session } from '../harness/session.ts';
import { shell } from '../harness/shells.ts';
import { obstacle } from '../harness/tools.ts';
import { quit, run, spools, status, trace } from './typing.ts';

const wide = { columns: 150, rows: 60 };
const editors = ['vim', 'nvim'] as const;
const said =
  'cannot write over the trace: vimtrace never changes a trace; :write NAME saves a copy';

/** A place whose vim and nvim read `vimrc`. */
function placeOf(
  pager: string,
  vimrc: string,
  extra: Readonly<Record<string, string>> = {},
): Place {
  const where = place({ VIMTRACE_PAGER: pager, MYVIMRC: '', ...extra });
  const file = where.write('home/vimrc', vimrc);
  return { ...where, env: { ...where.env, VIMTRACE_PAGER: `${pager} -u ${file}` } };
}

/** Type an Ex command, and wait until vim has run all of it: the answer is new on the screen. */
let count = 0;
async function ex(session: Session, command: string): Promise<void> {
  count += 1;
  session.type(`:${command}\r`);
  session.type(`:redraw | echo 'done-' . ${count} . '-'\r`);
  await session.sees(`done-${count}-`);
}

/** Start `command`, and wait for the editor with its trace. */
async function opened(where: Place, command: string): Promise<Session> {
  const session = await shell('bash', where, wide);
  session.line(`clear; vimtrace ${command}`);
  const { pager } = await session.pager(/exited with \d \+\+\+/);
  await session.idle(pager.pid);
  return session;
}

describe.for(editors)('%s', (pager) => {
  test('names the buffer for what was run and how it ended, and says the name', async () => {
    const where = placeOf(pager, '');
    const session = await opened(where, "strace -e execve sh -c 'exit 3 # a*b [c] %d |e'");
    await session.sees(
      `"vimtrace://strace -e execve sh -c 'exit 3 # a*b [c] %d |e' (exited with 3)"`,
    );
    await ex(session, 'call writefile([execute("ls!"), execute("args")], "names")');
    await quit(session);
    expect(where.read('work/names')).toMatch(
      /strace -e execve sh -c 'exit 3 # a\*b \[c\] %d \|e' \(exited with 3\)/,
    );
    expect(where.read('work/names').match(/line \d/g)).toHaveLength(1);
    expect(await status(session)).toBe(3);
    expect(spools(where)).toEqual([]);
  });

  test('names the buffer of a kept trace in the same way', async () => {
    const where = placeOf(pager, '');
    const session = await shell('bash', where, wide);
    await run(session, "vimtrace -p false strace -e execve sh -c 'exit 3'; clear");
    session.line('vimtrace --last');
    await session.pager('+++ exited with 3 +++');
    await session.sees(`"vimtrace://strace -e execve sh -c 'exit 3' (exited with 3)"`);
    await quit(session);
  });

  test('leaves a file of --output its own name', async () => {
    const where = placeOf(pager, '');
    const session = await opened(where, '-o mine strace true');
    await session.sees(/"(?:mine|.*\/work\/mine)"/);
    session.type(':write\r');
    await session.sees(said);
    await quit(session);
    expect(where.read('work/mine')).toContain('+++ exited with 0 +++');
  });

  test(':e! shows the trace again, and u does not take it away', async () => {
    const where = placeOf(pager, '');
    const session = await opened(where, 'strace true');
    const lines = trace(where).split('\n').length - 1;
    await ex(session, `silent %delete | call writefile([line('$')], 'deleted')`);
    await ex(session, `edit! | silent! undo | call writefile([line('$'), getline(1)], 'again')`);
    expect(where.read('work/deleted')).toBe('1\n');
    expect(where.read('work/again')).toBe(`${lines}\n${trace(where).split('\n')[0]}\n`);
    session.type(':write\r');
    await session.sees(said);
    await quit(session);
  });

  test(':w and :wq say how to keep the trace, and a changed buffer does not keep vim from quitting', async () => {
    const where = placeOf(pager, '');
    const session = await opened(where, 'strace true');
    const before = trace(where);
    session.type('dd:w\r');
    await session.sees(said);
    await ex(session, '');
    session.type(':wq\r');
    await session.sees(said);
    expect(trace(where)).toBe(before);
    await quit(session, ':qa\r');
    expect(await session.isAlternate()).toBe(false);
  });

  test(':w NAME saves the bytes of the trace', async () => {
    const where = placeOf(pager, '');
    const session = await shell('bash', where, wide);
    await run(session, String.raw`printf 'a \351 \303\251\r\n\000\nno end' >bytes`);
    session.line('clear; vimtrace cat bytes');
    await session.pager('no end');
    await ex(session, 'write copy');
    await quit(session);
    await run(session, 'cmp bytes copy && echo same');
    await session.sees(/^same/);
  });

  test.for([
    'write',
    '2write',
    'saveas',
  ])(':%s NAME does not write over a file without !', async (command) => {
    const where = placeOf(pager, '');
    where.write('work/mine', 'mine\n');
    const session = await opened(where, 'strace true');
    session.type(`:${command} mine\r`);
    await session.sees(
      /E13: File exists|cannot write mine: it exists; :write! mine writes over it/,
    );
    session.type('\r');
    expect(where.read('work/mine')).toBe('mine\n');
    await ex(session, `${command}! mine`);
    expect(where.read('work/mine')).toContain('(');
    await quit(session, ':qa\r');
  });

  test(':saveas makes the buffer a file of the user', async () => {
    const where = placeOf(pager, '');
    const session = await opened(where, 'strace true');
    const before = trace(where);
    await ex(session, 'saveas copy');
    expect(where.read('work/copy')).toBe(before);
    await ex(session, `call writefile([&buftype, bufname(''), maparg('q', 'n')], 'state')`);
    expect(where.read('work/state')).toBe('\ncopy\n\n');
    await ex(session, 'silent %delete | write!');
    expect(where.read('work/copy').trim()).toBe('');
    await ex(session, `buffer # | call writefile([line('$')], 'again')`);
    expect(where.read('work/again')).toBe(`${before.split('\n').length - 1}\n`);
    await quit(session, ':qa\r');
  });

  test('q ends the recording of a register first, and then quits', async () => {
    const where = placeOf(pager, 'set hidden\n');
    const session = await opened(where, 'strace true');
    session.type(':new\rqaix\x1b:wincmd w\rq');
    await ex(session, `call writefile([reg_recording(), winnr('$')], 'state')`);
    expect(where.read('work/state')).toBe('\n2\n');
    session.type('q');
    await ex(session, `call writefile([winnr('$')], 'state')`);
    expect(where.read('work/state')).toBe('1\n');
    await quit(session, ':q!\r');
  });

  test.for([
    'nnoremap q :call writefile(["mine"], "mapped")<CR>\n',
    'autocmd FileType strace nnoremap <buffer> q :call writefile(["mine"], "mapped")<CR>\n',
    'autocmd VimEnter * nnoremap q :call writefile(["mine"], "mapped")<CR>\n',
  ])('q is the user’s, if the user maps it: %s', async (vimrc) => {
    const where = placeOf(pager, `set nocompatible\nfiletype plugin on\n${vimrc}`);
    const session = await opened(where, 'strace true');
    session.type('q');
    await ex(session, '');
    expect(where.read('work/mapped')).toBe('mine\n');
    await quit(session, ':q\r');
  });

  test('plugins see that the buffer is no file to check, and FileType once', async () => {
    const note = (event: string): string =>
      `autocmd ${event} * call writefile(['${event} ' . &buftype . ' ' . &filetype], 'events', 'a')\n`;
    const events = ['BufReadPre', 'BufReadPost', 'FileType', 'BufEnter', 'BufWinEnter'];
    const where = placeOf(
      pager,
      `set nocompatible\nfiletype plugin on\nsyntax on\n${events.map(note).join('')}`,
    );
    const session = await opened(where, 'strace true');
    const seen = where.read('work/events').trim().split('\n');
    expect(seen.filter((line) => !line.includes(' acwrite'))).toEqual([]);
    expect(seen.filter((line) => line.startsWith('FileType'))).toEqual(['FileType acwrite strace']);
    expect(seen).toContain('BufReadPost acwrite strace');
    await quit(session);
  });

  test('shows the trace, although the user’s vimrc fails and removes autocommands', async () => {
    const where = placeOf(pager, 'autocmd!\nnosuchcommand\n');
    const session = await shell('bash', where, wide);
    session.line('vimtrace strace true');
    await session.sees('Press ENTER');
    session.type('\r');
    await session.pager('+++ exited with 0 +++');
    await session.sees('vimtrace://strace true (exited with 0)');
    await quit(session, ':q\r');
    expect(await status(session)).toBe(0);
  });

  test('reads a trace whose path has characters that the editor would expand', async () => {
    const home = 'a [b] {c,d} *?#%~$HOME`|"\\';
    const where = placeOf(pager, '');
    const odd = { ...where.env, XDG_STATE_HOME: `${where.directory}/home/${home}` };
    const session = await opened({ ...where, env: odd }, 'strace true');
    await session.sees('"vimtrace://strace true (exited with 0)"');
    await quit(session);
  });

  test('takes the path of the trace, if no title can be written', async () => {
    const where = placeOf(pager, '');
    const session = await shell('bash', where, wide);
    session.line(
      'clear; vimtrace strace -e execve sh -c "cd $XDG_STATE_HOME/vimtrace/*-*; mkdir record-title"',
    );
    await session.pager('+++ exited with 0 +++');
    await ex(session, 'call writefile([bufname("")], "name")');
    expect(where.read('work/name')).toMatch(/^vimtrace:\/\/\/.*\/trace\n$/);
    await quit(session);
  });
});

test.for([
  { when: 'after a success', extra: {}, command: 'strace true', ends: 0 },
  { when: 'with NO_COLOR', extra: { NO_COLOR: '1' }, command: 'strace true', ends: 0 },
  {
    when: 'at the cause of a failure',
    extra: { VIMTRACE_AT: '' },
    command: `strace -e trace=execve,openat cat "missing|it's"`,
    ends: 1,
  },
])('$when: a vim without +eval shows the trace, and :e! shows it again', async (row, context) => {
  const reason = obstacle('vim.tiny', ['--version'], /-eval/);
  if (reason !== undefined) return context.skip(reason);
  const where = place({ VIMTRACE_PAGER: 'vi', ...row.extra });
  await run(await shell('bash', where, wide), 'mkdir bin; ln -s $(command -v vim.tiny) bin/vi');
  const path = `${where.directory}/work/bin:${where.env['PATH']}`;
  const session = await opened({ ...where, env: { ...where.env, PATH: path } }, row.command);
  expect(session.transcript).not.toContain('E319');
  session.type('dd:e!\r');
  await session.sees('execve(');
  await quit(session, ':q\r');
  expect(await status(session)).toBe(row.ends);
});
