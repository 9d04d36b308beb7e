/**
 * Pipes, of which Node can make none: the launcher made three, each a descriptor to read from. Two
 * are our own 0 and 1, for the processes that we start; the handover's third is for us.
 */
import { constants, openSync, read, writeSync } from 'node:fs';

/** What the monitor is to do. */
export const VERBS = 0;
/** What the guard is to know. */
export const WORDS = 1;

/** One more descriptor for the other end, opened by way of /proc (proc_pid_fd(5)). */
export const writeEnd = (pipe: number): number =>
  openSync(`/proc/self/fd/${pipe}`, constants.O_WRONLY);

/** Write a line. As we have the end to read from too, nobody's death makes that fail. */
export const writeLine = (fd: number, line: string): void => void writeSync(fd, `${line}\n`);

/** Take each line that comes; `over` when nobody is left to write one. Closes neither end. */
export function readLines(pipe: number, take: (line: string) => void, over: () => void): void {
  const block = Buffer.alloc(1024);
  let rest = '';
  const next = (): void =>
    read(pipe, block, (error, size) => {
      if (error !== null || size === 0) return over();
      const lines = (rest + block.toString('latin1', 0, size)).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) take(line);
      next();
    });
  next();
}
