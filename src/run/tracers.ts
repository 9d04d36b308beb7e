/** What is known of all tracers, and advice for one that was refused. A plain start of strace needs none of it. */
import * as messages from '../cli/messages.ts';
import { advice, targetsOf } from '../cli/tracers/advice.ts';
import * as more from '../cli/tracers/more.ts';
import type { Tracing } from '../cli/tracers/tracing.ts';
import * as permission from '../os/process/permission.ts';
import { textOf } from '../os/trace/file.ts';
import type { Request } from './request.ts';

export { packageOf } from '../cli/tracers/more.ts';
export { attaches, tablesWith, tracerMeant, tracing } from '../cli/tracers/wrappers.ts';

/** A message is shorter than this (bytes). */
const MESSAGE = 4096;

/** Whether the trace of `bytes` is only the tracer's message that it is refused, as perf -o writes it. */
export const isRefusal = (
  { command, spool }: Pick<Request, 'command' | 'spool'>,
  bytes: number,
): boolean => bytes < MESSAGE && spool !== undefined && more.isRefusal(command, textOf(spool.path));

/**
 * Say why a tracer was refused, if that can be told. Where the trace is known to be empty,
 * the tracer is tried once more on true(1).
 */
export function adviseOn(
  run: {
    readonly command: string;
    readonly args: readonly string[];
    readonly plan: Tracing;
    readonly say: (text: string) => void;
  },
  evidence: 'words' | 'emptyTrace' | 'status',
): void {
  const { command, args, plan, say } = run;
  const rights = plan.by === 'nothing' ? undefined : more.rightsOf(command);
  if (rights !== undefined) {
    const isRefused = (): boolean =>
      more.isRefusal(command, permission.wordsOf(command, rights.trial));
    if (evidence === 'words' || (evidence === 'emptyTrace' && isRefused()))
      say(messages.rightsMissing(command, rights.to, permission.isRoot()));
    return;
  }
  const pids = plan.by === 'option' ? targetsOf(command, args) : undefined;
  if (pids === undefined) return;
  const text = advice(command, pids.map(permission.targetOf), {
    isPrivileged: permission.isPrivileged(),
    scope: permission.scope(),
    isRefused: () => evidence === 'emptyTrace' && permission.isRefused(command),
  });
  if (text !== undefined) say(text);
}
