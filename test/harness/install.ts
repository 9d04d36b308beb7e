/** Installs the package as a user would, once for all tests: npm pack, npm install -g. */
import { chmodSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { onExit } from 'signal-exit';
import type { TestProject } from 'vitest/node';
import { runDirectory } from '../../scripts/cleanup.mjs';
import { pathOf } from './command.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the installed command is: a prefix with bin, lib and share. */
    prefix: string;
    /** A directory for each sh that can be the monitor, with that sh in it. */
    monitors: Readonly<Record<'dash' | 'bash' | 'busybox', string>>;
  }
}

export default async function setup(project: TestProject): Promise<void> {
  // vitest does not remove this directory if a signal ends vitest.
  onExit(() => rmSync(project.tmpDir, { recursive: true, force: true }));
  // The name is short, because tests look for whole paths in one line of a screen.
  const directory = runDirectory('vtest-');
  // Tests make their directories here, so that this process can remove them after a worker was killed.
  process.env['TMPDIR'] = directory;
  const prefix = join(directory, 'install');
  mkdirSync(prefix);
  // For tests that run vimtrace as another user.
  chmodSync(prefix, 0o755);
  const npm = (...args: string[]) => execa('npm', args, { stdin: 'ignore' });
  const { stdout: packed } = await npm(
    'pack',
    '--ignore-scripts',
    '--silent',
    '--pack-destination',
    prefix,
  );
  const archive = join(prefix, packed);
  await npm('install', '--global', '--offline', '--silent', '--prefix', prefix, archive);
  const shell = (name: string): string => {
    const directory = join(prefix, 'sh', name);
    mkdirSync(directory, { recursive: true });
    symlinkSync(pathOf(name), join(directory, 'sh'));
    return join(directory, 'sh');
  };
  project.provide('prefix', prefix);
  project.provide('monitors', {
    dash: shell('dash'),
    bash: shell('bash'),
    busybox: shell('busybox'),
  });
}
