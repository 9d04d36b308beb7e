/**
 * V8's code of dist in the user's cache. The first start keeps the code, and the next start takes it. No start
 * takes code that another user could have written, and no start fails because of the cache.
 */
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';
import { execa } from 'execa';
import { beforeEach, describe, expect, inject, test } from 'vitest';
import { type Outcome, outcome, outputOf } from '../harness/command.ts';
import { type Place, place, unsaid } from '../harness/place.ts';
import { shell } from '../harness/shells.ts';
import { quit, status } from './typing.ts';

const NOBODY = 65_534;
const DAY = 24 * 60 * 60;
const command = join(inject('prefix'), 'bin/vimtrace');
const dist = join(inject('prefix'), 'lib/node_modules/vimtrace/dist');
const suffix = `${process.versions.v8}.${process.arch}`;
/** The link to the Node that has run vimtrace. */
const proof = `node.${suffix}`;
/** The outcome of --version, and its outcome if Node runs the code from `poison`. */
const usual = { stdout: expect.stringMatching(/^vimtrace /), stderr: '', status: 0 };
const poisoned = { stdout: expect.stringMatching(/^poisoned /), stderr: '', status: 0 };

const versionLine = 'vimtrace ${';
/** The file of dist that prints the version, and its text. */
const [printer = '', ...others] = readdirSync(dist).filter((name) =>
  readFileSync(join(dist, name), 'latin1').includes(versionLine),
);
const source = readFileSync(join(dist, printer), 'latin1');

let where: Place;
let home: string;
let cache: string;
let code: string;
beforeEach(() => {
  where = own();
  home = join(where.directory, 'home');
  cache = join(home, 'cache/vimtrace');
  code = join(cache, `${printer}.${suffix}`);
});

/** A place with a cache of its own: the other tests share one cache. */
function own(extra: Readonly<Record<string, string>> = {}): Place {
  const made = place(extra);
  return { ...made, env: { ...made.env, XDG_CACHE_HOME: join(made.directory, 'home/cache') } };
}

function version(
  env: Readonly<Record<string, string>> = where.env,
  before = '',
): Pick<Outcome, 'stdout' | 'stderr' | 'status'> {
  const line = `${before} exec "$0" --version`;
  const { stdout, stderr, status } = outcome({ ...where, env }, 'sh', ['-c', line, command]);
  return { stdout, stderr, status };
}

const files = (): readonly string[] => readdirSync(cache).sort();
const numbers = (): readonly number[] => files().map((name) => lstatSync(join(cache, name)).ino);

/** Keep code for `printer` that prints `poisoned`. V8 takes the code: both sources have one length. */
function poison(claimed: (other: string) => string = () => source): void {
  expect(others).toEqual([]);
  const other = source.replace(versionLine, 'poisoned ${');
  setFlagsFromString('--no-lazy');
  const script = new Script(other, { filename: join(dist, printer) });
  setFlagsFromString('--lazy');
  const made = script.createCachedData();
  mkdirSync(cache, { recursive: true, mode: 0o700 });
  const text = Buffer.from(claimed(other), 'latin1');
  writeFileSync(code, Buffer.concat([made, made, text]), { mode: 0o600 });
}

const isRoot = process.geteuid?.() === 0;
const noRoot = 'only root can give a file to another user';

describe('a first start', () => {
  test('makes files of 0600 in a directory of 0700, and the next start leaves them as they are', () => {
    expect(version()).toEqual(usual);
    expect(files()).toEqual([`main.cjs.${suffix}`, proof, `options.cjs.${suffix}`]);
    expect(readlinkSync(join(cache, proof))).toBe(process.execPath);
    const made = files().filter((name) => name !== proof);
    const modes = [cache, ...made.map((name) => join(cache, name))].map(
      (path) => lstatSync(path).mode & 0o777,
    );
    expect(modes).toEqual([0o700, 0o600, 0o600]);
    const before = numbers();
    expect(version()).toEqual(usual);
    expect(numbers()).toEqual(before);
  });

  test('with a pager makes the code of the run, and the next run takes it', async () => {
    where = own({ ...unsaid, VIMTRACE_PAGER: 'less' });
    cache = join(where.directory, 'home/cache/vimtrace');
    const session = await shell('bash', where);
    const once = async (): Promise<void> => {
      session.line('vimtrace strace sh -c "exit 3"');
      await session.pager('execve(');
      await quit(session);
      expect(await status(session)).toBe(3);
    };
    await once();
    expect(files()).toEqual(
      [...[`cause`, `main`, `run`].map((name) => `${name}.cjs.${suffix}`), proof].sort(),
    );
    const before = numbers();
    await once();
    expect(numbers()).toEqual(before);
  });

  test('with a tracer makes code of main.cjs for what a run calls, and otherwise for all functions', () => {
    const size = (): number => lstatSync(code).size;
    expect(version()).toEqual(usual);
    const all = size();
    rmSync(cache, { recursive: true });
    // The code is kept in the first turn of Node's loop, which the traced program outlives.
    const traced = ['--no-pager', '-o', 'trace', 'strace', 'sleep', '0.3'];
    expect(outcome(where, command, traced).status).toBe(0);
    expect(size()).toBeLessThan(0.8 * all);
    expect(version()).toEqual(usual);
    expect(numbers().length).toBe(files().length);
  });

  test('with several at once makes the same, and leaves nothing else', async () => {
    const options = { env: where.env, extendEnv: false, stdio: 'ignore' } as const;
    const starts = Array.from({ length: 8 }, () => execa(command, ['--version'], options));
    expect((await Promise.all(starts)).map(({ exitCode }) => exitCode)).toEqual(Array(8).fill(0));
    expect(version()).toEqual(usual);
    expect(files()).toEqual([`main.cjs.${suffix}`, proof, `options.cjs.${suffix}`]);
  });

  test('of another Node makes code of its own, and leaves that of the first', () => {
    expect(version()).toEqual(usual);
    const before = numbers();
    const other = where.write(
      'tmp/other.cjs',
      "Object.defineProperty(process.versions, 'v8', { value: '99.0' });",
    );
    where.write('tmp/node', `#!/bin/sh\nexec ${process.execPath} -r ${other} "$@"\n`, 0o755);
    const env = { ...where.env, PATH: `${where.directory}/tmp:${where.env['PATH']}` };
    expect(version(env)).toEqual(usual);
    expect(files().length).toBe(6);
    expect(numbers()).toEqual(expect.arrayContaining([...before]));
  });

  test('removes code that is older than 30 days, and nothing else', () => {
    mkdirSync(cache, { recursive: true, mode: 0o700 });
    const aged = (name: string, days: number): void => {
      writeFileSync(join(cache, name), '');
      const time = Date.now() / 1000 - days * DAY;
      utimesSync(join(cache, name), time, time);
    };
    aged('main.cjs.1.0.x64', 31);
    aged('main.cjs.1.0.x64.4711', 31);
    aged('main.cjs.2.0.x64', 29);
    aged('node.1.0.x64', 31);
    aged('notes', 31);
    expect(version()).toEqual(usual);
    expect(files()).toEqual(
      [`options.cjs.${suffix}`, `main.cjs.${suffix}`, 'main.cjs.2.0.x64', 'notes', proof].sort(),
    );
  });
});

describe('kept code', () => {
  test('is run where it is trusted', () => {
    poison();
    expect(version()).toEqual(poisoned);
  });

  const other = (path: string): void => chownSync(path, NOBODY, NOBODY);
  const linked = (path: string): void => {
    renameSync(path, `${path}-there`);
    symlinkSync(`${path}-there`, path);
  };
  const changed = (change: (kept: Buffer) => Buffer) => (): void =>
    writeFileSync(code, change(readFileSync(code)));

  test.for([
    { what: 'another user’s', spoil: () => other(cache), needsRoot: true },
    { what: 'open to its group', spoil: () => chmodSync(cache, 0o770) },
    { what: 'open to all', spoil: () => chmodSync(cache, 0o777) },
    { what: 'readable by all', spoil: () => chmodSync(cache, 0o755) },
    { what: 'a symbolic link', spoil: () => linked(cache) },
  ])('in a directory that is $what is neither run nor replaced', (row, context) => {
    if (row.needsRoot && !isRoot) return context.skip(noRoot);
    poison();
    row.spoil();
    const before = readFileSync(code);
    const mode = lstatSync(cache).mode;
    expect(version()).toEqual(usual);
    // toEqual would compare two buffers byte by byte, in seconds.
    expect(readFileSync(code).equals(before)).toBe(true);
    expect(lstatSync(cache).mode).toBe(mode);
    expect(files()).toEqual([`${printer}.${suffix}`]);
  });

  test.for([
    { what: 'another user’s', spoil: () => other(code), needsRoot: true },
    { what: 'open to all', spoil: () => chmodSync(code, 0o666) },
    { what: 'a symbolic link', spoil: () => linked(code) },
    {
      what: 'a FIFO',
      spoil: () => {
        rmSync(code);
        outputOf('mkfifo', ['-m', '600', code]);
      },
    },
    { what: 'empty', spoil: changed(() => Buffer.alloc(0)) },
    { what: 'cut short', spoil: changed((kept) => kept.subarray(0, kept.length / 2)) },
    {
      what: 'changed in one byte',
      spoil: changed((kept) => {
        const size = (kept.length - source.length) / 2;
        kept.writeUInt8(kept.readUInt8(size >> 1) ^ 0xff, size >> 1);
        return kept;
      }),
    },
    { what: 'zeros', spoil: changed((kept) => kept.fill(0)) },
    { what: 'no code', spoil: () => writeFileSync(code, source) },
    {
      what: 'no code of V8’s',
      spoil: () => writeFileSync(code, `${'\0'.repeat(2000)}${source}`),
    },
    { what: 'of another vimtrace', spoil: () => poison((other) => other) },
  ])('in a file that is $what is not run, but replaced', (row, context) => {
    if (row.needsRoot && !isRoot) return context.skip(noRoot);
    poison();
    row.spoil();
    expect(version()).toEqual(usual);
    const made = lstatSync(code);
    expect([made.isFile(), made.mode & 0o777, made.uid]).toEqual([
      true,
      0o600,
      process.geteuid?.(),
    ]);
    const before = numbers();
    expect(version()).toEqual(usual);
    expect(numbers()).toEqual(before);
  });
});

describe('where none can be kept, nothing is said', () => {
  test.for([
    { what: 'a place where nothing can be made', env: () => ({ XDG_CACHE_HOME: '/proc' }) },
    { what: 'a file', make: () => writeFileSync(join(home, 'cache'), 'mine') },
    { what: 'a FIFO', make: () => outputOf('mkfifo', [join(home, 'cache')]) },
    { what: 'a link to nowhere', make: () => symlinkSync('nowhere', join(home, 'cache')) },
    { what: 'a link to itself', make: () => symlinkSync('cache', join(home, 'cache')) },
  ])('the cache is $what', ({ env, make }) => {
    make?.();
    const before = readdirSync(home);
    expect(version({ ...where.env, ...env?.() })).toEqual(usual);
    expect(readdirSync(home)).toEqual(before);
  });

  test('the file of dist that keeps the code is damaged', () => {
    const copy = join(where.directory, 'vimtrace');
    cpSync(join(inject('prefix'), 'lib/node_modules/vimtrace'), copy, { recursive: true });
    writeFileSync(join(copy, 'dist/keep.cjs'), '(');
    const run = [join(copy, 'bin/vimtrace'), ['--version']] as const;
    expect(outcome(where, ...run)).toMatchObject(usual);
  });

  test('the file size limit is too small for the code (ulimit -f)', () => {
    expect(version(where.env, 'ulimit -f 1;')).toEqual(usual);
    expect(files()).toEqual([proof]);
  });

  test('neither XDG_CACHE_HOME nor HOME is an absolute path', () => {
    const env = { ...where.env, XDG_CACHE_HOME: 'cache', HOME: 'home' };
    expect(version(env, `cd ${where.directory};`)).toEqual(usual);
    expect(where.list('home')).toEqual([]);
  });

  test('Node is told to keep no code', () => {
    expect(version({ ...where.env, NODE_DISABLE_COMPILE_CACHE: '1' })).toEqual(usual);
    expect(existsSync(cache)).toBe(false);
    poison();
    expect(version({ ...where.env, NODE_DISABLE_COMPILE_CACHE: '1' })).toEqual(usual);
  });

  test('root has another user’s HOME', (context) => {
    if (!isRoot) return context.skip(noRoot);
    chownSync(home, NOBODY, NOBODY);
    const { XDG_CACHE_HOME: _, ...env } = where.env;
    expect(version(env)).toEqual(usual);
    expect(where.list('home')).toEqual([]);
  });
});

test('it is in ~/.cache where XDG_CACHE_HOME is not set', () => {
  const { XDG_CACHE_HOME: _, ...env } = where.env;
  expect(version(env)).toEqual(usual);
  expect(readdirSync(join(home, '.cache/vimtrace')).length).toBe(3);
});
