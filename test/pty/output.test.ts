/** What vimtrace itself prints, to a pipe without a reader and to a full disk. */
import { expect, test } from 'vitest';
import { type Place, place } from '../harness/place.ts';
import { shell } from '../harness/shells.ts';
import { run, spools } from './typing.ts';

const asked = [
  '--help',
  '--version',
  '--list',
  '--init=zsh',
  '--print-config',
  '--doctor',
  '--last --no-pager',
];

/** A place with a kept trace; no process can have the pid in its name. */
function withTrace(): Place {
  const where = place();
  const kept = `${where.directory}/home/state/vimtrace/4194305-keptxx`;
  where.write(
    'work/keep',
    `umask 077; mkdir -p ${kept} && echo a trace >${kept}/trace; touch -d @0 ${kept}`,
  );
  return where;
}

test.for(asked)('%s ends by SIGPIPE if nobody reads its output', async (option) => {
  const where = withTrace();
  const session = await shell('bash', where);
  await run(session, 'sh keep; mkfifo pipe');
  // Open both ends, and close the reading end before vimtrace writes.
  await run(session, 'exec 3<>pipe 4>pipe 3<&-');
  await run(session, `vimtrace ${option} >&4 4>&- 2>said; echo $? >code`);
  expect(where.read('work/said')).toBe('');
  expect(where.read('work/code')).toBe('141\n');
  expect(spools(where)).toEqual(['4194305-keptxx']);
});

test.for(asked)('%s reports that there is no room for its output', async (option) => {
  const where = withTrace();
  const session = await shell('bash', where);
  await run(session, `sh keep; vimtrace ${option} >/dev/full 2>said; echo $? >code`);
  expect(where.read('work/said')).toMatch(
    /^vimtrace: cannot write to standard output: no space left on device; .*\n$/,
  );
  expect(where.read('work/code')).toBe('125\n');
});
