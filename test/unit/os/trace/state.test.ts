/** The state directory: its path, and when it belongs to this user alone. */
import fs, {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { claim, modeOf, stateDirectory } from '../../../../src/os/trace/state.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'vimtrace-state-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

describe('stateDirectory', () => {
  it.each([
    [{ XDG_STATE_HOME: '/s', HOME: '/h' }, '/s/vimtrace'],
    [{ HOME: '/h' }, '/h/.local/state/vimtrace'],
    [{ XDG_STATE_HOME: '', HOME: '/h' }, '/h/.local/state/vimtrace'],
    [{ XDG_STATE_HOME: 's', HOME: '/h' }, '/h/.local/state/vimtrace'],
    [{ HOME: 'h' }, undefined],
    [{}, undefined],
  ])('is, for %j, %s', (env, expected) => {
    expect(stateDirectory(env)).toBe(expected);
  });
});

/** A directory that belongs to another user. */
function foreign(): string {
  if (process.geteuid?.() !== 0) return '/usr';
  const path = join(directory, 'foreign');
  mkdirSync(path);
  chownSync(path, 65534, 65534);
  return path;
}

describe('claim', () => {
  it('makes missing directories with mode 0700, and throws if a directory cannot be made', () => {
    claim(join(directory, 'a/b/c'));
    expect(statSync(join(directory, 'a/b/c')).mode & 0o777).toBe(0o700);
    expect(() => claim('/proc/none/vimtrace')).toThrow('ENOENT');
  });

  it('makes directories that can be used, whatever the umask is', () => {
    const before = process.umask(0o777);
    try {
      claim(join(directory, 'a/b'));
    } finally {
      process.umask(before);
    }
    for (const name of ['a', 'a/b'])
      expect(statSync(join(directory, name)).mode & 0o777).toBe(0o700);
  });

  it('makes nothing in another user’s home as root', (context) => {
    if (process.geteuid?.() !== 0) return context.skip('only root can make such a home');
    const home = foreign();
    expect(() => claim(join(home, '.local/state/vimtrace'))).toThrow('belongs to another user');
    expect(readdirSync(home)).toEqual([]);
  });

  it('accepts a directory that another start makes at the same time', () => {
    const { mkdirSync: mkdir } = fs;
    const made = vi.spyOn(fs, 'mkdirSync').mockImplementation((path, mode) => {
      const isMissing = !fs.existsSync(join(String(path), '..'));
      if (!isMissing) mkdir(path, mode);
      return mkdir(path, mode);
    });
    syncBuiltinESMExports();
    try {
      claim(join(directory, 'a/b/c'));
    } finally {
      made.mockRestore();
      syncBuiltinESMExports();
    }
    expect(statSync(join(directory, 'a/b/c')).isDirectory()).toBe(true);
  });

  it('makes a directory private that is open to others', () => {
    chmodSync(directory, 0o777);
    claim(directory);
    expect(statSync(directory).mode & 0o777).toBe(0o700);
  });
});

describe.each([
  ['claim', claim],
  ['modeOf', modeOf],
])('%s', (_name, use) => {
  it('refuses a symbolic link, a file, and another user’s directory', () => {
    symlinkSync(directory, join(directory, 'link'));
    writeFileSync(join(directory, 'file'), '');
    expect(() => use(join(directory, 'link'))).toThrow('not a directory');
    expect(() => use(join(directory, 'file'))).toThrow('not a directory');
    expect(() => use(foreign())).toThrow('belongs to another user');
  });
});

it('modeOf makes no directory', () => {
  expect(modeOf(join(directory, 'none'))).toBe(undefined);
  expect(() => statSync(join(directory, 'none'))).toThrow('ENOENT');
});
