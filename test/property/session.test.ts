/** The machine in a modelled session: random users, random turns, and what must hold at each of them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extent, longest } from '../harness/extent.ts';
import { check, type Deed, deeds, type Ending, endings } from './deeds.ts';
import type { Session } from './kernel.ts';
import { Run } from './run.ts';

/** Long runs, most of which start with a pager that has been opened, stopped, and come back. */
function namesOf<Name extends Ending>(
  names: readonly Name[],
): fc.Arbitrary<readonly (Name | Deed)[]> {
  const prelude: readonly Deed[] = [
    'tracerEnds',
    'settle',
    'fg',
    'settle',
    'ctrlZ',
    'settle',
    'fg',
  ];
  const length = fc.nat(prelude.length).map((end) => prelude.slice(0, end));
  const rest = fc.array(fc.constantFrom(...names), {
    maxLength: longest(40, 300),
    size: 'max',
  });
  return fc.tuple(length, rest).map(([before, after]) => [...before, ...after]);
}
const some = namesOf(Object.keys(deeds) as Deed[]);
const any = namesOf(Object.keys(endings) as Ending[]);
const manners = fc.constantFrom('orderly' as const, 'abrupt' as const);
const rival = fc.constant(false);
const reader = fc.boolean();
const shells = fc.record({
  shell: fc.constant(true),
  foreground: fc.boolean(),
  rival,
  reader,
  manners,
});
const alone = fc.record({
  shell: fc.constant(false),
  foreground: fc.constant(true),
  rival,
  reader: fc.constant(false),
  manners,
});
const rivals = fc.record({
  shell: fc.boolean(),
  foreground: fc.boolean(),
  rival: fc.constant(true),
  reader,
  manners,
});
const sessions: fc.Arbitrary<Session> = fc.oneof(shells, rivals, alone);

/** A run of `names`, checked after each. */
function live(session: Session, names: readonly Ending[]): Run {
  const run = new Run(session);
  for (const name of names) {
    endings[name](run);
    check(run);
  }
  run.settle();
  check(run);
  return run;
}

/** fg until the pager has the terminal, as a user would who wants to read on; one that comes first is quit. */
function comeBack(run: Run): void {
  run.kernel.fg();
  run.kernel.resumeRival();
  run.kernel.endRival();
  run.tracerEnds();
  run.kernel.endReader();
  run.settle();
  run.kernel.fg();
  run.kernel.endReader();
  run.settle();
  run.kernel.fg();
  run.settle();
}

const { seed, last: numRuns } = extent(2000, 50_000);
const runs = { seed, numRuns };

describe('a session', () => {
  it('keeps what must always hold, whatever the user does', () => {
    fc.assert(
      fc.property(sessions, any, (session, names) => void live(session, names)),
      runs,
    );
  });

  it('gives the pager the terminal on fg, or in its turn; it runs, and its screen is drawn', () => {
    fc.assert(
      fc.property(fc.oneof(shells, rivals), some, (session, names) => {
        const run = live(session, names);
        comeBack(run);
        // One that was asked to stop while it was coming back has stopped again.
        if (run.kernel.node === 'stopped') comeBack(run);
        expect([run.kernel.foreground, run.kernel.pager, run.state.at]).toEqual([
          'G',
          'running',
          'paging',
        ]);
        expect(run.kernel.drawn).toBe(true);
      }),
      runs,
    );
  });

  it('stops P once for each stop of the pager, when all is at rest', () => {
    fc.assert(
      fc.property(sessions, some, (session, names) => {
        const run = live(session, names);
        expect(run.stops).toBe(run.pagerStops);
        expect(run.kernel.node === 'stopped' || run.state.at !== 'suspended').toBe(true);
      }),
      runs,
    );
  });

  it('never waits for a SIGCONT where nobody could send it', () => {
    fc.assert(
      fc.property(alone, some, (session, names) => {
        const run = live(session, names);
        run.tracerEnds();
        run.settle();
        expect([run.kernel.foreground, run.kernel.pager, run.state.at]).toEqual([
          'G',
          'running',
          'paging',
        ]);
      }),
      runs,
    );
  });

  it('leaves the terminal to the shell after bg, and stops again', () => {
    fc.assert(
      fc.property(shells, some, (session, names) => {
        const run = live(session, names);
        run.tracerEnds();
        run.settle();
        if (!run.kernel.bg()) return;
        run.tracerEnds();
        run.settle();
        expect([run.kernel.foreground, run.kernel.node]).toEqual(['shell', 'stopped']);
      }),
      runs,
    );
  });

  it('ends on quit: nothing of it runs, and the terminal is the shell’s', () => {
    fc.assert(
      fc.property(sessions, some, (session, names) => {
        const run = live(session, names);
        comeBack(run);
        comeBack(run);
        run.quit();
        run.settle();
        const { node, monitor, pager, foreground, shell } = run.kernel;
        expect([node, run.exits, run.state.at]).toEqual(['ended', 1, 'ended']);
        for (const process of [monitor, pager]) expect(['unborn', 'ended']).toContain(process);
        if (shell) expect(foreground).toBe('shell');
      }),
      runs,
    );
  });

  it('ends by itself when the terminal hangs up', () => {
    fc.assert(
      fc.property(shells, some, (session, names) => {
        const run = live(session, names);
        run.kernel.hangup();
        run.tracerEnds();
        run.settle();
        expect([run.kernel.node, run.exits]).toEqual(['ended', 1]);
        expect(['unborn', 'ended']).toContain(run.kernel.pager);
      }),
      runs,
    );
  });
});
