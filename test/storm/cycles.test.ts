/** ^Z and fg, again and again in one session. */
import { setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { extent } from '../harness/extent.ts';
import { times } from '../pty/typing.ts';
import { draw, unleash } from './storm.ts';
import { settings, User } from './user.ts';

/** How long the user reads, in milliseconds. */
const READING = 20;

test('cycles', async () => {
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
      // A moment of the user's own: wherever the pager is in its work, it must stop in order.
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
