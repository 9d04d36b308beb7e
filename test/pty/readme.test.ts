/** Every command line of README.md, as a reader types it. */
import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execaSync } from 'execa';
import { beforeAll, describe, expect, inject, type TestContext, test, vi } from 'vitest';
import { outcome } from '../harness/command.ts';
import { type Place, place } from '../harness/place.ts';
import { family } from '../harness/proc.ts';
import { blockLines, inlineLines } from '../harness/readme.ts';
import type { Session } from '../harness/session.ts';
import { shell } from '../harness/shells.ts';
import { obstacle } from '../harness/tools.ts';
import { loseTerminal } from './gone.ts';
import { sshd } from './sshd.ts';
import { listed, quit, run, status } from './typing.ts';

const wide = { columns: 200, rows: 40 };
const LAST = '+++ exited with 0 +++';
/** npm and the build may take this long (ms), longer than any other condition. */
const NPM = 200_000;

/** A reader: a shell in a place of its own, with a process 4711, a Makefile and a program. */
class Reader {
  readonly where: Place;
  readonly session: Session;
  #sleeper = 0;

  constructor(where: Place, session: Session) {
    this.where = where;
    this.session = session;
  }

  /** Type `line`; 4711 becomes the process ID of a program that sleeps. */
  async types(line: string): Promise<void> {
    if (line.includes('4711')) {
      await run(this.session, 'nohup sleep 1000 >/dev/null 2>&1 & echo $! >sleeper');
      this.#sleeper = Number(this.where.read('work/sleeper'));
    }
    this.session.line(line.replace('4711', String(this.#sleeper)));
  }

  /** Wait until the tracer has attached to the program that was 4711. */
  async sees4711(): Promise<void> {
    await this.session.until('the tracer to attach', () =>
      /TracerPid:\s*[1-9]/.test(readFileSync(`/proc/${this.#sleeper}/status`, 'utf8')),
    );
  }

  /** End the program that was 4711, after the tracer has attached to it. */
  async ends4711(): Promise<void> {
    await this.sees4711();
    process.kill(this.#sleeper, 'SIGTERM');
  }
}

async function reader(extra: Readonly<Record<string, string>> = {}): Promise<Reader> {
  const where = place({ VIMTRACE_PAGER: 'less', ...extra });
  where.write('work/Makefile', 'all:\n\t@echo made\n');
  where.write('work/prog', '#!/bin/sh\nexit 0\n', 0o755);
  return new Reader(where, await shell('bash', where, wide));
}

/** The pager shows the trace up to `text`, and quits. */
async function reads({ session }: Reader, text: string | RegExp, keys = 'q'): Promise<void> {
  await session.pager();
  session.type('G');
  await session.sees(text);
  await quit(session, keys);
}

type Act = (line: string, context: TestContext) => Promise<unknown>;

/** `act` if `command` can run here. */
const needs =
  (command: string, args: readonly string[], printed: RegExp, act: Act): Act =>
  async (line, context) => {
    const reason = obstacle(command, args, printed);
    return reason === undefined ? act(line, context) : context.skip(reason);
  };

const read =
  (text: string | RegExp, keys?: string): Act =>
  async (line) => {
    const user = await reader();
    await user.types(line);
    await reads(user, text, keys);
  };

const attached: Act = async (line) => {
  const user = await reader();
  await user.types(line);
  await user.ends4711();
  await reads(user, /killed by SIGTERM/);
};

/** What `line` prints without a terminal, with status 0. */
const prints =
  (text: RegExp): Act =>
  async (line) => {
    const { status: code, stdout } = outcome(place(), 'bash', ['-c', line]);
    expect([code, stdout]).toEqual([0, expect.stringMatching(text)]);
  };

const isAsRoot = ['-n', 'echo', 'as root'];
const acts: Readonly<Record<string, Act>> = {
  'vimtrace strace -f make': read(LAST),
  'vimtrace strace -p 4711 &': async (line) => {
    const user = await reader();
    await user.types(line);
    // strace in the background writes this behind the prompt, perhaps late.
    await user.session.sees(/Process \d+ attached/);
    await user.ends4711();
    await listed(user.session, /stopped/i);
    user.session.line('fg');
    await reads(user, /killed by SIGTERM/);
  },
  "vimtrace -p 'less -S' -o trace.txt strace ls": async (line) => {
    const user = await reader({ VIMTRACE_PAGER: 'more' });
    await user.types(line);
    await reads(user, LAST);
    expect(user.where.read('work/trace.txt')).toContain(LAST);
  },
  'export VIMTRACE_PAGER=nvim': async (line) => {
    const user = await reader();
    await run(user.session, line);
    await user.types('vimtrace strace true');
    await reads(user, LAST, ':q\r');
  },
  'vimtrace valgrind --leak-check=full ./prog': needs(
    'valgrind',
    ['true'],
    /ERROR SUMMARY/,
    read(/ERROR SUMMARY/),
  ),
  'vimtrace sudo strace -f -p 4711': needs('sudo', isAsRoot, /as root/, attached),
  'vimtrace sudo strace -p 4711': needs('sudo', isAsRoot, /as root/, attached),
  'vimtrace ssh web1 strace uptime': async (line) => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    const { ssh } = await sshd(where);
    mkdirSync(join(where.directory, 'bin'));
    where.write('bin/ssh', `#!/bin/sh\nshift\nexec /usr/bin/${ssh} "$@"\n`, 0o755);
    const env = { ...where.env, PATH: `${where.directory}/bin:${where.env['PATH']}` };
    const user = new Reader(where, await shell('bash', { ...where, env }, wide));
    await user.types(line);
    await reads(user, LAST);
  },
  'vimtrace ldd /bin/ls': read(/libc\.so/),
  'vimtrace --hangup=keep strace -f -p 4711': async (line) => {
    const user = await reader();
    await user.types(line);
    await user.sees4711();
    await loseTerminal(user.session);
    await user.ends4711();
    const later = new Reader(user.where, await shell('bash', user.where, wide));
    await later.session.until('the trace to be kept', () =>
      outcome(user.where, 'vimtrace', ['--last', '--no-pager']).stdout.includes(
        'killed by SIGTERM',
      ),
    );
    await later.types('vimtrace --last');
    await reads(later, /killed by SIGTERM/);
  },
  'vimtrace --open @1': async (line) => {
    const user = await reader();
    await user.types('vimtrace strace true');
    await reads(user, LAST);
    await run(user.session, 'clear');
    await user.types(line);
    await reads(user, LAST);
  },
  'vimtrace --doctor': prints(/^ok +node/m),
  'vimtrace --help': prints(/^Usage: vimtrace/),
  'vimtrace --list': prints(/^$/),
  'vimtrace --forget --all': prints(/^$/),
  'vimtrace --last | grep ENOENT': async (line) => {
    const user = await reader();
    await user.types('vimtrace strace true');
    await reads(user, LAST);
    await run(user.session, `${line} >found`);
    expect(user.where.read('work/found')).toMatch(/ENOENT/);
  },
  'vimtrace --report=cause': async (line) => {
    const user = await reader();
    await user.types('vimtrace strace sh -c "exec cat /nowhere"');
    await reads(user, '+++ exited with 1 +++');
    await run(user.session, `${line} >found`);
    expect(user.where.read('work/found')).toMatch(/ENOENT.*\/nowhere/);
  },
  'vimtrace --report=files @1': async (line) => {
    const user = await reader();
    await user.types('vimtrace strace true');
    await reads(user, LAST);
    await run(user.session, `${line} >found`);
    expect(user.where.read('work/found')).toContain('/etc/ld.so.cache');
  },
  'vimtrace --diff @2 @1': async (line) => {
    const user = await reader();
    for (const [file, end] of [
      ['Makefile', LAST],
      ['nothing', '+++ exited with 1 +++'],
    ] as const) {
      await user.types(`vimtrace strace cat ${file}`);
      await reads(user, end);
    }
    await run(user.session, `${line} >found; echo $? >code`);
    expect(user.where.read('work/code')).toBe('1\n');
    expect(user.where.read('work/found')).toMatch(/^\+P1 openat.*"nothing".* = -1 ENOENT/m);
  },
  'vimtrace --diff=good.trace strace -f ./app': async (line) => {
    const user = await reader();
    user.where.write('work/app', '#!/bin/sh\ncat conf\n', 0o755);
    user.where.write('work/conf', '');
    await run(user.session, 'strace -f -o good.trace ./app && rm conf && clear');
    await user.types(line);
    await reads(user, /^\+P2 .*"conf".* = -1 ENOENT/m);
    expect(await status(user.session)).toBe(1);
  },
  'vimtrace strace ls': read(LAST),
  'vimtrace -p lnav strace -tt ls': needs('lnav', ['-V'], /lnav/, async (line) => {
    const user = await reader();
    await user.types(line);
    await user.session.pager('execve(');
    await quit(user.session);
  }),
};

describe('README.md', () => {
  const elsewhere = /^(npm|rm|sh|command) /;
  const lines = [...new Set([...blockLines('README.md'), ...inlineLines('README.md')])];

  test.for(lines.filter((line) => !elsewhere.test(line)))('%s', async (line, context) => {
    const act = acts[line];
    if (act === undefined) throw new Error(`no test runs this command line of README.md: ${line}`);
    await act(line, context);
  });

  test('has the same command lines in Chinese', () => {
    expect(blockLines('README.zh-CN.md')).toEqual(blockLines('README.md'));
    expect(inlineLines('README.zh-CN.md')).toEqual(inlineLines('README.md'));
  });

  test('names files that are there, and the command that passes every test', () => {
    for (const file of ['README.md', 'README.zh-CN.md'])
      for (const [, path = ''] of readFileSync(file, 'utf8').matchAll(/\]\((?!https:)([^)]+)\)/g))
        expect(readFileSync(path).length).toBeGreaterThan(0);
    expect(blockLines('README.md')).toContain('sh scripts/test.sh');
    expect(readFileSync('.ci/run', 'utf8')).toContain('exec sh scripts/test.sh');
    expect(lines.filter((line) => elsewhere.test(line))).toEqual([
      'npm ci --ignore-scripts && npm install -g "$(npm pack --silent)"',
      'npm install -g ./vimtrace-*.tgz',
      'npm uninstall -g vimtrace',
      'rm -rf ~/.local/state/vimtrace ~/.cache/vimtrace',
      'sh scripts/try.sh',
      'sh scripts/test.sh',
      'command -v vimtrace >/dev/null && eval "$(vimtrace --init zsh)"',
      'command -v vimtrace >/dev/null && eval "$(vimtrace --init bash)"',
      'command -q vimtrace && vimtrace --init fish | source',
      'npm install -g vimtrace',
      'npm run bench',
    ]);
  });
});

describe('the line for the start-up file', () => {
  const [zsh = '', bash = '', fish = ''] = blockLines('README.md').filter((line) =>
    line.startsWith('command '),
  );
  test.for([
    ['zsh', zsh],
    ['bash', bash],
    ['fish', fish],
  ] as const)('in %s makes an alias, and says nothing without vimtrace', async ([name, line]) => {
    const where = place({ VIMTRACE_PAGER: 'less' });
    const session = await shell(name, where, wide);
    await run(session, line);
    session.line('strace true');
    await session.pager('execve(');
    await quit(session);
    const PATH = `${where.env['PATH']}`.replace(/^[^:]*:/, '');
    const without = await shell(name, { ...where, env: { ...where.env, PATH } }, wide);
    await run(without, `begin_of=1 true >said 2>&1; ${line} >>said 2>&1; strace -V`);
    await without.sees('strace -- version');
    expect(where.read('work/said')).toBe('');
  });
});

describe('a clone', { timeout: 2 * NPM }, () => {
  const clone = (): string => join(inject('prefix'), 'clone');
  const [install = '', packed = '', uninstall = '', remove = '', attempt = ''] =
    blockLines('README.md');
  /** npm's own settings, so that npm finds what it has fetched before, and asks the registry for nothing else. */
  const npm = {
    ...Object.fromEntries(
      ['cache', 'userconfig'].map((key) => [
        `npm_config_${key}`,
        execaSync('npm', ['config', 'get', key]).stdout,
      ]),
    ),
    npm_config_prefer_offline: 'true',
    npm_config_audit: 'false',
    npm_config_fund: 'false',
  };

  beforeAll(() => {
    mkdirSync(clone());
    const { stdout } = execaSync('git', ['ls-files', '-co', '--exclude-standard']);
    for (const file of stdout.split('\n').filter((name) => existsSync(name)))
      cpSync(file, join(clone(), file));
  });

  test('installs, uninstalls, and leaves nothing', async () => {
    const where = place(npm);
    const home = join(where.directory, 'home');
    const env = {
      ...where.env,
      npm_config_prefix: join(home, '.npm-global'),
      XDG_STATE_HOME: '',
      XDG_CACHE_HOME: '',
    };
    const typed = (line: string) =>
      outcome({ ...where, env }, 'bash', ['-c', `cd ${clone()} && ${line}`]);
    const version = `${env.npm_config_prefix}/bin/vimtrace --version`;
    for (const line of [install, packed]) {
      expect(typed(line)).toMatchObject({ status: 0 });
      expect(typed(version)).toMatchObject({
        status: 0,
        stdout: expect.stringMatching(/^vimtrace \d/),
      });
      expect(typed(uninstall)).toMatchObject({ status: 0 });
      expect(typed(version)).toMatchObject({ status: 127 });
    }
    expect(
      typed(`mkdir -p ~/.local/state/vimtrace && ${remove} && ls ~/.local/state ~/.cache`),
    ).toMatchObject({ status: 0, stdout: expect.not.stringContaining('vimtrace') });
  });

  test('runs a real program by one command', async () => {
    const where = place(npm);
    const session = await shell('bash', where, wide);
    session.line(`cd ${clone()} && ${attempt}`);
    const hasStarted = () =>
      family(session.pid).some(({ command }) => command.includes('dist/vimtrace.cjs stdin='));
    await vi.waitFor(() => expect(hasStarted()).toBe(true), { timeout: NPM, interval: 50 });
    await session.pager('execve(');
    await quit(session, ':q\r');
    expect(await status(session)).toBe(0);
  });
});
