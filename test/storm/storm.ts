/** Plays random rounds, all drawn from one seed, and says how to play the one that fails again. */
import fc from 'fast-check';
import { extent } from '../harness/extent.ts';

export type Storm<Round> = {
  readonly name: string;
  readonly short: number;
  readonly long: number;
  readonly rounds: fc.Arbitrary<Round>;
  /** Throws where something is lost, stuck or left; otherwise a word on how it went. */
  readonly play: (round: Round) => Promise<string>;
};

/** How many lines on its progress a storm prints. */
const REPORTS = 20;

/** The value of `arbitrary` that belongs to `seed`. */
export function draw<Value>(arbitrary: fc.Arbitrary<Value>, seed: number): Value {
  const [value] = fc.sample(arbitrary, { seed, numRuns: 1 });
  if (value === undefined) throw new Error('nothing to draw from');
  return value;
}

export async function unleash<Round>(storm: Storm<Round>): Promise<void> {
  const { name, play } = storm;
  const { seed, first, last } = extent(storm.short, storm.long);
  console.log(`${name}: rounds ${first} to ${last} of seed ${seed}`);
  const rounds = fc.sample(storm.rounds, { seed, numRuns: last, unbiased: true });
  let slowest = { time: 0, what: 'none' };
  for (let number = first; number <= last; number += 1) {
    const round = rounds[number - 1] as Round;
    const what = `round ${number}: ${JSON.stringify(round)}`;
    const start = performance.now();
    const how = await play(round).catch((error: unknown) => {
      const again = `npm run stress -- --seed ${seed} --round ${number} ${name}`;
      throw new Error(`${what}\nto play it again: ${again}\n${error}`, { cause: error });
    });
    const time = performance.now() - start;
    if (time > slowest.time) slowest = { time, what: `${what}, ${how}` };
    if (number % Math.ceil(last / REPORTS) === 0)
      console.log(`${name}: ${number} of ${last}; ${Math.round(time)} ms, ${how}`);
  }
  console.log(`${name}: over; the slowest, ${Math.round(slowest.time)} ms: ${slowest.what}`);
}
