/** Finds the processes of a session by their role. */
import { childrenOf, processOf } from '../harness/proc.ts';

export const roles = [
  'shell',
  'vimtrace',
  'monitor',
  'pager',
  'guard',
  'tracer',
  'program',
] as const;
export type Role = (typeof roles)[number];

export type Cast = Readonly<Partial<Record<Role, number>>>;

/** The live processes of the job of `shell`, and the shell, by role. */
export function cast(shell: number): Cast {
  const job = childrenOf(shell).at(-1);
  const children = job === undefined ? [] : childrenOf(job.pid);
  const monitor = children.find(({ command }) => command.includes('monitor.sh'));
  const guard = children.find(({ command }) => command.includes('guard.sh'));
  const tracer = children.find(({ command }) => command.startsWith('strace '));
  // A child in the monitor's own group is not the pager but, for example, stty.
  const pager = monitor && childrenOf(monitor.pid).find(({ pid, group }) => pid === group);
  const program = tracer && childrenOf(tracer.pid)[0];
  const found = { vimtrace: job, monitor, guard, tracer, pager, program };
  const pids = Object.entries({ shell: processOf(shell), ...found }).flatMap(([role, process]) =>
    process === undefined || process.state === 'Z' ? [] : [[role, process.pid] as const],
  );
  return Object.fromEntries(pids);
}

/** Whether the tracer runs its program. A tracer killed earlier leaves a process of its own behind (T12). */
export function hasProgram({ program }: Cast): boolean {
  const command = program === undefined ? undefined : processOf(program)?.command;
  return command !== undefined && !command.startsWith('strace ');
}
