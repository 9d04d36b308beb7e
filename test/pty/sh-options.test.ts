/** Options of a sh from the environment: they change the user's programs, and none of ours. */
import { realpathSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { pathOf, succeeds } from '../harness/command.ts';
import { type Place, place } from '../harness/place.ts';
import type { Session } from '../harness/session.ts';
import { shell } from '../harness/shells.ts';
import { quit, run, status } from './typing.ts';

const mount = `mount --bind ${realpathSync(pathOf('bash'))} ${realpathSync('/bin/sh')}`;
const canMount = succeeds('unshare', ['-m', 'sh', '-c', mount]);
const noMount = 'no mount namespace can be made here';

/** A shell of a user in whose system /bin/sh is bash. */
async function inBash(where: Place): Promise<Session> {
  where.write('work/bare', `${mount} || exit 9\nexec bash --norc --noprofile -i\n`);
  const session = await shell('bash', where, { columns: 200, rows: 40 });
  session.line('exec unshare -m sh bare');
  await run(session, 'true');
  return session;
}

const settings = [
  'SHELLOPTS=errexit',
  'SHELLOPTS=nounset:noglob:noclobber',
  'SHELLOPTS=allexport',
  'SHELLOPTS=monitor',
  'BASHOPTS=failglob',
  'BASH_ENV=$PWD/faulty',
  'ENV=$PWD/faulty',
];

describe.for(settings)('with /bin/sh a bash and %s', (setting) => {
  test('^Z and fg work in the pager', async (context) => {
    if (!canMount) return context.skip(noMount);
    const where = place({ VIMTRACE_PAGER: 'less' });
    where.write('work/faulty', 'set -e\n');
    const session = await inBash(where);
    session.line(
      `clear; env ${setting} VIMTRACE_SH=$(command -v bash) vimtrace strace env sh -c "exit 3"`,
    );
    await session.idle((await session.pager('execve(')).pager.pid);
    for (const _round of [1, 2]) {
      session.type('\x1a');
      await session.prompt();
      session.line('fg');
      await session.idle((await session.pager('execve(')).pager.pid);
    }
    await quit(session);
    expect(await status(session)).toBe(3);
  });

  test.for([
    { who: 'the tracer', line: 'vimtrace env >ours' },
    { who: 'a tracer with a pager', line: 'vimtrace -o trace env >ours' },
    { who: 'the pager', line: 'vimtrace -p "env >ours; cat >/dev/null" strace true' },
  ])('$who gets the user’s environment', async ({ line }, context) => {
    if (!canMount) return context.skip(noMount);
    const where = place({ VIMTRACE_PAGER: 'less' });
    where.write('work/faulty', 'set -e\n');
    const session = await inBash(where);
    await run(session, `env ${setting} env >alone; env ${setting} ${line}; echo over`);
    // A sh that is no user's shell sets these. The sh of a pager's command also changes an exported SHELLOPTS.
    const isPager = line.includes(' -p ');
    const ofSh = isPager ? /^(_|SHLVL|OLDPWD|PS1|POSIXLY_CORRECT)=/ : /^(_|SHLVL|OLDPWD|PS1)=/;
    const variables = (name: string): readonly string[] =>
      where
        .read(name)
        .split('\n')
        .filter((each) => !ofSh.test(each))
        .map((each) => (isPager ? each.replace(/^((SHELL|BASH)OPTS)=.*/, '$1') : each))
        .sort();
    expect(variables('work/ours')).toEqual(variables('work/alone'));
  });
});
