/** Who is who among the processes of a session. */
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

/** The processes that are there now, by their role in the job of the shell `shell`. */
export function cast(shell: number): Cast {
  const job = childrenOf(shell).at(-1);
  const children = job === undefined ? [] : childrenOf(job.pid);
  const monitor = children.find(({ command }) => command.includes('monitor.sh'));
  const guard = children.find(({ command }) => command.includes('guard.sh'));
  const tracer = children.find(({ command }) => command.startsWith('strace '));
  // In the monitor's group it is another of its children, stty for one.
  const pager = monitor && childrenOf(monitor.pid).find(({ pid, group }) => pid === group);
  const program = tracer && childrenOf(tracer.pid)[0];
  const found = { vimtrace: job, monitor, guard, tracer, pager, program };
  const pids = Object.entries({ shell: processOf(shell), ...found }).flatMap(([role, process]) =>
    process === undefined || process.state === 'Z' ? [] : [[role, process.pid] as const],
  );
  return Object.fromEntries(pids);
}
