/** A model of guard.sh: it ends the pager and puts the terminal's modes right if vimtrace or the monitor was killed. */
import type { Kernel } from './kernel.ts';

export class Guard {
  private readonly kernel: Kernel;
  /** Whether vimtrace has said that the pager is shown: the modes that the guard finds from then on are the pager's. */
  private isTold = false;

  constructor(kernel: Kernel) {
    this.kernel = kernel;
  }

  /** `drawn`: the guard looks at the modes until they are not the shell's any more. */
  drawn(): void {
    this.isTold = true;
  }

  /** No more words: the monitor must not take the terminal from the shell, so it ends first. */
  vimtraceKilled(): void {
    this.kernel.killMonitor();
    if (this.isTold) this.kernel.stty('stty by the guard', 'shell');
    this.kernel.endPager({ signal: 'SIGHUP' });
  }

  /** `mend`: nobody else can give the terminal back as it was. */
  monitorKilled(): void {
    this.kernel.stty('stty by the guard', 'shell');
    this.kernel.endPager({ signal: 'SIGHUP' });
  }
}
