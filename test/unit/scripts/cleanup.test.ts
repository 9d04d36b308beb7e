/** runDirectory: however a run ends, its directory and its processes are gone. */
import { existsSync } from 'node:fs';
import { execa } from 'execa';
import { expect, test, vi } from 'vitest';
import { processOf } from '../../harness/proc.ts';

const cleanup = new URL('../../../scripts/cleanup.mjs', import.meta.url).href;

/** Prints its directory and the process IDs of a child that ignores signals and of an orphan in a session of its own. */
const script = `
import { spawn } from 'node:child_process';
import { runDirectory } from '${cleanup}';
const directory = runDirectory('cleanup-');
console.log(directory);
const env = { ...process.env, TMPDIR: directory };
const start = (line) => spawn('sh', ['-c', line], { env, stdio: ['ignore', 'inherit', 'inherit'] });
start('trap "" HUP INT TERM; echo $$; while :; do sleep 1000; done');
start('setsid sh -c \\'echo $$; exec sleep 1000\\' &');
process.stdin.once('data', () => process.exit(3));
`;

async function run() {
  const started = execa(process.execPath, ['--input-type=module', '-e', script], { reject: false });
  let printed = '';
  started.stdout.on('data', (text: Buffer) => {
    printed += text.toString();
  });
  const read = () => expect(printed.match(/\n/g)).toHaveLength(3);
  await vi.waitFor(read, { timeout: 30_000, interval: 10 });
  const [directory = '', ...pids] = printed.trim().split('\n');
  const left = () => [
    ...(existsSync(directory) ? [directory] : []),
    ...pids.filter((pid) => !'Z'.includes(processOf(Number(pid))?.state ?? '')),
  ];
  expect(left()).toEqual([directory, ...pids]);
  return { started, left };
}

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('nothing is left after %s', async (signal) => {
  const { started, left } = await run();
  started.kill(signal);
  expect((await started).signal).toBe(signal);
  expect(left()).toEqual([]);
});

test('nothing is left after an exit, and the status stays', async () => {
  const { started, left } = await run();
  started.stdin.end('exit');
  expect((await started).exitCode).toBe(3);
  expect(left()).toEqual([]);
});

// The moment of the second signal cannot be forced. After the cleanup the signal proves nothing, and the test passes.
test('nothing is left if a second SIGINT comes during the cleanup', async () => {
  const { started, left } = await run();
  started.kill('SIGINT');
  const begun = () => expect(left().length).toBeLessThan(3);
  await vi.waitFor(begun, { timeout: 30_000, interval: 1 });
  started.kill('SIGINT');
  expect((await started).signal).toBe('SIGINT');
  expect(left()).toEqual([]);
});
