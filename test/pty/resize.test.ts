/** The pager fits the window at fg, even if the window was resized while the pager was stopped. */
import { describe, test } from 'vitest';
import { place } from '../harness/place.ts';
import { shell } from '../harness/shells.ts';
import { listed } from './typing.ts';

const large = { columns: 120, rows: 40 };
const small = { columns: 64, rows: 18 };

/**
 * The pager's own last line, and its place counted from the end of the screen. In a narrow
 * window vim's message about the file may replace the ruler.
 */
const bottom = {
  vim: { text: /1,1\s+Top|\d+L, \d+B/, above: 1 },
  nvim: { text: /1,1\s+Top/, above: 2 },
  less: { text: /^:|trace/, above: 1 },
} as const;

describe('the pager fits the window', () => {
  for (const pager of ['vim', 'nvim', 'less'] as const) {
    test.for([small, large])(`in ${pager}, resized to %o while suspended`, async (size) => {
      const where = place({ VIMTRACE_PAGER: pager });
      const session = await shell('bash', where);
      session.line('vimtrace strace ls /usr /usr/bin >/dev/null');
      await session.pager('execve(');
      session.type('\x1a');
      await session.prompt();
      session.resize(size);
      session.line('fg');
      await session.pager('execve(');
      await session.until('the last line to be the pager’s', async () =>
        bottom[pager].text.test((await session.screen())[size.rows - bottom[pager].above] ?? ''),
      );
    });

    test(`in ${pager}, resized while due in the background`, async () => {
      const where = place({ VIMTRACE_PAGER: pager });
      const session = await shell('bash', where);
      session.line('vimtrace strace ls /usr /usr/bin >/dev/null &');
      await listed(session, /Stopped/);
      session.resize(small);
      session.line('fg');
      await session.pager('execve(');
      await session.until('the last line to be the pager’s', async () =>
        bottom[pager].text.test((await session.screen())[small.rows - bottom[pager].above] ?? ''),
      );
    });

    test(`in ${pager}, resized while shown`, async () => {
      const where = place({ VIMTRACE_PAGER: pager });
      const session = await shell('zsh', where);
      session.line('vimtrace strace ls /usr /usr/bin >/dev/null');
      const { pager: shown } = await session.pager('execve(');
      await session.idle(shown.pid);
      session.resize(small);
      await session.until('the last line to be the pager’s', async () =>
        bottom[pager].text.test((await session.screen())[small.rows - bottom[pager].above] ?? ''),
      );
    });
  }
});
