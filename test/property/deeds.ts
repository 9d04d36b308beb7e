/** What can be done in a modelled session, and what must hold after it. */
import { Violation } from './kernel.ts';
import type { Run } from './run.ts';

/** What a user can do, and whose turn it is. */
export const deeds = {
  node: (run: Run) => run.nodeStep(),
  monitor: (run: Run) => run.monitorStep(),
  settle: (run: Run) => run.settle(),
  tracerEnds: (run: Run) => run.tracerEnds(),
  ctrlZ: (run: Run) => run.ctrlZ(),
  fg: (run: Run) => run.kernel.fg(),
  bg: (run: Run) => run.kernel.bg(),
  stopPager: (run: Run) => run.kernel.stopPager('SIGSTOP'),
  askToStop: (run: Run) => run.killVimtrace('SIGTSTP'),
  stopReader: (run: Run) => run.stopReader(),
  rival: (run: Run) => run.kernel.resumeRival(),
} as const;
export const endings = {
  ...deeds,
  quit: (run: Run) => run.quit(),
  endReader: (run: Run) => run.kernel.endReader(),
  endRival: (run: Run) => run.kernel.endRival(),
  killPager: (run: Run) => run.killPager({ signal: 'SIGKILL' }),
  terminate: (run: Run) => run.killVimtrace('SIGTERM'),
  hangup: (run: Run) => run.kernel.hangup(),
  slay: (run: Run) => run.slay(),
  killMonitor: (run: Run) => run.kernel.killMonitor(),
} as const;
export type Deed = keyof typeof deeds;
export type Ending = keyof typeof endings;

/** At every moment. The kernel's model itself throws where the terminal is taken from the shell. */
export function check({ kernel, stops, pagerStops, exits, traces }: Run): void {
  const isStopped = kernel.node === 'stopped';
  const holds = {
    'a stopped P has no terminal':
      !isStopped || kernel.foreground === 'shell' || kernel.foreground === 'gone',
    'P is not stopped where nobody continues it': !isStopped || kernel.shell,
    'P stops for a stop of the pager or of the readers': stops <= pagerStops,
    'it ends once': exits <= 1,
    'the trace is decided on at the end': traces === exits,
  };
  for (const [what, is] of Object.entries(holds)) if (!is) throw new Violation(`not so: ${what}`);
}
