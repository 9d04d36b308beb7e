/**
 * Runs the storms and explores the rules for many rounds, from a seed:
 *
 *     npm run stress [-- [--seed N] [--rounds N] [--round N] [STORM...]]
 *
 * STORM is a part of the name of a file in test/storm or test/property. --round plays only the round with that
 * number, to repeat a failure.
 */
import { parseArgs } from 'node:util';
import { startVitest } from 'vitest/node';

const { values, positionals } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() & 0x7fffffff) },
    rounds: { type: 'string' },
    round: { type: 'string' },
  },
  allowPositionals: true,
});
const stress = Object.fromEntries(
  Object.entries(values).map(([name, value]) => [name, Number(value)]),
);
const wrong = Object.entries(stress).find(([, value]) => !Number.isSafeInteger(value) || value < 0);
if (wrong !== undefined) {
  console.error(`stress: cannot read --${wrong[0]}: it needs a number, 0 or more`);
  process.exit(2);
}
console.log(`stress: seed ${stress.seed}`);
const vitest = await startVitest('test', positionals, {
  watch: false,
  include: ['test/storm/**/*.test.ts', 'test/property/**/*.test.ts'],
  testTimeout: 0,
  disableConsoleIntercept: true,
  provide: { stress },
});
await vitest.close();
