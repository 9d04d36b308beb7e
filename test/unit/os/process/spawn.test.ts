/** spawn: behaves alike by Node 20's internal class and by child_process, which later Nodes use. */
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Ended } from '../../../../src/core/types.ts';
import { type Descriptors, spawn, spawnByLibrary } from '../../../../src/os/process/spawn.ts';

type Over = { readonly pid: number | undefined; readonly how: Ended | string };

let place: string;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'vimtrace-spawn-'));
});
afterEach(() => {
  rmSync(place, { recursive: true });
});

const isOwnClass = process.versions.node.startsWith('20.');

it(`spawn uses ${isOwnClass ? 'the internal class' : 'child_process'} in Node ${process.versions.node}`, async () => {
  const library = vi.spyOn(process.getBuiltinModule('node:child_process'), 'spawn');
  try {
    await new Promise((resolve) => spawn(['true'], [], { failed: resolve, ended: resolve }));
    expect(library).toHaveBeenCalledTimes(isOwnClass ? 0 : 1);
  } finally {
    library.mockRestore();
  }
});

describe.for([
  { way: 'the way of this Node', start: spawn },
  { way: 'child_process', start: spawnByLibrary },
])('spawn by $way', ({ start }) => {
  const over = (argv: readonly string[], descriptors: Descriptors = []): Promise<Over> =>
    new Promise((resolve) => {
      const pid = start(argv, descriptors, {
        failed: (how) => resolve({ pid, how }),
        ended: (how) => resolve({ pid, how }),
      });
    });

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
