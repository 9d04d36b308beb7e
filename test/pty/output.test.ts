/** What vimtrace itself prints, to a reader who is gone and to a place that is full. */
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

/** A place with a trace that was kept, by a process of a number that there cannot be. */
function withTrace(): Place {
  const where = place();
  const kept = `${where.directory}/home/state/vimtrace/4194305-keptxx`;
  where.write(
    'work/keep',
    `umask 077; mkdir -p ${kept} && echo a trace >${kept}/trace; touch -d @0 ${kept}`,
  );
  return where;
}

test.for(asked)('%s: nobody reads it, and it ends by SIGPIPE', async (option) => {
  const where = withTrace();
  const session = await shell('bash', where);
  await run(session, 'sh keep; mkfifo pipe');
  // The reader is gone before vimtrace writes: both ends were open, and only the writing one is left.
  await run(session, 'exec 3<>pipe 4>pipe 3<&-');
  await run(session, `vimtrace ${option} >&4 4>&- 2>said; echo $? >code`);
  expect(where.read('work/said')).toBe('');
  expect(where.read('work/code')).toBe('141\n');
  expect(spools(where)).toEqual(['4194305-keptxx']);
});

test.for(asked)('%s: there is no room for it, which is said', async (option) => {
  const where = withTrace();
  const session = await shell('bash', where);
  await run(session, `sh keep; vimtrace ${option} >/dev/full 2>said; echo $? >code`);
  expect(where.read('work/said')).toMatch(
    /^vimtrace: cannot write to standard output: no space left on device; .*\n$/,
  );
  expect(where.read('work/code')).toBe('125\n');
});
