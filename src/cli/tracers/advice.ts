/** Why the kernel refused a tracer, and the remedy. */

import * as messages from '../messages.ts';
import { entry } from '../table.ts';
import { scan } from './grammar.ts';
import { tracers } from './more.ts';

/** A process to attach to. */
export type Target = {
  readonly pid: number;
  readonly owner: 'us' | 'another' | 'nobody any more';
  /** The process that traces it already; 0: none. */
  readonly tracer: number;
};

/** The facts by which ptrace(2) permits or refuses. */
export type Permission = {
  /** vimtrace has CAP_SYS_PTRACE (capabilities(7)). */
  readonly isPrivileged: boolean;
  /** kernel.yama.ptrace_scope; 0 if the kernel has no yama. */
  readonly scope: number;
  /** Whether the kernel refuses even a program that the tracer starts itself. */
  readonly isRefused: () => boolean;
};

/** The processes that `command args` attaches to; undefined if the command does not use ptrace(2) on this host. */
export function targetsOf(command: string, args: readonly string[]): readonly number[] | undefined {
  const profile = entry(tracers, command);
  if (profile?.attaching === undefined) return undefined;
  return scan(profile, args)
    .options.filter(({ name }) => profile.attaching?.includes(name))
    .flatMap(({ value = '' }) => value.split(/[\s,]+/).filter((word) => /^\d+$/.test(word)))
    .map(Number);
}

/** A message; undefined if the tracer's own message says everything. */
export function advice(
  command: string,
  targets: readonly Target[],
  { isPrivileged, scope, isRefused }: Permission,
): string | undefined {
  const [target] = targets.filter(({ owner }) => owner !== 'nobody any more');
  if (target === undefined && targets.length > 0) return undefined;
  if (target !== undefined && target.tracer !== 0)
    return messages.alreadyTraced(target.pid, target.tracer);
  if (target?.owner === 'another' && !isPrivileged)
    return messages.othersProcess(command, target.pid);
  const isYamas = scope > (target === undefined ? 1 : 0) && !isPrivileged;
  if (isYamas || scope > 2) return messages.yama(scope);
  return isRefused() ? messages.ptraceRefused : undefined;
}
