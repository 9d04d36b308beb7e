/** A fresh directory for the benchmark, with HOME and TMPDIR, and an environment that leads nowhere else. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runDirectory } from '../scripts/cleanup.mjs';

const package_ =
  process.env.VIMTRACE_BENCH_PACKAGE ?? join(dirname(fileURLToPath(import.meta.url)), '..');

/** The bash rc: the prompt, and the shell function that people use without vimtrace. */
const rc = `PS1='ready$ '
f() { (strace "$@" 3>&1 1>&2 2>&3) | vim -R -; }
`;

export function makePlace() {
  const directory = runDirectory('vimtrace-bench-');
  const at = (name) => join(directory, name);
  for (const name of ['home', 'tmp', 'bin', 'work', 'lib/node_modules'])
    mkdirSync(at(name), { recursive: true });
  // The links that npm i -g makes.
  symlinkSync(package_, at('lib/node_modules/vimtrace'));
  symlinkSync('../lib/node_modules/vimtrace/bin/vimtrace', at('bin/vimtrace'));
  symlinkSync(process.execPath, at('bin/node'));
  writeFileSync(at('rc'), rc);
  return {
    at,
    env: {
      PATH: `${at('bin')}:/usr/local/bin:/usr/bin:/bin`,
      HOME: at('home'),
      TMPDIR: at('tmp'),
      TERM: 'xterm-256color',
      LANG: 'C.UTF-8',
    },
  };
}
