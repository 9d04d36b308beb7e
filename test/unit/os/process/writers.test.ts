/** Who writes a file: the younger processes that have it open for writing, and what they run. */
import fs, { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa, type Subprocess } from 'execa';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Pid } from '../../../../src/core/types.ts';
import { isRunning, writersOf } from '../../../../src/os/process/writers.ts';

let place: string;
let file: string;
const children: Subprocess[] = [];
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'vimtrace-writers-'));
  file = join(place, 'trace');
  writeFileSync(file, '');
});
afterEach(() => {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(place, { recursive: true });
});

/** A sh that has done `redirection`, and waits. */
async function sh(redirection: string): Promise<Pid> {
  const ready = join(place, `ready-${children.length}`);
  const script = `exec ${redirection}; : >${ready}; exec sleep 1000`;
  const child = execa('sh', ['-c', script], { stdin: 'ignore', reject: false });
  children.push(child);
  const pid = child.pid as Pid;
  await vi.waitFor(() => expect(isRunning(pid, ['sleep', '1000'])).toBe(true), { timeout: 10_000 });
  return pid;
}

const { readFileSync: read } = fs;
/** Pretend that this process has run for `uptime` seconds, and that `newest` is the newest pid. */
function pretend(uptime: number, newest: number): void {
  vi.spyOn(fs, 'readFileSync').mockImplementation((path, options) =>
    path === '/proc/loadavg' ? `0 0 0 1/1 ${newest}\n` : read(path, options),
  );
  syncBuiltinESMExports();
  vi.spyOn(process, 'uptime').mockReturnValue(uptime);
}

it('finds those that write, and not those that read', async () => {
  const [, writer, both] = [await sh(`5<${file}`), await sh(`5>>${file}`), await sh(`5<>${file}`)];
  pretend(1000, process.pid + 1);
  expect(
    writersOf(file)
      .map(({ pid }) => pid)
      .toSorted(),
  ).toEqual([writer, both].toSorted());
  expect(writersOf(join(place, 'none'))).toEqual([]);
});

it('finds a writer by its pid after a short run', async () => {
  const writer = await sh(`5>>${file}`);
  pretend(0, writer);
  expect(writersOf(file).map(({ pid }) => pid)).toEqual([writer]);
  pretend(0, writer - 1);
  expect(writersOf(file)).toEqual([]);
});

it('finds a writer by its start time after a long run', async () => {
  const writer = await sh(`5>>${file}`);
  // The kernel has given all pids once: the newest pid is just after ours.
  pretend(1000, process.pid + 1);
  expect(writersOf(file).map(({ pid }) => pid)).toEqual([writer]);
});

it('knows a command by its last words, each of them whole', async () => {
  const pid = await sh(`5>>${file}`);
  expect(isRunning(pid, ['env', '-i', 'sleep', '1000'])).toBe(true);
  expect(isRunning(pid, ['xsleep', '1000'])).toBe(false);
  expect(isRunning(pid, ['sleep', '1000', '-v'])).toBe(false);
  expect(isRunning(0 as Pid, ['sleep'])).toBe(false);
});
