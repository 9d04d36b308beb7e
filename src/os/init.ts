/** Asks src/sh/init.sh for the code of --init, as bin/vimtrace does. */
import { execFileSync } from 'node:child_process';

/** The code for `asked`, SHELL or SHELL:TRACER,TRACER…; `root` is the package's directory. */
export const initCode = (asked: string, root: string): string =>
  execFileSync(
    '/bin/sh',
    [
      '-c',
      'self=$2; . "$0"; printf "%s\\n" "$text"',
      `${root}/src/sh/init.sh`,
      asked,
      `${root}/bin/vimtrace`,
    ],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
  );
