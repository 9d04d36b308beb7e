/** What a monitor needs to start a pager, and what it tells of the pager and of itself. */
import type { Ended, Pid, SignalName } from '../../core/types.ts';
import type { Misunderstanding } from './protocol.ts';

/** What happens to a monitor that has been opened, and to its pager. */
export type MonitorListener = {
  readonly pagerStarted: (pager: Pid) => void;
  /** `modes`: whether the terminal has the modes again that the shell gives its jobs. */
  readonly pagerStopped: (pager: Pid, signal: SignalName, modes: 'restored' | 'held') => void;
  readonly pagerRan: () => void;
  readonly pagerEnded: (ended: Ended) => void;
  readonly yielded: () => void;
  /**
   * Monitor and guard have ended, so that nothing is left to do. If the monitor was killed, called
   * once more before, when the guard is still busy.
   */
  readonly ended: (how: Ended) => void;
  /** The monitor was stopped before it started the pager; only we are told of that stop (S18). */
  readonly stopped: (monitor: Pid) => void;
  readonly misunderstood: (what: Misunderstanding) => void;
};

export type PagerStart = {
  /** Shell text, and the arguments it is run with. */
  readonly command: string;
  readonly args: readonly string[];
  /** The file to be its standard input; '' for the terminal. */
  readonly trace: string;
  readonly terminal: string;
  readonly modes: string;
  /** The soft limits, as in the handover. */
  readonly core: string;
  readonly files: string;
  /** The pipe of the handover, for the monitor's reports. */
  readonly reports: number;
};
