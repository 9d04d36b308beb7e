/** One process of a run, the user's shell included, is killed at a random moment of its life; or their terminal is. */
import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, inject, test } from 'vitest';
import { extent } from '../harness/extent.ts';
import { processOf } from '../harness/proc.ts';
import { clear } from '../harness/report.ts';
import { spools } from '../pty/typing.ts';
import { type Cast, cast, type Role, roles } from './cast.ts';
import { unleash } from './storm.ts';
import { type Deed, deeds, type Setting, settings, User } from './user.ts';

/** The terminal is closed, as by a connection that is lost. */
type Victim = Role | 'terminal';

/** Who is killed, and when: so many milliseconds after the user did something. */
type Blow = {
  /** The first of them that is there. */
  readonly victims: readonly Victim[];
  readonly deed: Deed;
  readonly after: number;
};

/** From the start to the pager's first screen and its guard, and what any other deed takes. */
const START = 600;
const DEED = 80;

const all: readonly Victim[] = [...roles, 'terminal'];
const victims = fc.shuffledSubarray([...all], { minLength: all.length });
const blows: fc.Arbitrary<Blow> = fc.oneof(
  fc.record({ victims, deed: fc.constant<Deed>('typed'), after: fc.nat(START) }),
  fc.record({ victims, deed: fc.constantFrom(...deeds), after: fc.nat(DEED) }),
);

/** The traces that are there, by their directory; those without a line are none. */
function traces(user: User): readonly string[] {
  const state = `${user.where.directory}/home/state/vimtrace`;
  return spools(user.where).filter(
    (name) => (statSync(`${state}/${name}/trace`, { throwIfNoEntry: false })?.size ?? 0) > 0,
  );
}

const list = (user: User): string =>
  execFileSync(`${inject('prefix')}/bin/vimtrace`, ['--list'], {
    env: user.where.env,
    encoding: 'utf8',
  });

/** What was done, when, and which traces had been begun by then. */
type Strike = {
  readonly victim: Victim;
  readonly time: number;
  readonly written: readonly string[];
};

/** Whether the tracer has got as far as its program: killed before, it leaves a process of its own behind (T12). */
function hasProgram({ program }: Cast): boolean {
  const command = program === undefined ? undefined : processOf(program)?.command;
  return command !== undefined && !command.startsWith('strace ');
}

/** Kill the first of `wanted` that is there. */
async function kill(user: User, wanted: readonly Victim[]): Promise<Strike> {
  const there = cast(user.session.pid);
  const written = traces(user);
  const victim = wanted.find((role) => {
    if (role === 'terminal') return true;
    const pid = there[role];
    if (role === 'tracer' && !hasProgram(there)) return false;
    return pid !== undefined && isKilled(pid);
  });
  if (victim === undefined) throw new Error('nobody is there to be killed');
  if (victim === 'terminal') await user.session.hangUp();
  return { victim, time: performance.now(), written };
}

function isKilled(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended since it was looked at.
    return false;
  }
}

const SHORT = 3;
const LONG = 1000;
/** In how many rounds the terminal was left to nobody, and in how many at most: a matter of a millisecond (S14). */
let stranded = 0;
const most = Math.ceil(extent(SHORT, LONG).last / 100);

async function play({ blow, setting }: { blow: Blow; setting: Setting }): Promise<string> {
  const user = await User.sit(setting);
  let hasQuit = false;
  let strike: Strike | undefined;
  const end = await user.live(async (deed) => {
    hasQuit ||= deed === 'quit';
    if (deed !== blow.deed || strike !== undefined) return false;
    // The moment is the round's own, drawn from the seed: nothing is waited for.
    await delay(blow.after);
    strike = await kill(user, blow.victims);
    return true;
  });
  const { victim, time, written } = strike ?? (await kill(user, ['shell']));
  const took = Math.round(performance.now() - time);
  if (end === 'stranded') {
    expect(victim).toBe('vimtrace');
    stranded += 1;
    expect(stranded).toBeLessThanOrEqual(most);
  } else if (victim !== 'shell' && victim !== 'terminal') {
    // Some shells take the modes that a job leaves when it is killed for the user's own.
    await user.isUnharmed(victim === 'vimtrace');
  }

  const kept = traces(user);
  if (!hasQuit) expect(kept).toEqual(expect.arrayContaining([...written]));
  const listed = list(user);
  for (const name of kept) {
    expect(listed).toContain(`/${name}/trace`);
    const trace = user.where.read(`home/state/vimtrace/${name}/trace`);
    if (victim !== 'tracer')
      expect(trace).toMatch(/\+\+\+ (exited with \d+|killed by \w+) \+\+\+\n$/);
  }
  // Shells and pagers have files of their own there.
  expect(user.where.list('tmp').filter((name) => /^\d+-/.test(name))).toEqual([]);
  await clear(false);
  return `${victim} killed, over after ${took} ms; ${stranded} shells without a terminal so far`;
}

test('kills', () =>
  unleash({
    name: 'kills',
    short: SHORT,
    long: LONG,
    rounds: fc.record({ setting: settings, blow: blows }),
    play,
  }));
