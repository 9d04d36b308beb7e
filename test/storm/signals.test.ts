/** Sends random signals to processes of the job at random moments; afterwards everything must work as before. */
import { setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { extent } from '../harness/extent.ts';
import { processOf } from '../harness/proc.ts';
import { type Cast, cast, hasProgram, type Role, roles } from './cast.ts';
import { draw, unleash } from './storm.ts';
import { type Deed, deeds, settings, User } from './user.ts';

type Blow = {
  readonly to: Exclude<Role, 'shell'>;
  readonly signal: 'SIGSTOP' | 'SIGCONT' | 'SIGTSTP' | 'SIGWINCH' | 'SIGINT';
  /** The user's deed, and the milliseconds between the deed and the signal. */
  readonly deed: Deed;
  readonly after: number;
  /** How long a stopped process stays stopped, in milliseconds. */
  readonly rest: number;
};

const AFTER = 80;
const REST = 40;

const blow: fc.Arbitrary<Blow> = fc.record({
  to: fc.constantFrom(...roles).filter((role) => role !== 'shell'),
  signal: fc.constantFrom('SIGSTOP', 'SIGCONT', 'SIGTSTP', 'SIGWINCH', 'SIGINT'),
  deed: fc.constantFrom(...deeds),
  after: fc.nat(AFTER),
  rest: fc.nat(REST),
});

const send = (pid: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(pid, signal);
  } catch {
    // The process has ended meanwhile.
  }
};

/** Whether the monitor has left P to take the terminal. */
const isOpened = ({ monitor }: Cast): boolean =>
  monitor !== undefined && processOf(monitor)?.group === monitor;

/**
 * Send one signal. A stopped process whose stop the shell does not see is continued here. A stopped
 * vimtrace is left to the user's fg: the shell may be about to take the terminal. SIGCONT goes to
 * stopped processes only: a running vim may crash of SIGCONT (S11).
 */
async function strike(user: User, { to, signal, deed, after, rest }: Blow): Promise<void> {
  // The moments are drawn from the seed; these delays wait for no condition.
  await delay(after);
  const there = cast(user.session.pid);
  const pid = there[to];
  if (pid === undefined) return;
  // Nothing reports this stop, as the manual says: the pager would go on under the shell's prompt.
  if (to === 'vimtrace' && signal === 'SIGSTOP' && isOpened(there)) return;
  if (signal === 'SIGCONT' && processOf(pid)?.state !== 'T') return;
  // A SIGWINCH during a stop or an fg makes vim take no more keys (P6).
  const isAtRest = deed === 'shown' || deed === 'shown again';
  if (to === 'pager' && signal === 'SIGWINCH' && !isAtRest) return;
  // A vim that is interrupted during its start asks for Enter before it shows anything.
  if (to === 'pager' && signal === 'SIGINT' && deed === 'typed') return;
  // A strace that SIGINT ends so early leaves a process of its own behind (T12).
  if (to === 'tracer' && signal === 'SIGINT' && !hasProgram(there)) return;
  send(pid, signal);
  // The pager may have been opened between the check above and the stop.
  if (to === 'vimtrace' && isOpened(cast(user.session.pid))) send(pid, 'SIGCONT');
  if (to === 'pager' || to === 'vimtrace' || (signal !== 'SIGSTOP' && signal !== 'SIGTSTP')) return;
  await delay(rest);
  send(pid, 'SIGCONT');
}

test('the job works as before after unexpected signals', async () => {
  const { seed } = extent(0, 0);
  const setting = draw(settings, seed);
  const user = await User.sit(setting);
  await unleash({
    name: 'signals',
    short: 2,
    long: 1000,
    rounds: fc.array(blow, { minLength: 1, maxLength: 4 }),
    play: async (blows) => {
      let left = blows;
      const end = await user.live(async (deed) => {
        const due = left.filter((each) => each.deed === deed);
        left = left.filter((each) => each.deed !== deed);
        await Promise.all(due.map((each) => strike(user, each)));
        return due.length > 0;
      });
      expect(end).toBe('over');
      await user.isUnharmed();
      // Without a signal a whole run must work.
      await user.open();
      await user.cycle();
      await user.quit();
      return Object.values(setting).join(', ');
    },
  });
  await user.isUnharmed();
});
