/** Every sequence of deeds in the modelled session, to a depth: what must hold, does so at each step. */
import { describe, expect, it } from 'vitest';
import { extent } from '../harness/extent.ts';
import { check, type Ending, endings } from './deeds.ts';
import type { Session } from './kernel.ts';
import { Run } from './run.ts';

const SHORT = 6;
const LONG = 13;

const names = Object.keys(endings) as Ending[];
const sessions: readonly Session[] = [true, false].flatMap((shell) =>
  [true, false].flatMap((foreground) =>
    (['orderly', 'abrupt'] as const).flatMap((manners) => [
      { shell, foreground, rival: false, reader: false, manners },
      ...(shell ? [{ shell, foreground, rival: false, reader: true, manners }] : []),
      ...(foreground ? [{ shell, foreground, rival: true, reader: false, manners }] : []),
    ]),
  ),
);

/** All that can tell one moment of a run from another; of the stops, only how many are due. */
const moment = (run: Run): string =>
  JSON.stringify({ ...run, stops: run.pagerStops - run.stops, pagerStops: 0 });

/** A run of `path`, checked at its end, where all that comes before has been. */
function live(session: Session, path: readonly Ending[], isSettled: boolean): Run {
  const run = new Run(session);
  try {
    for (const name of path) endings[name](run);
    if (isSettled) run.settle();
    check(run);
  } catch (error) {
    throw new Error(`after ${path.join(', ')}`, { cause: error });
  }
  return run;
}

describe.for(
  sessions,
)('shell $shell, foreground $foreground, rival $rival, reader $reader, $manners', (session) => {
  it('every sequence', () => {
    const { last: depth } = extent(SHORT, LONG);
    const seen = new Set<string>();
    let open: (readonly Ending[])[] = [[]];
    for (let length = 1; length <= depth && open.length > 0; length += 1) {
      open = open.flatMap((path) =>
        names.flatMap((name) => {
          const longer = [...path, name];
          const here = moment(live(session, longer, false));
          if (seen.has(here)) return [];
          seen.add(here);
          live(session, longer, true);
          return [longer];
        }),
      );
    }
    console.log(`depth: ${depth} deeds, ${seen.size} moments`);
    expect(seen.size).toBeGreaterThan(100);
  });
});
