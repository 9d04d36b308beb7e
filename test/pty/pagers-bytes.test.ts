/** vim and nvim read a trace as bytes, and other files by the user's own settings. */
import { expect, test } from 'vitest';
import { place } from '../harness/place.ts';
import { shell } from '../harness/shells.ts';
import { quit, run } from './typing.ts';

/** UTF-8, latin1, a carriage return, and a modeline. */
const BYTES = String.raw`utf8 \303\251 latin1 \351 return\r\nvim: set tabstop=3:\n`;

test.for([
  'vim',
  'nvim',
])('%s shows the bytes of a trace, and decodes other files as usual', async (pager) => {
  const where = place({ VIMTRACE_PAGER: pager });
  where.write('home/.vimrc', 'set modeline encoding=utf-8\n');
  const session = await shell('bash', where);
  await run(session, String.raw`printf 'other \351\n' >other`);
  session.line(`clear; LC_ALL=C.UTF-8 vimtrace printf '${BYTES}'`);
  await session.pager(/utf8 é latin1 <e9> return\^M/);
  session.type(':filetype on | filetype detect\r');
  session.type(':set tabstop? buftype?\r');
  await session.sees('tabstop=8');
  await session.sees('buftype=acwrite');
  session.type('\r:edit other\r');
  await session.sees(/other é/);
  session.type(':set binary? fileencoding?\r');
  await session.sees('nobinary');
  await session.sees('fileencoding=latin1');
  session.type('\r');
  await quit(session, ':q\r');
  expect(await session.isAlternate()).toBe(false);
});
