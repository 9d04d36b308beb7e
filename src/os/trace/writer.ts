/** Who writes a trace: a process, told from every other, of whatever time, pid namespace and host. */
import { readFileSync, readlinkSync } from 'node:fs';
import type { Pid } from '../../core/types.ts';
import { stat } from '../process/proc.ts';

export type Writer = {
  readonly pid: number;
  /** When it began, in clock ticks since the boot; 0 where that is not known. */
  readonly birth: number;
  /** Where that number is its own: the host's name, its boot, and the pid namespace; '' where not known. */
  readonly host: string;
  readonly boot: string;
  readonly namespace: string;
};

export const ourselves = (): Writer => ({
  pid: process.pid,
  birth: stat('self')?.birth ?? 0,
  ...here(),
});

/**
 * Whether it is at work; `perhaps` where nobody can tell from here, as of another host's. `time`, in
 * milliseconds since the epoch: it had begun by then, which has to do where its birth is not known.
 */
export function isAtWork({
  pid,
  birth,
  host,
  boot,
  namespace,
  time,
}: Writer & { readonly time: number }): 'yes' | 'no' | 'perhaps' {
  const us = here();
  if (![us.boot, ''].includes(boot)) return host === us.host ? 'no' : 'perhaps';
  if (![us.namespace, ''].includes(namespace)) return 'perhaps';
  const now = stat(pid as Pid);
  if (now === undefined || now.state === 'Z') return 'no';
  const isIt = birth === 0 ? began(now.birth) <= time + CLOCKS : birth === now.birth;
  return isIt ? 'yes' : 'no';
}

/** By how much the clocks that two times are of may differ (ms). */
const CLOCKS = 60_000;
/** The length of a clock tick: _SC_CLK_TCK is 100 wherever Node runs (ms). */
const TICK = 10;

/** When what has that birth began, in ms since the epoch. By our own age: /proc/uptime may be a container's. */
function began(birth: number): number {
  const ours = stat('self')?.birth ?? birth;
  return Date.now() - process.uptime() * 1000 + (birth - ours) * TICK;
}

const here = (): Pick<Writer, 'host' | 'boot' | 'namespace'> => ({
  host: lineOf('/proc/sys/kernel/hostname'),
  boot: lineOf('/proc/sys/kernel/random/boot_id'),
  namespace: namespace(),
});

function lineOf(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return '';
  }
}

/** As pid_namespaces(7) has it. */
function namespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}
