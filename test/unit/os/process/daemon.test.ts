/** A tracer in the background is known by its command line. */
import { execa, type Subprocess } from 'execa';
import { afterEach, expect, it, vi } from 'vitest';
import type { Pid } from '../../../../src/core/types.ts';
import { daemonOf, isRunning } from '../../../../src/os/process/daemon.ts';

const children: Subprocess[] = [];
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  await Promise.all(children.splice(0));
});

/** A process with the command line `argv` that waits. It has no file open but its standard streams. */
async function running(argv: readonly string[]): Promise<Pid> {
  const [argv0 = '', ...args] = argv;
  const child = execa('sh', args, { argv0, stdin: 'pipe', reject: false });
  children.push(child);
  const pid = child.pid as Pid;
  await vi.waitFor(() => expect(isRunning(pid, argv)).toBe(true), { timeout: 10_000 });
  return pid;
}

const waits = ['-c', 'read -r word'];
const program = ['sh', ...waits];
const untouched = ['strace', ...waits, '-D', '-ff', ...program];
const argv = ['strace', ...waits, '-D', '-ff', '-o', '/state/1-a/trace', ...program];

it('is found without an open file, and told from the traced program and from other tracers', async () => {
  await running(program);
  await running(untouched);
  await running(argv.map((word) => word.replace('1-a', '2-b')));
  expect(daemonOf(argv, untouched)).toBeUndefined();
  const tracer = await running(argv);
  expect(daemonOf(argv, untouched)?.pid).toBe(tracer);
  expect(daemonOf(['env', 'A=b', ...argv], ['env', 'A=b', ...untouched])?.pid).toBe(tracer);
});

it('has the last words of the command, each of them whole', async () => {
  const pid = await running(program);
  expect(isRunning(pid, ['env', '-i', ...program])).toBe(true);
  expect(isRunning(pid, ['xsh', ...waits])).toBe(false);
  expect(isRunning(pid, [...program, '-v'])).toBe(false);
  expect(isRunning(0 as Pid, ['sh'])).toBe(false);
});
