/** A model of monitor.sh: it waits for the pager or reads a verb, and reports, one step at a time. */
import type { Event } from '../../src/core/event.ts';
import type { Ended } from '../../src/core/types.ts';
import type { Guard } from './guard.ts';
import type { Kernel } from './kernel.ts';

type Verb = 'park' | 'unpark' | 'yield' | 'take' | 'fg' | 'bye';

export class Monitor {
  private readonly kernel: Kernel;
  private readonly guard: Guard;
  private readonly report: (event: Event) => void;
  private readonly verbs: Verb[] = [];
  private phase: 'inP' | 'opened' | 'started' = 'inP';
  private waits = true;
  private hasSaidEnd = false;
  private isGuarded = false;
  /** The pager's modes, as `park` found them. */
  private held: Kernel['modes'] = 'shell';

  constructor(kernel: Kernel, guard: Guard, report: (event: Event) => void) {
    this.kernel = kernel;
    this.guard = guard;
    this.report = report;
    kernel.monitor = 'running';
  }

  /** ^Z in its own group, which bash does not ignore from the first moment on. */
  stop(): void {
    if (this.phase !== 'opened' || this.kernel.monitor !== 'running') return;
    this.kernel.monitor = 'stopped';
    this.report({ type: 'monitorStopped', terminal: 'foreground' });
  }

  say(verb: Verb): void {
    this.verbs.push(verb);
  }

  /** Go one step, where there is one to go. */
  step(): boolean {
    const { kernel } = this;
    if (kernel.monitorKilled && !this.isGuarded) return this.killed();
    if (kernel.monitor === 'ended' && !this.hasSaidEnd) {
      this.hasSaidEnd = true;
      // Of what is sent to all of P, or in order.
      const ended: Ended = kernel.monitorKilled
        ? { how: 'killed', signal: 'SIGKILL' }
        : kernel.yielded
          ? { how: 'killed', signal: 'SIGHUP' }
          : { how: 'exited', code: 0 };
      this.report({ type: 'monitorEnded', ended, terminal: kernel.seenByP() });
      return true;
    }
    if (kernel.monitor !== 'running') return false;
    if (this.phase !== 'started') return this.begin();
    if (this.waits) return this.waited();
    const verb = this.verbs.shift();
    if (verb === undefined) return false;
    this.obey(verb);
    return true;
  }

  /** vimtrace tells the guard, unless vimtrace is stopped or gone; the second end is told when the guard is done. */
  private killed(): boolean {
    const { kernel } = this;
    if (kernel.node !== 'running') return false;
    this.isGuarded = true;
    const ended: Ended = { how: 'killed', signal: 'SIGKILL' };
    this.report({ type: 'monitorEnded', ended, terminal: kernel.seenByP() });
    this.guard.monitorKilled();
    return true;
  }

  /** It takes the terminal, and starts the pager. */
  private begin(): boolean {
    const { kernel } = this;
    if (this.phase === 'inP') {
      kernel.take('S');
      this.phase = 'opened';
      return true;
    }
    kernel.take('G');
    kernel.startPager();
    this.report({ type: 'pagerStarted' });
    this.phase = 'started';
    return true;
  }

  private waited(): boolean {
    const { kernel } = this;
    if (kernel.pager === 'running') return false;
    this.waits = false;
    if (kernel.foreground === 'G') kernel.take('S');
    if (kernel.pager === 'stopped') this.report({ type: 'pagerStopped', stop: kernel.stop });
    else {
      const fate = kernel.fate ?? { code: 0 };
      const ended =
        'code' in fate
          ? ({ how: 'exited', code: fate.code } as const)
          : ({ how: 'killed', signal: fate.signal } as const);
      this.report({ type: 'pagerEnded', ended, terminal: kernel.seenByP() });
    }
    return true;
  }

  private obey(verb: Verb): void {
    const { kernel } = this;
    switch (verb) {
      case 'park':
        this.held = kernel.modes;
        kernel.stty('stty at park', 'shell');
        break;
      case 'unpark':
        kernel.stty('stty at unpark', this.held);
        break;
      case 'yield':
        kernel.yielded = true;
        kernel.giveBack();
        this.report({ type: 'terminalYielded' });
        break;
      case 'take':
        kernel.yielded = false;
        kernel.take('S');
        break;
      case 'fg':
        if (kernel.pager !== 'ended') kernel.take('G');
        kernel.continuePager();
        this.waits = true;
        break;
      case 'bye':
        kernel.stty('stty at bye', 'shell');
        kernel.endMonitor();
        break;
    }
  }
}
