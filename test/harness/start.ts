/** Starts a process beside a test. */
import { execa, type Options } from 'execa';
import { onTestFinished } from 'vitest';

/** Starts `command`, and kills it when the test is over. */
export function start(command: string, args: readonly string[], options: Options) {
  const started = execa(command, args, { ...options, reject: false });
  onTestFinished(() => {
    started.kill('SIGKILL');
  });
  return started;
}
