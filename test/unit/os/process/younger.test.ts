/** Which processes started after ours: by the pid after a short run, and by the time of the start otherwise. */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { execa } from 'execa';
import { afterEach, expect, it, vi } from 'vitest';
import type { Pid } from '../../../../src/core/types.ts';
import { youngerPids } from '../../../../src/os/process/younger.ts';

afterEach(() => {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
});

const { readFileSync: read } = fs;
/** Pretend that this process has run for `uptime` seconds, and that `newest` is the newest pid. */
function pretend(uptime: number, newest: number): void {
  vi.spyOn(fs, 'readFileSync').mockImplementation((path, options) =>
    path === '/proc/loadavg' ? `0 0 0 1/1 ${newest}\n` : read(path, options),
  );
  syncBuiltinESMExports();
  vi.spyOn(process, 'uptime').mockReturnValue(uptime);
}

/** Call `check` with the pid of a child. */
async function withChild(check: (pid: Pid) => void): Promise<void> {
  const child = execa('sleep', ['1000'], { reject: false });
  try {
    check(child.pid as Pid);
  } finally {
    child.kill('SIGKILL');
    await child;
  }
}

it('finds a process by its pid after a short run', () =>
  withChild((pid) => {
    pretend(0, pid);
    expect(youngerPids()).toContain(pid);
    pretend(0, pid - 1);
    expect(youngerPids()).not.toContain(pid);
  }));

it('finds a process by its start time after a long run', () =>
  withChild((pid) => {
    // The kernel has given all pids once: the newest pid is just after ours.
    pretend(1000, process.pid + 1);
    expect(youngerPids()).toContain(pid);
    expect(youngerPids()).not.toContain(process.ppid);
  }));

it.each(['/proc/loadavg', '/proc/sys/kernel/pid_max'])('finds a process without %s', (missing) =>
  withChild((pid) => {
    vi.spyOn(fs, 'readFileSync').mockImplementation((path, options) =>
      read(path === missing ? '/nowhere/at/all' : path, options),
    );
    syncBuiltinESMExports();
    vi.spyOn(process, 'uptime').mockReturnValue(0);
    expect(youngerPids()).toContain(pid);
    expect(youngerPids()).not.toContain(process.ppid);
  }));
