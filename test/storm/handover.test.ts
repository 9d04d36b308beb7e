/** ^Z in the milliseconds in which the terminal passes from the tracer to the pager. */
import { setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { unleash } from './storm.ts';
import { KILL_LINE, settings, User } from './user.ts';

/** From the program's end to the pager's first screen, in milliseconds. */
const BETWEEN = 30;

/** less asks the terminal for nothing: what that answers to a vim that was stopped first is typed at the prompt. */
const steady = settings.filter(({ pager }) => pager === 'less');

test('handover', async () => {
  await unleash({
    name: 'handover',
    short: 5,
    long: 1000,
    rounds: fc.record({ setting: steady, after: fc.nat(BETWEEN) }),
    play: async ({ setting, after }) => {
      const user = await User.sit(setting);
      const { session, where } = user;
      session.line('vimtrace strace sh -c ": >over"');
      await session.until('the program to be over', () => where.list('work').includes('over'));
      // The moment is the fault.
      await delay(after);
      session.type('\x1a');
      const sight = await user.looks();
      // A pager may lose it itself (P11).
      expect(['suspended', 'pager']).toContain(sight);
      if (sight === 'suspended') {
        session.line(`${KILL_LINE}fg`);
        await session.pager();
      }
      await user.turnPages();
      await user.quit();
      await user.isUnharmed();
      await session.end();
      return sight;
    },
  });
});
