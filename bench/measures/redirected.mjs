/** Measures the launcher alone: without a pager it becomes the tracer, and no Node starts. */
import { spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { difference, interleaved } from '../figures.mjs';

export async function redirected({ place, quick }) {
  const err = openSync(place.at('work/err'), 'w');
  const way = (file, args) => () => {
    const start = performance.now();
    // Not by execa: the time would include the work that execa does for each command.
    spawnSync(file, args, { env: place.env, stdio: ['ignore', 'ignore', err] });
    return performance.now() - start;
  };
  const { ours, bare } = await interleaved(quick ? 40 : 150, {
    ours: way('vimtrace', ['strace', '-o', '/dev/null', 'true']),
    bare: way('strace', ['-o', '/dev/null', 'true']),
  });
  closeSync(err);
  return [difference('2>FILE, against strace alone', 'ms', ours, bare, 2)];
}
