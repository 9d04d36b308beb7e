/** Whether a tracer can run here, found out by running it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execaSync } from 'execa';

/**
 * Why `command args` does not print what it prints where it works; undefined where it does.
 * Run in a directory of its own, with stdout and stderr taken together.
 */
export function obstacle(
  command: string,
  args: readonly string[],
  printed: RegExp,
): string | undefined {
  const cwd = mkdtempSync(join(tmpdir(), 'vimtrace-tool-'));
  try {
    const { code, originalMessage, all } = execaSync(command, args, {
      cwd,
      encoding: 'latin1',
      timeout: 20_000,
      env: { PATH: `${process.env['PATH']}:/usr/sbin:/sbin`, HOME: cwd, LC_ALL: 'C.UTF-8' },
      extendEnv: false,
      reject: false,
      all: true,
    });
    if (code !== undefined) return `cannot run ${command}: ${originalMessage}`;
    return printed.test(all) ? undefined : `${command} cannot trace here: ${lastLine(all)}`;
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';
