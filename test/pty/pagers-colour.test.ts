/** Pagers show colours if they have them, and none if NO_COLOR is set. */
import { expect, test } from 'vitest';
import { place } from '../harness/place.ts';
import { shell } from '../harness/shells.ts';
import { obstacle } from '../harness/tools.ts';
import { quit } from './typing.ts';

const wide = { columns: 200, rows: 40 };
/** Select Graphic Rendition (ECMA-48) with a colour. */
const colour = new RegExp(`${'\x1b'}\\[(?:\\d+;)*(?:3[0-7]|4[0-7]|9[0-7]|38|48)[;\\d]*m`);
/** The name of the shell, right after a change of colour. */
const coloured = new RegExp(`${'\x1b'}\\[[\\d;]*m"?/[\\w/]*sh`);

const rows = [
  { pager: 'vim', trial: ['--version'], keys: ':q\r', isColourless: true },
  { pager: 'nvim', trial: ['--version'], keys: ':q\r', isColourless: false },
  { pager: 'batcat', trial: ['--version'], keys: 'q', isColourless: true },
] as const;

/** What the pager draws for a trace. */
async function drawn(pager: string, keys: string, extra: Readonly<Record<string, string>>) {
  const where = place({ VIMTRACE_PAGER: pager, ...extra });
  const session = await shell('bash', where, wide);
  const before = session.transcript.length;
  session.line('clear; vimtrace strace -e trace=execve sh -c "exit 3"');
  const { pager: process } = await session.pager('execve(');
  await session.idle(process.pid);
  const text = session.transcript.slice(before);
  await quit(session, keys);
  return text;
}

test.for(rows)('$pager shows colours, and none if NO_COLOR is set', async ({
  pager,
  trial,
  keys,
  isColourless,
}, context) => {
  const reason = obstacle(pager, trial, /./);
  if (reason !== undefined) return context.skip(reason);
  expect(await drawn(pager, keys, {})).toMatch(coloured);
  // An empty NO_COLOR counts as unset (no-color.org); bat takes it for set.
  if (pager !== 'batcat') expect(await drawn(pager, keys, { NO_COLOR: '' })).toMatch(coloured);
  const plain = await drawn(pager, keys, { NO_COLOR: '1' });
  expect(plain).toContain('execve("/usr/bin/sh"');
  if (isColourless) expect(plain).not.toMatch(colour);
});

test('less shows the colours that are in the trace', async () => {
  const where = place({ VIMTRACE_PAGER: 'less' });
  where.write('work/red', "printf '\\033[31min red\\033[0m\\n'\n");
  const session = await shell('bash', where, wide);
  session.line('vimtrace sh red');
  await session.pager(/^in red/);
  expect(session.transcript).toContain('\x1b[31min red');
  await quit(session);
});
