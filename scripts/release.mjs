/**
 * Makes a release: sets the version and dates the changelog, builds and packs, installs the package into four
 * Nodes and runs it there, then commits and tags. If a step fails, the tree is as it was.
 *
 *     node scripts/release.mjs VERSION
 *
 * Nothing is pushed or published: the last lines say how.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa, execaSync } from 'execa';
import { absolute, released } from './changelog.mjs';
import { runDirectory } from './cleanup.mjs';

const NODES = [20, 22, 24, 26];
const changed = ['package.json', 'package-lock.json', 'CHANGELOG.md', 'man/vimtrace.1'];

const fail = (text) => {
  console.error(`vimtrace: ${text}`);
  process.exit(1);
};
const git = (...args) => execaSync('git', args).stdout;
const edit = (file, change) => writeFileSync(file, change(readFileSync(file, 'utf8')));

const [version = '', ...more] = process.argv.slice(2);
if (!/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version) || more.length > 0)
  fail(
    'cannot make a release: the argument must be one version; for example node scripts/release.mjs 0.2.0',
  );
const dirty = git('status', '--porcelain');
if (dirty !== '')
  fail(`cannot make a release: the tree has changes; commit or remove them:\n${dirty}`);
if (git('tag', '--list', `v${version}`) !== '')
  fail(`cannot make a release: the tag v${version} exists; choose another version`);

const repository = JSON.parse(readFileSync('package.json', 'utf8')).homepage.replace(/#.*/, '');
const today = new Date();
const date = today.toISOString().slice(0, 10);
const directory = runDirectory('vimtrace-release-');

/** Sets the version in every file that has it. */
async function prepare() {
  edit('CHANGELOG.md', (text) => released(text, version, date, repository));
  const month = today.toLocaleString('en', { month: 'long', timeZone: 'UTC' });
  const day = `${month} ${today.getUTCDate()}, ${today.getUTCFullYear()}`;
  edit('man/vimtrace.1', (text) => text.replace(/^\.Dd .*$/m, `.Dd ${day}`));
  await execa('npm', ['version', '--no-git-tag-version', '--allow-same-version', version]);
  await execa('npm', ['run', 'check'], { stdio: 'inherit' });
}

/** Packs the package, with a README for the registry's page; the path of the archive. */
async function pack() {
  const packing = (where, ...options) =>
    execa('npm', ['pack', '--silent', '--pack-destination', where, ...options]);
  const { stdout } = await packing(directory);
  // The output of the build comes first.
  const [name] = stdout.split('\n').slice(-1);
  await execa('tar', ['-xzf', join(directory, name), '-C', directory]);
  const page = join(directory, 'package/README.md');
  edit(page, (text) => absolute(text, version, repository));
  await packing('.', '--ignore-scripts', join(directory, 'package'));
  return name;
}

/** Installs `archive` into the newest Node of the major version, and traces a program on a terminal. */
async function runs(archive, major) {
  const home = join(directory, `node-${major}`);
  const prefix = join(home, 'prefix');
  mkdirSync(prefix, { recursive: true });
  await execa('npm', ['install', '--silent', '--prefix', home, `node@${major}`]);
  const PATH = `${home}/node_modules/node/bin:${prefix}/bin:${process.env.PATH}`;
  const env = { PATH, HOME: home, TERM: 'xterm', XDG_STATE_HOME: `${home}/state` };
  const at = (command, ...args) => execa(command, args, { cwd: home, env, stdin: 'ignore' });
  const { npm_config_userconfig = `${process.env.HOME}/.npmrc` } = process.env;
  await execa('npm', ['install', '--global', '--offline', '--prefix', prefix, archive], {
    env: { PATH, npm_config_userconfig },
  });
  const said = (await at('vimtrace', '--version')).stdout;
  if (said !== `vimtrace ${version}`) throw new Error(`Node ${major}: --version says ${said}`);
  await at('script', '-qec', "vimtrace -p 'cat >seen' strace true", '/dev/null');
  if (!readFileSync(join(home, 'seen'), 'utf8').includes('+++ exited with 0 +++'))
    throw new Error(`Node ${major}: the pager has not got the whole trace`);
  console.log(`Node ${(await at('node', '--version')).stdout}: installed, and traced a program`);
}

try {
  await prepare();
  const archive = await pack();
  for (const major of NODES) await runs(join(process.cwd(), archive), major);
  git('commit', '--quiet', '--message', `Version ${version}`, ...changed);
  git('tag', '--annotate', '--message', `vimtrace ${version}`, `v${version}`);
  console.log(`Made ${archive} and the tag v${version}. To publish:
  git push --follow-tags
  npm publish ${archive}`);
} catch (error) {
  git('checkout', '--quiet', 'HEAD', '--', ...changed);
  fail(
    `cannot make a release: ${error.shortMessage ?? error.message}${error.stderr ? `\n${error.stderr}` : ''}`,
  );
}
