/** Kills a random process of a run, or the user's shell, or closes the terminal, at a random moment. */
import { statSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, inject, test } from 'vitest';
import { outputOf } from '../harness/command.ts';
import { extent } from '../harness/extent.ts';
import { clear } from '../harness/report.ts';
import { spools } from '../pty/typing.ts';
import { cast, hasProgram, type Role, roles } from './cast.ts';
import { unleash } from './storm.ts';
import { type Deed, deeds, type Setting, settings, User } from './user.ts';

/** A process to kill, or the terminal, which is closed as by a lost connection. */
type Victim = Role | 'terminal';

/** What is killed, and how many milliseconds after a deed of the user. */
type Blow = {
  /** In order of preference: the first victim that exists is killed. */
  readonly victims: readonly Victim[];
  readonly deed: Deed;
  readonly after: number;
};

/** The longest times in milliseconds: from the start to the pager and its guard, and for any other deed. */
const START = 600;
const DEED = 80;

const all: readonly Victim[] = [...roles, 'terminal'];
const victims = fc.shuffledSubarray([...all], { minLength: all.length });
const blows: fc.Arbitrary<Blow> = fc.oneof(
  fc.record({ victims, deed: fc.constant<Deed>('typed'), after: fc.nat(START) }),
  fc.record({ victims, deed: fc.constantFrom(...deeds), after: fc.nat(DEED) }),
);

/** The names of the spools whose trace is not empty. */
function traces(user: User): readonly string[] {
  const state = `${user.where.directory}/home/state/vimtrace`;
  return spools(user.where).filter(
    (name) => (statSync(`${state}/${name}/trace`, { throwIfNoEntry: false })?.size ?? 0) > 0,
  );
}

const list = (user: User): string =>
  outputOf(`${inject('prefix')}/bin/vimtrace`, ['--list', '--json'], user.where.env);

/** The process to kill, the moment, and the traces begun before. */
type Strike = {
  readonly victim: Victim;
  readonly time: number;
  readonly written: readonly string[];
};

/** Kill the first of `wanted` that exists. */
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
    // The process has ended meanwhile.
    return false;
  }
}

const SHORT = 3;
const LONG = 1000;
/** How many rounds left the terminal to a dead group, and how many may: the window is a millisecond (S14). */
let stranded = 0;
const most = Math.ceil(extent(SHORT, LONG).last / 100);

async function play({ blow, setting }: { blow: Blow; setting: Setting }): Promise<string> {
  const user = await User.sit(setting);
  let hasQuit = false;
  let strike: Strike | undefined;
  const end = await user.live(async (deed) => {
    hasQuit ||= deed === 'quit';
    if (deed !== blow.deed || strike !== undefined) return false;
    // The moment is drawn from the seed; this delay waits for no condition.
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
    // Some shells keep the modes of a killed job as the user's own.
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
  // Only names of spools: shells and pagers have files of their own in TMPDIR.
  expect(user.where.list('tmp').filter((name) => /^\d+-/.test(name))).toEqual([]);
  await clear(false);
  return `${victim} killed, over after ${took} ms; ${stranded} shells without a terminal so far`;
}

test('a kill at any moment loses no trace and leaves no process', () =>
  unleash({
    name: 'kills',
    short: SHORT,
    long: LONG,
    rounds: fc.record({ setting: settings, blow: blows }),
    play,
  }));
