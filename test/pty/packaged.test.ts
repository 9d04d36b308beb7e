/** completions/: found by each shell where a package installs it, without --init. */
import { cpSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { type Place, place } from '../harness/place.ts';
import { shell } from '../harness/shells.ts';
import { before, type CompletingShell, completes } from './completing.ts';
import { run } from './typing.ts';

type Row = {
  readonly name: CompletingShell;
  readonly file: string;
  readonly as: string;
  readonly setup: string;
};

const installed: readonly Row[] = [
  {
    name: 'zsh',
    file: '_vimtrace',
    as: 'home/site-functions/_vimtrace',
    setup: `fpath=($HOME/site-functions $fpath); ${before.zsh}`,
  },
  {
    name: 'bash',
    file: 'vimtrace.bash',
    as: 'home/data/bash-completion/completions/vimtrace',
    setup: before.bash,
  },
  {
    name: 'fish',
    file: 'vimtrace.fish',
    as: 'home/vendor_completions.d/vimtrace.fish',
    setup: `${before.fish}; set -a fish_complete_path $HOME/vendor_completions.d`,
  },
];

function install(where: Place, file: string, as: string): void {
  const target = join(where.directory, as);
  mkdirSync(dirname(target), { recursive: true });
  cpSync(join(inject('prefix'), 'lib/node_modules/vimtrace/completions', file), target);
}

test.for(installed)('$name loads $as', async ({ name, file, as, setup }) => {
  const where = place();
  install(where, file, as);
  const session = await shell(name, where);
  await run(session, setup);
  await completes(session, 'vimtrace --no', 'vimtrace --no-pager');
  await completes(session, 'vimtrace --no', 'vimtrace --no-pager');
  await completes(session, 'vimtrace strace --summary-onl', 'vimtrace strace --summary-only');
  expect(session.transcript).not.toMatch(/not found|unknown|error/i);
});
