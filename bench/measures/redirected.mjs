/** Measures the launcher alone, where no Node starts: it becomes the tracer, or prints the code of --init. */
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
  const rounds = quick ? 40 : 150;
  const { ours, bare } = await interleaved(rounds, {
    ours: way('vimtrace', ['strace', '-o', '/dev/null', 'true']),
    bare: way('strace', ['-o', '/dev/null', 'true']),
  });
  const { init, sh } = await interleaved(rounds, {
    init: way('vimtrace', ['--init', 'zsh']),
    sh: way('sh', ['-c', ':']),
  });
  closeSync(err);
  return [
    difference('2>FILE, against strace alone', 'ms', ours, bare, 2),
    difference('--init zsh, against a bare sh', 'ms', init, sh, 10),
  ];
}
