/** How long a program may take to end after a hangup, and which signals it gets until then. */
import { describe, expect, test } from 'vitest';
import { place } from '../harness/place.ts';
import { shell } from '../harness/shells.ts';
import { expectWhole } from '../harness/whole.ts';
import { letGo, others, program } from './faults.ts';
import { over } from './gone.ts';
import { kept } from './typing.ts';

/** After SIGHUP the program goes on for longer than the default grace, and then until `letGo`. */
const slow = `mkfifo gate
exec 3<>gate
trap : HUP
trap 'echo TERM >>heard' TERM
echo $$ >pid
read -r word <&3
trap '' HUP
sleep 2.5
echo ready >>heard
read -r word <&3
exit 3
`;

describe('with --grace=60 a program has time to end', () => {
  test.for(['SIGHUP for vimtrace alone', 'a closed terminal'])('after %s', async (how) => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    where.write('work/program', slow);
    const session = await shell('bash', where);
    session.line('vimtrace --grace=60 strace sh program');
    await program(session, where);
    if (how.startsWith('SIGHUP')) process.kill((await session.job()).pid, 'SIGHUP');
    else await session.hangUp();
    await session.until('the program to have taken its time', () =>
      where.list('work').includes('heard'),
    );
    await letGo(where);
    await session.until('the job to be over', () => others(session).length === 0);
    expect(where.read('work/heard')).toBe('ready\n');
    expectWhole(kept(where), 'exited with 3');
  });
});

test('a program that ignores SIGHUP gets SIGTERM, and its handler runs', async () => {
  const where = place({ VIMTRACE_PAGER: 'less' });
  where.write(
    'work/program',
    "mkfifo gate\ntrap '' HUP\ntrap 'echo TERM >>heard; exit 5' TERM\necho $$ >pid\nread -r word <>gate\n",
  );
  const session = await shell('bash', where);
  session.line('vimtrace --grace=1 strace sh program');
  await program(session, where);
  await session.hangUp();
  await over(session);
  expect(where.read('work/heard')).toBe('TERM\n');
  expectWhole(kept(where), 'exited with 5');
});
