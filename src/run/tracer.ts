/** The tracer's side of a run: carries out the orders about the tracer and what it started. */
import type { TracerAction } from '../core/action.ts';
import type { Event } from '../core/event.ts';
import type { Pid, SignalName, Terminal } from '../core/types.ts';
import { numberOf } from '../os/job/signals.ts';
import { familyOf } from '../os/process/family.ts';
import { known } from '../os/process/proc.ts';
import { meant, send, type Tracees } from '../os/process/tree.ts';
import type { Request } from './request.ts';
import type { Undelivered } from './undelivered.ts';

export type TracerSide = {
  readonly perform: (action: TracerAction) => void;
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
  const { command, args } = request;
  let tracer: Pid | undefined = request.tracer;
  const tracees = (): Tracees =>
    request.tracers().attaches(command, args) ? 'attached' : 'started';
  const family = familyOf(tracer && known(tracer), tracees);
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
    ended: (terminal) => {
      // The process ID may be another process's from now on.
      tracer = undefined;
      return family.bereave(terminal);
    },
  };
}
