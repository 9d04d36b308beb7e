/** The first minutes with vimtrace: install the packed file, set up the shell, trace, ^Z, fg, quit, reopen, report. */
import { mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { type Place, place, unsaid } from '../harness/place.ts';
import { family } from '../harness/proc.ts';
import type { Session } from '../harness/session.ts';
import { type ShellName, shell, statusOf } from '../harness/shells.ts';
import { quit, run, status } from './typing.ts';

const versions = { 20: '^20.19', 22: '22', 24: '24', 26: '26' } as const;
const majors = [20, 22, 24, 26] as const;
const users = ['zsh', 'bash', 'fish'] as const;
const installers = ['npm', 'pnpm', 'npx'] as const;

/** The Nodes and pnpm, which the tests install from the registry; the archive that `npm pack` has made. */
const tools = (): string => join(inject('prefix'), 'newcomer');
const archive = (): string => {
  const name = readdirSync(inject('prefix')).find((file) => file.endsWith('.tgz'));
  return join(inject('prefix'), name ?? '');
};

const system = '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin';

/** Where npm and pnpm have installed vimtrace, and npx keeps it. */
const installed = (installer: string): string => join(tools(), `by-${installer}`);

beforeAll(async () => {
  mkdirSync(tools(), { recursive: true });
  const nodes = majors.map(
    (major) => `node${major}@npm:node-linux-${process.arch}@${versions[major]}`,
  );
  const quiet = ['--silent', '--no-audit', '--no-fund', '--ignore-scripts'];
  await execa('npm', ['install', ...quiet, '--prefix', tools(), 'pnpm@10', ...nodes], {
    stdin: 'ignore',
  });
  for (const major of majors) {
    const bin = join(tools(), `bin-${major}`);
    mkdirSync(bin);
    symlinkSync(join(tools(), `node_modules/node${major}/bin/node`), join(bin, 'node'));
  }
  const install = (installer: string, command: string, ...args: readonly string[]) => {
    mkdirSync(join(installed(installer), 'bin'), { recursive: true });
    const { env, directory } = place();
    return execa(command, [...args, '--global', archive()], {
      env: { ...env, ...settings(installer), PATH: `${installed(installer)}/bin:${system}` },
      extendEnv: false,
      cwd: directory,
      stdin: 'ignore',
    });
  };
  await install('npm', 'npm', 'install');
  await install('pnpm', join(tools(), 'node_modules/.bin/pnpm'), 'add');
}, 300_000);

const settings = (installer: string): Readonly<Record<string, string>> => ({
  npm_config_cache: join(installed(installer), 'cache'),
  npm_config_prefix: installed(installer),
  npm_config_offline: 'true',
  PNPM_HOME: join(installed(installer), 'bin'),
});

/** A place in which Node `major` is first in PATH, and vimtrace is where `installer` has put it. */
function newcomer(major: number, installer: string): Place {
  const where = place({ ...unsaid, VIMTRACE_PAGER: 'less', ...settings(installer) });
  const PATH = `${join(tools(), `bin-${major}`)}:${installed(installer)}/bin:${system}`;
  return { ...where, env: { ...where.env, PATH } };
}

/** What the newcomer types to have strace shown by vimtrace. */
const setUp = (user: ShellName, installer: string): string => {
  if (installer === 'npx') {
    const run = `npx --yes --package=${archive()} -- vimtrace`;
    return `alias vimtrace='${run}'; alias strace='${run} strace'`;
  }
  return user === 'fish' ? 'vimtrace --init fish | source' : `eval "$(vimtrace --init ${user})"`;
};

/** The process of vimtrace that has a pager, below the shell or below npx. */
const parentOfVimtrace = (session: Session): Promise<number> =>
  session.until(
    'vimtrace',
    () => family(session.pid).find(({ command }) => command.includes('dist/vimtrace.cjs'))?.parent,
  );

describe.for(
  majors.flatMap((major, i) =>
    users.map((user, j) => ({ major, user, installer: installers[(i + j) % 3] ?? 'npm' })),
  ),
)('Node $major, $user, installed with $installer', ({ major, user, installer }) => {
  test('traces a failure, sees its cause, stops, goes on, quits, opens the trace again and reports', async () => {
    const where = newcomer(major, installer);
    const session = await shell(user, where, { columns: 120, rows: 40 });
    await run(session, `${setUp(user, installer)}; clear`);
    session.line('strace ls /nowhere');
    await session.pager('"/nowhere"', await parentOfVimtrace(session));
    session.type('\x1a');
    await session.prompt();
    session.line('fg');
    await session.pager('"/nowhere"', await parentOfVimtrace(session));
    await quit(session);
    // In fish the status of fg is 0, whatever the job's is.
    expect(await status(session, statusOf(user))).toBe(user === 'fish' ? 0 : 2);
    session.line('vimtrace --last');
    await session.pager('"/nowhere"', await parentOfVimtrace(session));
    await quit(session);
    await run(session, 'clear; vimtrace --doctor | grep -i node');
    await session.sees(/\b(20|22|24|26)\.\d+\.\d+/);
    expect(session.transcript).toContain(`${major}.`);
  });
});
