/** What ptrace(2) goes by: privileges, yama, and what is told of the processes to attach to. */
import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';

/** CAP_SYS_PTRACE, as a bit of CapEff (capabilities(7)). */
const SYS_PTRACE = 19n;

export const isPrivileged = (): boolean =>
  (BigInt(`0x${/^CapEff:\s*([0-9a-f]+)$/m.exec(read('/proc/self/status'))?.[1] ?? '0'}`) >>
    SYS_PTRACE) %
    2n ===
  1n;

/** kernel.yama.ptrace_scope, 0–3; 0 where there is no yama. */
export const scope = (): number => Number(read('/proc/sys/kernel/yama/ptrace_scope'));

/** The process `pid` as a target of ours. */
export function targetOf(pid: number) {
  const tracer = /^TracerPid:\s*(\d+)$/m.exec(read(`/proc/${pid}/status`))?.[1] ?? '0';
  return { pid, owner: ownerOf(pid), tracer: Number(tracer) };
}

function ownerOf(pid: number): 'us' | 'another' | 'nobody any more' {
  const stats = statSync(`/proc/${pid}`, { throwIfNoEntry: false });
  if (stats === undefined) return 'nobody any more';
  return stats.uid === process.geteuid?.() ? 'us' : 'another';
}

/** Whether `command`, a tracer, is refused a program of its own to trace (EPERM): it is tried. */
export function isRefused(command: string): boolean {
  const { stderr } = spawnSync(command, ['-o', '/dev/null', 'true'], {
    encoding: 'latin1',
    env: { ...process.env, LC_ALL: 'C' },
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: 2000,
  });
  return stderr?.includes('Operation not permitted') ?? false;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}
