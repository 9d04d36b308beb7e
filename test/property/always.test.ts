/** The invariants hold over every sequence of events that the actions so far allow. */
import { expect, it } from 'vitest';
import { type Asked, asking, causal, nothingAsked } from './asked.ts';
import { explore, type Observer } from './explore.ts';
import { invariants, type Watch } from './invariants.ts';

it.each(invariants.map(({ name, start }) => [name, start] as const))('%s', (_name, start) => {
  const observer: Observer<readonly [Asked, Watch]> = {
    start: [nothingAsked, start],
    after: ([asked, watch], step) => [asking(asked, step), watch.next(step)],
    possible: ([asked], event) => causal(asked, event),
  };
  expect(explore(observer).length).toBeGreaterThan(300);
});
