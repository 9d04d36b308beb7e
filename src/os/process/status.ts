/** Reads /proc/PID/status and kernel.yama.ptrace_scope (proc_pid_status(5), ptrace(2)); the only file that parses them. */
import { readFileSync } from 'node:fs';
import type { Pid } from '../../core/types.ts';

/** The fields that vimtrace uses. A field that is missing or unreadable is 0. */
export type Status = {
  /** TracerPid: the process that traces this process; 0 for none. */
  readonly tracer: Pid;
  /** SigIgn: the ignored signals; bit 0 stands for signal 1. */
  readonly ignored: bigint;
  /** ShdPnd: the signals that are sent to the process and not yet delivered; numbered as `ignored`. */
  readonly pending: bigint;
  /** CapEff: the capabilities in force; the bits are numbered as in <linux/capability.h>. */
  readonly effective: bigint;
  /** CapBnd: the capabilities that an execve(2) can still give. */
  readonly bounding: bigint;
  /** Seccomp: 0 off, 1 strict, 2 a filter. */
  readonly seccomp: number;
};

/** The bit of CAP_SYS_PTRACE, which lets a process trace those of other users (capabilities(7)). */
export const CAP_SYS_PTRACE = 19;

export const hasBit = (mask: bigint, bit: number): boolean => ((mask >> BigInt(bit)) & 1n) === 1n;

/** The status of the process `pid`; undefined if there is no such process. */
export function statusOf(pid: Pid | 'self'): Status | undefined {
  const text = contents(`/proc/${pid}/status`);
  return text === undefined ? undefined : parseStatus(text);
}

/** Parse the text of a /proc/PID/status. Never throws. */
export function parseStatus(text: string): Status {
  const fields = new Map<string, string>();
  for (const line of text.split('\n')) {
    const at = line.indexOf(':');
    fields.set(line.slice(0, at), line.slice(at + 1).trim());
  }
  const valued = (name: string, form: RegExp): string => {
    const value = fields.get(name) ?? '';
    return form.test(value) ? value : '0';
  };
  const decimal = (name: string): number => Number(valued(name, /^\d+$/));
  const mask = (name: string): bigint => BigInt(`0x${valued(name, /^[0-9a-f]+$/)}`);
  return {
    tracer: decimal('TracerPid') as Pid,
    ignored: mask('SigIgn'),
    pending: mask('ShdPnd'),
    effective: mask('CapEff'),
    bounding: mask('CapBnd'),
    seccomp: decimal('Seccomp'),
  };
}

/** kernel.yama.ptrace_scope, from 0 (no restriction) to 3 (nobody may attach); undefined in a kernel without yama. */
export const yamaScope = (): number | undefined =>
  parseScope(contents('/proc/sys/kernel/yama/ptrace_scope') ?? '');

/** Parse the text of ptrace_scope; undefined if the text is no number. Never throws. */
export function parseScope(text: string): number | undefined {
  const [, digits] = /^(\d+)\s*$/.exec(text) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

function contents(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
