/** What strace and ltrace do without when all is well: the other tracers, and advice for one that failed. */
import { advice, targetsOf } from './cli/advice.ts';
import * as permission from './os/permission.ts';
import type { Request } from './session.ts';

export { packageOf } from './cli/more-tracers.ts';
export { attaches, tablesWith, tracing } from './cli/wrappers.ts';

/** Say why strace or ltrace was not let trace; not where it wrote to a file of the user's. */
export function adviseOn({ command, args, plan, say }: Request): void {
  const pids = plan.by === 'option' ? targetsOf(command, args) : undefined;
  if (pids === undefined) return;
  const text = advice(command, pids.map(permission.targetOf), {
    isPrivileged: permission.isPrivileged(),
    scope: permission.scope(),
    isRefused: () => permission.isRefused(command),
  });
  if (text !== undefined) say(text);
}
