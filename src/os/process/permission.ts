/** Facts that decide whether ptrace(2) is permitted: our privileges, yama, and the processes to attach to. */
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import type { Pid } from '../../core/types.ts';
import { CAP_SYS_PTRACE, hasBit, statusOf, yamaScope } from './status.ts';

/** Whether we have CAP_SYS_PTRACE (capabilities(7)). */
export const isPrivileged = (): boolean =>
  hasBit(statusOf('self')?.effective ?? 0n, CAP_SYS_PTRACE);

/** kernel.yama.ptrace_scope, 0–3 (ptrace(2)); 0 in a kernel without yama. */
export const scope = (): number => yamaScope() ?? 0;

/** The process `pid` that a tracer was told to attach to: its owner, and the process that already traces it (0: none). */
export function targetOf(pid: number) {
  return { pid, owner: ownerOf(pid), tracer: Number(statusOf(pid as Pid)?.tracer ?? 0) };
}

function ownerOf(pid: number): 'us' | 'another' | 'nobody any more' {
  const stats = statSync(`/proc/${pid}`, { throwIfNoEntry: false });
  if (stats === undefined) return 'nobody any more';
  return stats.uid === process.geteuid?.() ? 'us' : 'another';
}

/**
 * Whether the tracer `command` may not even trace a program that it starts itself (EPERM).
 * Runs the tracer on true(1), because no file says whether a seccomp(2) filter forbids ptrace(2).
 */
export const isRefused = (command: string): boolean =>
  wordsOf(command, ['-o', '/dev/null', 'true']).includes('Operation not permitted');

/** What `command args` prints on standard error, in English. A run that does not end in 2 s is killed. */
export function wordsOf(command: string, args: readonly string[]): string {
  const { stderr } = spawnSync(command, args, {
    encoding: 'latin1',
    env: { ...process.env, LC_ALL: 'C' },
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: 2000,
  });
  return stderr ?? '';
}

/** Whether our user is root, here perhaps without the capabilities of root (user_namespaces(7)). */
export const isRoot = (): boolean => process.geteuid?.() === 0;
