/** Reachability: every phase, every row of the table, every action, and the end from everywhere. */
import { describe, expect, it } from 'vitest';
import type { ActionType } from '../../src/core/action.ts';
import { rules } from '../../src/core/rules.ts';
import type { Phase } from '../../src/core/state.ts';
import { onlyAsked } from './asked.ts';
import { events, explore, runs } from './explore.ts';

const steps = explore(onlyAsked);
/** For each row, the phases in which some step takes it. */
const takenIn = rules.map(() => new Set<Phase>());
for (const { from, event } of steps)
  takenIn[rules.findIndex((rule) => rule.fits(from, event))]?.add(from.at);
const phases: Readonly<Record<Phase, true>> = {
  starting: true,
  tracing: true,
  failing: true,
  interrupted: true,
  bereft: true,
  draining: true,
  waiting: true,
  opening: true,
  holding: true,
  paging: true,
  yielding: true,
  suspended: true,
  resuming: true,
  redrawing: true,
  ending: true,
  ended: true,
};
const orders: Readonly<Record<ActionType, true>> = {
  signalTracer: true,
  endTracer: true,
  awaitOthers: true,
  awaitReaders: true,
  awaitTurn: true,
  startGrace: true,
  openPager: true,
  guardPager: true,
  signalPager: true,
  endPager: true,
  parkModes: true,
  unparkModes: true,
  continueMonitor: true,
  yieldTerminal: true,
  stopGroup: true,
  resumePager: true,
  watchPager: true,
  closePager: true,
  printTrace: true,
  discardTrace: true,
  shelveTrace: true,
  keepTrace: true,
  complain: true,
  adviseOnTracer: true,
  exit: true,
};

describe('from the initial state', () => {
  it('every phase is reached, and no other', () => {
    const reached = new Set(steps.map(({ to }) => to.at));
    expect([...reached].sort()).toEqual(Object.keys(phases).sort());
  });

  it('every action is ordered', () => {
    const ordered = new Set(steps.flatMap(({ actions }) => actions.map(({ type }) => type)));
    expect([...ordered].sort()).toEqual(Object.keys(orders).sort());
  });

  it.each(
    rules.map(
      (rule, at) =>
        [`${rule.in.join(', ')} on ${rule.on.join(', ')} if ${rule.if || 'any'}`, at] as const,
    ),
  )('the row "%s" is taken in each of its phases', (_name, at) => {
    expect(takenIn[at]).toEqual(new Set(rules[at]?.in));
  });

  it('a machine that knows of an event says so: no row is taken without an event of its kind', () => {
    expect(new Set(rules.flatMap(({ on }) => on))).toEqual(new Set(events.map(({ type }) => type)));
  });

  it('the end is never out of reach', () => {
    const ends = new Set<string>(runs.map((run) => JSON.stringify({ at: 'ended', run })));
    for (let size = 0; size !== ends.size; ) {
      size = ends.size;
      for (const { from, to } of steps)
        if (ends.has(JSON.stringify(to))) ends.add(JSON.stringify(from));
    }
    const from = new Set(steps.map((step) => JSON.stringify(step.from)));
    expect([...from].filter((state) => !ends.has(state))).toEqual([]);
  });

  it('every phase with a tracer or a pager answers SIGTERM and SIGHUP', () => {
    const silentOn = (signal: 'SIGTERM' | 'SIGHUP'): readonly string[] => {
      const silent = steps
        .filter(
          ({ event, actions }) =>
            event.type === 'signalled' && event.signal === signal && actions.length === 0,
        )
        .map(({ from }) => from.at);
      return [...new Set(silent)].sort();
    };
    // There, all have been told to end already.
    expect(silentOn('SIGTERM')).toEqual(['bereft', 'ended', 'ending']);
    expect(silentOn('SIGHUP')).toEqual(['bereft', 'ended', 'ending', 'interrupted']);
  });
});
