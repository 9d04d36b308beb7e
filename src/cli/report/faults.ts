/** What keeps --report from an answer. */
import { visible } from '../messages.ts';

const cannot = (path: string, reason: string): string =>
  visible(`vimtrace: cannot read ${path === '-' ? 'standard input' : path}: ${reason}`);

export const empty = (path: string): string =>
  cannot(path, 'nothing is in it; name another trace, as vimtrace --list shows them');

export const noTrace = (path: string): string =>
  cannot(path, 'no line of it is from strace or ltrace; name another file');

export const unreadable = (path: string, reason: string): string =>
  cannot(path, `${reason}; name another trace, as vimtrace --list shows them`);

/** `reason`: what keeps a filter of --report=lines from a choice. */
export const unfiltered = (path: string, reason: string): string =>
  visible(`vimtrace: cannot choose lines of ${path}: ${reason}; name another line`);

export const noTimes = (path: string): string =>
  cannot(path, 'it has no times; trace with strace -T, or -tt');

export const cut = (path: string, line: number): string =>
  cannot(path, `it ends in the middle of line ${line}; the answer is that of the lines before`);

export const notUnderstood = (path: string, count: number): string =>
  visible(
    `vimtrace: ${count === 1 ? '1 line' : `${count} lines`} of ${path === '-' ? 'standard input' : path} not understood`,
  );
