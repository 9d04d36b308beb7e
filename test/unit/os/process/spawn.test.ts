/** spawn: behaves alike by Node 20's internal class and by child_process, which later Nodes use. */
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Ended } from '../../../../src/core/types.ts';
import { type Descriptors, spawn } from '../../../../src/os/process/spawn.ts';

type Over = { readonly pid: number | undefined; readonly how: Ended | string };

const over = (argv: readonly string[], descriptors: Descriptors = []): Promise<Over> =>
  new Promise((resolve) => {
    const pid = spawn(argv, descriptors, {
      failed: (how) => resolve({ pid, how }),
      ended: (how) => resolve({ pid, how }),
    });
  });

const own = process.versions;
let place: string;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'vimtrace-spawn-'));
});
afterEach(() => {
  Object.defineProperty(process, 'versions', { value: own });
  rmSync(place, { recursive: true });
});

describe.for(['20.19.0', '24.0.0'])('spawn in Node %s', (node) => {
  beforeEach(() =>
    Object.defineProperty(process, 'versions', { value: { ...own, node }, configurable: true }),
  );

  it('reports a status', async () => {
    const { pid, how } = await over(['sh', '-c', 'exit 7']);
    expect(pid).toBeGreaterThan(0);
    expect(how).toEqual({ how: 'exited', code: 7 });
  });

  it('reports a signal', async () => {
    const { how } = await over(['sh', '-c', 'kill -TERM $$']);
    expect(how).toEqual({ how: 'killed', signal: 'SIGTERM' });
  });

  it('gives the child the environment, the arguments unchanged, and each descriptor by its number', async () => {
    process.env['VIMTRACE_TEST'] = 'a=b \n';
    const file = join(place, 'out');
    const fd = openSync(file, 'w');
    const text = 'printf "<%s>" "$VIMTRACE_TEST" "$@" >&5; [ ! -e /proc/self/fd/3 ]';
    const { how } = await over(
      ['sh', '-c', text, 'sh', '', ' x\n', 'ü'],
      ['ignore', 'ignore', 'ignore', 'ignore', 'ignore', fd],
    );
    closeSync(fd);
    delete process.env['VIMTRACE_TEST'];
    expect(how).toEqual({ how: 'exited', code: 0 });
    expect(readFileSync(file, 'utf8')).toBe('<a=b \n><>< x\n><ü>');
  });

  it('reports later why the process could not start', async () => {
    const found = await over([join(place, 'none')]);
    expect(found).toEqual({ pid: undefined, how: 'no such file or directory' });
  });

  it('reports arguments that are too long', async () => {
    const found = await over(['true', 'x'.repeat(1 << 20)]);
    expect(found).toEqual({ pid: undefined, how: 'argument list too long' });
  });
});
