/** A window resized while the pager could not see it is right in the pager once it can. */
import { describe, test } from 'vitest';
import { place } from '../harness/place.ts';
import { shell } from '../harness/shells.ts';
import { listed } from './typing.ts';

const large = { columns: 120, rows: 40 };
const small = { columns: 64, rows: 18 };

/**
 * The pager's own last line, and where that is: counted from the screen's last line. In a
 * narrow window vim's word about the file may stand where the ruler was.
 */
const bottom = {
  vim: { text: /1,1\s+Top|\d+L, \d+B/, above: 1 },
  nvim: { text: /1,1\s+Top/, above: 2 },
  less: { text: /^:|trace/, above: 1 },
} as const;

describe('window size', () => {
  for (const pager of ['vim', 'nvim', 'less'] as const) {
    test.for([small, large])(`of ${pager}, changed to %o while suspended`, async (size) => {
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

    test(`of ${pager}, changed while it waits in the background`, async () => {
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

    test(`of ${pager}, changed while it is shown`, async () => {
      const where = place({ VIMTRACE_PAGER: pager });
      const session = await shell('zsh', where);
      session.line('vimtrace strace ls /usr /usr/bin >/dev/null');
      await session.pager('execve(');
      session.resize(small);
      await session.until('the last line to be the pager’s', async () =>
        bottom[pager].text.test((await session.screen())[small.rows - bottom[pager].above] ?? ''),
      );
    });
  }
});
