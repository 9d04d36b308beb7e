/** Reports processes to which a signal could not be sent (EPERM), each of them once. */
import * as messages from '../cli/messages.ts';
import type { Pid } from '../core/types.ts';

export type Undelivered = {
  /** Report `pids` now. */
  readonly report: (pids: readonly Pid[]) => void;
  /**
   * Report `pids` at exit: the pager has the terminal now, and a message would overwrite its screen,
   * or stop vimtrace (H7).
   */
  readonly postpone: (pids: readonly Pid[]) => void;
  /** Report what was postponed, but only processes that still run. */
  readonly reportPostponed: (isRunning: (pid: Pid) => boolean) => void;
};

/** Stronger signals follow the first one, and cannot be sent either: they are not reported again. */
export function undelivered(say: (text: string) => void): Undelivered {
  const reported = new Set<Pid>();
  const postponed = new Set<Pid>();
  const report = (pids: readonly Pid[]): void => {
    for (const pid of pids.filter((each) => !reported.has(each))) {
      reported.add(pid);
      say(messages.undeliverable(pid));
    }
  };
  return {
    report,
    postpone: (pids) => {
      for (const pid of pids) postponed.add(pid);
    },
    reportPostponed: (isRunning) => report([...postponed].filter(isRunning)),
  };
}
