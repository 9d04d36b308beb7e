/** Who writes a trace: a process, told from every other, of whatever time, pid namespace and host. */
import { readFileSync, readlinkSync } from 'node:fs';
import type { Pid } from '../core/types.ts';
import { stat } from './proc.ts';

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

/** Whether it is at work; `perhaps` where nobody can tell from here, as of another host's. */
export function isAtWork({ pid, birth, host, boot, namespace }: Writer): 'yes' | 'no' | 'perhaps' {
  const us = here();
  if (![us.boot, ''].includes(boot)) return host === us.host ? 'no' : 'perhaps';
  if (![us.namespace, ''].includes(namespace)) return 'perhaps';
  const now = stat(pid as Pid);
  const isIt = now !== undefined && now.state !== 'Z' && (birth === 0 || birth === now.birth);
  return isIt ? 'yes' : 'no';
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
