/** Installs the package as a user would, once for all tests: npm pack, npm install -g. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the installed command is: a prefix with bin, lib and share. */
    prefix: string;
    /** A directory for each sh that can be the monitor, with that sh in it. */
    monitors: Readonly<Record<'dash' | 'bash' | 'busybox', string>>;
  }
}

export default function setup(project: TestProject): () => void {
  const prefix = mkdtempSync(join(tmpdir(), 'vimtrace-install-'));
  // For tests that run it as another user.
  chmodSync(prefix, 0o755);
  const npm = (...args: string[]): string =>
    execFileSync('npm', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  const packed = npm('pack', '--ignore-scripts', '--silent', '--pack-destination', prefix).trim();
  npm('install', '--global', '--offline', '--silent', '--prefix', prefix, join(prefix, packed));
  const shell = (name: string): string => {
    const directory = join(prefix, 'sh', name);
    mkdirSync(directory, { recursive: true });
    const path = execFileSync('/bin/sh', ['-c', `command -v ${name}`], { encoding: 'utf8' });
    symlinkSync(path.trim(), join(directory, 'sh'));
    return join(directory, 'sh');
  };
  project.provide('prefix', prefix);
  project.provide('monitors', {
    dash: shell('dash'),
    bash: shell('bash'),
    busybox: shell('busybox'),
  });
  return () => rmSync(prefix, { recursive: true, force: true });
}
