/** What a release does to the changelog and to the links of README.md, and when it refuses to begin. */
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { execaSync } from 'execa';
import { describe, expect, it, onTestFinished } from 'vitest';
import { absolute, linked, released } from '../../../scripts/changelog.mjs';

const { homepage } = JSON.parse(readFileSync('package.json', 'utf8')) as { homepage: string };
const repository = homepage.replace(/#.*/, '');

const before = `# Changelog

## [Unreleased]

### Added

- Colours.

## [0.1.0] - 2026-11-21

- All of it.

[Unreleased]: https://x/compare/v0.1.0...HEAD
[0.1.0]: https://x/releases/tag/v0.1.0
`;

it('a release dates the unreleased changes, and links each version to what changed since the one before', () => {
  expect(released(before, '0.2.0', '2026-12-01', 'https://x')).toBe(`# Changelog

## [Unreleased]

## [0.2.0] - 2026-12-01

### Added

- Colours.

## [0.1.0] - 2026-11-21

- All of it.

[Unreleased]: https://x/compare/v0.2.0...HEAD
[0.2.0]: https://x/compare/v0.1.0...v0.2.0
[0.1.0]: https://x/releases/tag/v0.1.0
`);
});

it('a release without changes is refused', () => {
  const empty = released(before, '0.2.0', '2026-12-01', 'https://x');
  expect(() => released(empty, '0.3.0', '2026-12-02', 'https://x')).toThrow(/nothing under/);
});

it('CHANGELOG.md has the link of each version', () => {
  const text = readFileSync('CHANGELOG.md', 'utf8');
  expect(linked(text, repository)).toBe(text);
});

it('the README of the package has absolute links alone', () => {
  for (const file of ['README.md', 'README.zh-CN.md']) {
    const page = absolute(readFileSync(file, 'utf8'), '0.2.0', repository);
    const links = [...page.matchAll(/\]\(([^)]+)\)/g)].map(([, link]) => link);
    expect(links.length).toBeGreaterThan(8);
    for (const link of links) expect(link).toMatch(/^https:\/\//);
    expect(page).toContain(`](${repository}/raw/v0.2.0/docs/session.svg)`);
    expect(page).toContain(`[LICENSE](${repository}/blob/v0.2.0/LICENSE)`);
  }
});

describe('scripts/release.mjs refuses', () => {
  /** A repository with the scripts alone, and all committed. */
  function clean(): string {
    const directory = mkdtempSync(join(tmpdir(), 'release-'));
    onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
    mkdirSync(join(directory, 'scripts'));
    for (const name of ['release.mjs', 'changelog.mjs', 'cleanup.mjs'])
      cpSync(join('scripts', name), join(directory, 'scripts', name));
    cpSync('package.json', join(directory, 'package.json'));
    writeFileSync(join(directory, '.gitignore'), 'node_modules\n');
    symlinkSync(resolve('node_modules'), join(directory, 'node_modules'));
    const git = (...args: string[]) => execaSync('git', args, { cwd: directory });
    git('init', '--quiet');
    git('add', '.');
    git('-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '--quiet', '-m', 'all');
    git('tag', 'v0.1.0');
    return directory;
  }
  const release = (cwd: string, ...args: string[]) =>
    execaSync('node', ['scripts/release.mjs', ...args], { cwd, reject: false });

  it.each([[], ['next'], ['0.2'], ['0.2.0', '0.3.0']])('the arguments %j', (...args) => {
    expect(release(clean(), ...args)).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/^vimtrace: cannot make a release: the argument must be/),
    });
  });

  it('a tree with changes, also with a file that git does not know', () => {
    const directory = clean();
    writeFileSync(join(directory, 'notes'), '');
    const { exitCode, stderr } = release(directory, '0.2.0');
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /^vimtrace: cannot make a release: the tree has changes; .*\n\?\? notes$/,
    );
  });

  it('a version that has a tag', () => {
    expect(release(clean(), '0.1.0')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/the tag v0\.1\.0 exists; choose another version$/),
    });
  });
});
