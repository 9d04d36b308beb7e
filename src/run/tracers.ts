/** What is known of all tracers, and advice for one that was refused. A plain start of strace needs none of it. */
import { advice, targetsOf } from '../cli/tracers/advice.ts';
import type { Tracing } from '../cli/tracers/tracing.ts';
import * as permission from '../os/process/permission.ts';

export { packageOf } from '../cli/tracers/more.ts';
export { attaches, tablesWith, tracerMeant, tracing } from '../cli/tracers/wrappers.ts';

/**
 * Say why strace or ltrace was refused, if that can be told. Where the trace is known to be empty,
 * the tracer is tried once more on true(1).
 */
export function adviseOn(
  run: {
    readonly command: string;
    readonly args: readonly string[];
    readonly plan: Tracing;
    readonly say: (text: string) => void;
  },
  evidence: 'emptyTrace' | 'status',
): void {
  const { command, args, plan, say } = run;
  const pids = plan.by === 'option' ? targetsOf(command, args) : undefined;
  if (pids === undefined) return;
  const text = advice(command, pids.map(permission.targetOf), {
    isPrivileged: permission.isPrivileged(),
    scope: permission.scope(),
    isRefused: () => evidence === 'emptyTrace' && permission.isRefused(command),
  });
  if (text !== undefined) say(text);
}
