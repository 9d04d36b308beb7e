/** Whether a run ended as one does whose tracer may not use ptrace(2): only a trial can tell for sure. */
import type { Ended } from '../core/types.ts';

/** More than a last line alone takes, which strace writes although it has traced nothing (T7). */
const FEW = 64;

/** What `command args` would have to be allowed, if it seems that it was not. */
export function seemsRefused(
  command: string,
  args: readonly string[],
  ended: Ended,
  bytes: number,
): 'launch' | 'attach' | undefined {
  if (ended.how !== 'exited' || ended.code !== 1 || bytes > FEW) return undefined;
  switch (command.slice(command.lastIndexOf('/') + 1)) {
    case 'strace':
      return args.some((word) => /^(-p|--attach)/.test(word)) ? 'attach' : 'launch';
    case 'ltrace':
      return 'launch';
    default:
      return undefined;
  }
}
