/**
 * Pipes. Node can make none, so the launcher made three, each a descriptor to read from. Two are our
 * own 0 and 1, for the monitor and the guard to read; from the third, the handover's, we read.
 */
import { constants, openSync, read, writeSync } from 'node:fs';

/** The monitor reads its verbs here. */
export const VERBS = 0;
/** The guard reads its words here. */
export const WORDS = 1;

/** A descriptor for the other end, opened by way of /proc (proc_pid_fd(5)). */
export const writeEnd = (pipe: number): number =>
  openSync(`/proc/self/fd/${pipe}`, constants.O_WRONLY);

/** Write a line. No reader's death makes that fail, because we have the end to read from as well. */
export const writeLine = (fd: number, line: string): void => void writeSync(fd, `${line}\n`);

/**
 * Take each line that comes; `over` is called when nobody is left to write one. Closes neither end.
 * The function returned ends the reading: while it goes on, `process.exit` does not return (N17).
 */
export function readLines(
  pipe: number,
  take: (line: string) => void,
  over: () => void,
): () => void {
  const block = Buffer.alloc(1024);
  let rest = '';
  let isRead = true;
  const next = (): void =>
    read(pipe, block, (error, size) => {
      if (!isRead || error !== null || size === 0) return over();
      const lines = (rest + block.toString('latin1', 0, size)).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) take(line);
      next();
    });
  next();
  return () => {
    isRead = false;
    // The read that waits returns only when there is something to read.
    writeLine(writeEnd(pipe), '');
  };
}
