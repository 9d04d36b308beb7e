/** --version: the version of the package. */
import { readFileSync } from 'node:fs';

/** The line to print; `root` is the package's directory. Throws if package.json there cannot be read. */
export function version(root: string): string {
  const manifest: unknown = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'));
  return `vimtrace ${(manifest as { version: string }).version}\n`;
}
