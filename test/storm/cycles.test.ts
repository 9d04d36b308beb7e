/** Many rounds of ^Z and fg in one session. */
import { setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { extent } from '../harness/extent.ts';
import { times } from '../pty/typing.ts';
import { draw, unleash } from './storm.ts';
import { settings, User } from './user.ts';

/** The longest time that the user reads before ^Z, in milliseconds. */
const READING = 20;

test('each ^Z stops the job once, and fg brings its pager back', async () => {
  const { seed } = extent(0, 0);
  const setting = draw(settings, seed);
  const user = await User.sit(setting);
  await user.open();
  let stops = 0;
  await unleash({
    name: 'cycles',
    short: 5,
    long: 10_000,
    rounds: fc.record({ reads: fc.nat(READING) }),
    play: async ({ reads }) => {
      // The moment is random: the pager must stop in order, whatever it is doing.
      await delay(reads);
      await user.cycle();
      stops += 1;
      return Object.values(setting).join(', ');
    },
  });
  expect(times(user.where.read('journal'), '{"type":"stopGroup","signal":"SIGTSTP"}')).toBe(stops);
  await user.quit();
  await user.isUnharmed();
});
