/** The machine in a modelled session: random users, random turns, and what must hold at each of them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Session, Violation } from './kernel.ts';
import { Run } from './run.ts';

/** What a user can do, and whose turn it is. */
const deeds = {
  node: (run: Run) => run.nodeStep(),
  monitor: (run: Run) => run.monitorStep(),
  settle: (run: Run) => run.settle(),
  tracerEnds: (run: Run) => run.tracerEnds(),
  ctrlZ: (run: Run) => run.ctrlZ(),
  fg: (run: Run) => run.kernel.fg(),
  bg: (run: Run) => run.kernel.bg(),
  stopPager: (run: Run) => run.kernel.stopPager('SIGSTOP'),
  askToStop: (run: Run) => run.killVimtrace('SIGTSTP'),
} as const;
const endings = {
  ...deeds,
  quit: (run: Run) => run.quit(),
  killPager: (run: Run) => run.killPager({ signal: 'SIGKILL' }),
  terminate: (run: Run) => run.killVimtrace('SIGTERM'),
  hangup: (run: Run) => run.kernel.hangup(),
} as const;
type Deed = keyof typeof deeds;
type Ending = keyof typeof endings;

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
  const rest = fc.array(fc.constantFrom(...names), { maxLength: 40, size: 'max' });
  return fc.tuple(length, rest).map(([before, after]) => [...before, ...after]);
}
const some = namesOf(Object.keys(deeds) as Deed[]);
const any = namesOf(Object.keys(endings) as Ending[]);
const manners = fc.constantFrom('orderly' as const, 'abrupt' as const);
const shells = fc.record({ shell: fc.constant(true), foreground: fc.boolean(), manners });
const alone = fc.record({ shell: fc.constant(false), foreground: fc.constant(true), manners });
const sessions: fc.Arbitrary<Session> = fc.oneof(shells, alone);

/** At every moment. The kernel's model itself throws where the terminal is taken from the shell. */
function check({ kernel, stops, pagerStops, exits, traces }: Run): void {
  const isStopped = kernel.node === 'stopped';
  const holds = {
    'a stopped P has no terminal':
      !isStopped || kernel.foreground === 'shell' || kernel.foreground === 'gone',
    'P is not stopped where nobody continues it': !isStopped || kernel.shell,
    'P stops for a stop of the pager': stops <= pagerStops,
    'it ends once': exits <= 1,
    'the trace is decided on at the end': traces === exits,
  };
  for (const [what, is] of Object.entries(holds)) if (!is) throw new Violation(`not so: ${what}`);
}

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

/** fg until the pager has the terminal, as a user would who wants to read on. */
function comeBack(run: Run): void {
  run.kernel.fg();
  run.tracerEnds();
  run.settle();
  run.kernel.fg();
  run.settle();
}

const runs = { numRuns: 2000 };

describe('a session', () => {
  it('keeps what must always hold, whatever the user does', () => {
    fc.assert(
      fc.property(sessions, any, (session, names) => void live(session, names)),
      runs,
    );
  });

  it('gives the pager the terminal on fg; it runs, and its screen is drawn', () => {
    fc.assert(
      fc.property(shells, some, (session, names) => {
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
