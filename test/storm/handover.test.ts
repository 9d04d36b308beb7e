/** ^Z in the milliseconds between the tracer's end and the pager's first screen. */
import { setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { unleash } from './storm.ts';
import { KILL_LINE, settings, User } from './user.ts';

/** The longest time between the program's end and the pager's first screen, in milliseconds. */
const BETWEEN = 30;

/** Only less, which asks the terminal nothing: answers to a vim that was stopped at its start go to the prompt. */
const steady = settings.filter(({ pager }) => pager === 'less');

test('^Z between tracer and pager stops the job in order', async () => {
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
      // The moment of ^Z is the fault under test.
      await delay(after);
      session.type('\x1a');
      const first = await user.looks();
      // The pager may keep the ^Z until the next key (P11).
      const sight = first === 'pager' ? await user.looksAgain() : first;
      expect(['suspended', 'pager']).toContain(sight);
      if (sight === 'suspended') {
        session.line(`${KILL_LINE}fg`);
        const { job, pager } = await session.pager();
        // vimtrace may still have to send a signal to the pager.
        await session.idle(job.pid);
        await session.idle(pager.pid);
      }
      await user.turnPages();
      await user.quit();
      await user.isUnharmed();
      await session.end();
      return sight;
    },
  });
});
