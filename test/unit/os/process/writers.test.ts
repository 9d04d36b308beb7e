/** Who writes a file: the younger processes that have it open for writing. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa, type Subprocess } from 'execa';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Pid } from '../../../../src/core/types.ts';
import { isRunning } from '../../../../src/os/process/daemon.ts';
import { writersOf } from '../../../../src/os/process/writers.ts';

let place: string;
let file: string;
const children: Subprocess[] = [];
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'vimtrace-writers-'));
  file = join(place, 'trace');
  writeFileSync(file, '');
});
afterEach(() => {
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

it('finds those that write, and not those that read', async () => {
  const [, writer, both] = [await sh(`5<${file}`), await sh(`5>>${file}`), await sh(`5<>${file}`)];
  expect(
    writersOf(file)
      .map(({ pid }) => pid)
      .toSorted(),
  ).toEqual([writer, both].toSorted());
  expect(writersOf(join(place, 'none'))).toEqual([]);
});
