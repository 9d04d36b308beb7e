/** Resource limits of this process (getrlimit(2)), which Node cannot ask for. */

import { readFileSync } from 'node:fs';

/** The soft limit of a file's size, RLIMIT_FSIZE (bytes); undefined if there is none. Never throws. */
export function fileSizeLimit(): number | undefined {
  try {
    return parseFileSize(readFileSync('/proc/self/limits', 'utf8'));
  } catch {
    return undefined;
  }
}

/** The soft limit of a file's size in the text of a /proc/PID/limits (proc_pid_limits(5)). */
export function parseFileSize(text: string): number | undefined {
  const [, after = ''] = text.split('Max file size', 2);
  const bytes = Number.parseInt(after, 10);
  // The word is `unlimited`.
  return Number.isNaN(bytes) ? undefined : bytes;
}
