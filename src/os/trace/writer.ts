/** Identifies the process that writes a trace, among those of all times, pid namespaces and hosts. */
import { readFileSync, readlinkSync } from 'node:fs';
import type { Pid } from '../../core/types.ts';
import { stat } from '../process/proc.ts';

export type Writer = {
  readonly pid: number;
  /** The time of its start, in clock ticks since the boot; 0 if unknown. */
  readonly birth: number;
  /** Where the pid is valid: the name of the host, the id of its boot, the pid namespace; '' if unknown. */
  readonly host: string;
  readonly boot: string;
  readonly namespace: string;
};

/** The writer that `value` describes; undefined if there is none. Anybody may have written `value`. */
export function writerIn(value: unknown): Writer | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { pid, birth, host, boot, namespace } = value as Partial<Record<keyof Writer, unknown>>;
  if (typeof pid !== 'number' || typeof birth !== 'number') return undefined;
  return { pid, birth, host: wordOf(host), boot: wordOf(boot), namespace: wordOf(namespace) };
}

/** '' for a missing field: earlier versions did not write host, boot and namespace. */
const wordOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** This process as a writer. */
export const ourselves = (): Writer => ({
  pid: process.pid,
  birth: stat('self')?.birth ?? 0,
  ...here(),
});

/**
 * Whether a writer still runs; `perhaps` if we cannot see it, for example on another host. `time` is a moment after
 * the writer's start (ms since the epoch). It identifies the writer if its birth is unknown.
 */
export function isAtWork({
  pid,
  birth,
  host,
  boot,
  namespace,
  time,
}: Writer & { readonly time: number }): 'yes' | 'no' | 'perhaps' {
  const ours = here();
  // The same host has rebooted since, which ended all its processes.
  if (![ours.boot, ''].includes(boot)) return host === ours.host ? 'no' : 'perhaps';
  if (![ours.namespace, ''].includes(namespace)) return 'perhaps';
  const now = stat(pid as Pid);
  if (now === undefined || now.state === 'Z') return 'no';
  const isSame = birth === 0 ? startOf(now.birth) <= time + DRIFT : birth === now.birth;
  return isSame ? 'yes' : 'no';
}

/** The clock may have been set between two readings: by how much, at most (ms). */
const DRIFT = 60_000;
/** The length of a clock tick (ms): sysconf(3) says 100 a second on every architecture of Node. */
const TICK = 10;

/**
 * The time of a start `birth` ticks after the boot (ms since the epoch).
 * Counted from our own start, because /proc/uptime may be a container's.
 */
function startOf(birth: number): number {
  const ours = stat('self')?.birth ?? birth;
  return Date.now() - process.uptime() * 1000 + (birth - ours) * TICK;
}

/** Where our own pid is valid. */
const here = (): Pick<Writer, 'host' | 'boot' | 'namespace'> => ({
  host: lineOf('/proc/sys/kernel/hostname'),
  boot: lineOf('/proc/sys/kernel/random/boot_id'),
  namespace: namespace(),
});

/** The text of `file`, a single line; '' if it cannot be read. */
function lineOf(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return '';
  }
}

/** The id of our pid namespace, as pid:[4026531836] (pid_namespaces(7)); '' if unknown. */
function namespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}
