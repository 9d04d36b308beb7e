/** The tracer's side of a run: carries out the orders about the tracer and what it started. */
import { argvOf } from '../cli/tracers/tracing.ts';
import type { TracerAction } from '../core/action.ts';
import type { Event } from '../core/event.ts';
import type { Pid, SignalName, Terminal } from '../core/types.ts';
import { numberOf } from '../os/job/signals.ts';
import { daemonOf } from '../os/process/daemon.ts';
import { familyOf } from '../os/process/family.ts';
import { type Known, known } from '../os/process/proc.ts';
import { leftOf, meant, send, type Tracees } from '../os/process/tree.ts';
import type { Request } from './request.ts';
import type { Undelivered } from './undelivered.ts';

/** The times between two looks at a tracer in the background (ms): only a parent is told of an end. */
const SOONEST = 2;
const LATEST = 100;

export type TracerSide = {
  readonly perform: (action: TracerAction) => void;
  /**
   * The process that we started has ended. Call `ended` when the tracer has: at once, unless the
   * tracer has put itself into the background, as `strace -D` does.
   */
  readonly whenEnded: (ended: () => void) => void;
  /**
   * The tracer has ended: whether processes are left that had to end with it. `terminal` matters
   * because a hangup may have ended the tracer before vimtrace heard of it.
   */
  readonly ended: (terminal: Terminal) => 'ended' | 'left';
};

export function tracerSide(
  request: Request,
  { report }: Undelivered,
  happened: (event: Event) => void,
): TracerSide {
  const { command, args, plan, spool, given } = request;
  let tracer: Pid | undefined = request.tracer;
  const tracees = (): Tracees =>
    request.tracers().attaches(command, args) ? 'attached' : 'started';
  let family = familyOf(tracer && known(tracer), tracees);
  const background = (): Known | undefined =>
    plan.by === 'option' && spool !== undefined
      ? daemonOf(argvOf(plan, spool.path, given.ignored), plan.untouched)
      : undefined;
  const whenGone = (found: Known, over: () => void, after: number): void => {
    if (leftOf([found]).length === 0) over();
    else setTimeout(whenGone, after, found, over, Math.min(2 * after, LATEST));
  };
  const pass = (signal: SignalName): void => {
    if (tracer !== undefined) report(send(meant(tracer, numberOf(signal), tracees()), signal));
  };
  return {
    perform: (action) => {
      switch (action.type) {
        case 'signalTracer':
          return pass(action.signal);
        case 'endTracer':
          return report(family.end(action.signal, action.spares));
        case 'awaitOthers':
          return family.whenOver(() => happened({ type: 'othersEnded' }));
        case 'adviseOnTracer':
          return request.tracers().adviseOn(request, action.evidence);
      }
    },
    whenEnded: (ended) => {
      const look = (): void => {
        const found = background();
        if (found === undefined) {
          ended();
          return;
        }
        tracer = found.pid;
        family = familyOf(found, tracees);
        whenGone(found, look, SOONEST);
      };
      look();
    },
    ended: (terminal) => {
      // The process ID may be another process's from now on.
      tracer = undefined;
      return family.bereave(terminal);
    },
  };
}
