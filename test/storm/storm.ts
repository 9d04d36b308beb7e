/** Plays random rounds, all drawn from one seed, and prints how to replay a failing round. */
import fc from 'fast-check';
import { extent } from '../harness/extent.ts';

export type Storm<Round> = {
  readonly name: string;
  readonly short: number;
  readonly long: number;
  readonly rounds: fc.Arbitrary<Round>;
  /** Throws if something is lost, stuck or left behind; returns a short report otherwise. */
  readonly play: (round: Round) => Promise<string>;
};

/** How many progress lines a storm prints. */
const REPORTS = 20;

/** The value that `seed` draws from `arbitrary`. */
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
