/** The machine on the modelled kernel: performs its actions there, and feeds back what comes of them. */
import type { Action, ActionType } from '../../src/core/action.ts';
import type { Event } from '../../src/core/event.ts';
import { initial, type State } from '../../src/core/state.ts';
import { transition } from '../../src/core/transition.ts';
import { Guard } from './guard.ts';
import { type Fate, Kernel, type Session, type Stty, Violation } from './kernel.ts';
import { Monitor } from './monitor.ts';

/** An order that the table lacks, or an stty that the monitor or the guard lacks. */
export type Fault = ActionType | Stty;

export class Run {
  readonly kernel: Kernel;
  state: State = initial({ hangup: 'end', paging: 'due' });
  exits = 0;
  traces = 0;
  /** Stops of P by SIGTSTP, and stops of the pager that were told of and are no answer to our own request. */
  stops = 0;
  pagerStops = 0;
  private readonly facts: Event[] = [];
  private readonly guard: Guard;
  /** What this run leaves out, so that a test can see that it is missed. */
  private readonly faults: readonly Fault[];
  private monitor: Monitor | undefined;
  private isWatching = false;
  private isShown = false;
  private isStopping = false;
  private isInTurn = false;
  private isDraining = false;
  private tracerRuns = true;
  private graces = 0;

  constructor(session: Session, faults: readonly Fault[] = []) {
    this.faults = faults;
    this.kernel = new Kernel(session, faults);
    this.guard = new Guard(this.kernel);
    this.facts.push({ type: 'tracerStarted' });
  }

  /** ^Z, ^C: what the terminal sends goes to whoever is in its foreground. */
  ctrlZ(): void {
    const { kernel } = this;
    if (kernel.foreground === 'G') kernel.stopPager('SIGTSTP');
    if (kernel.foreground === 'S') this.monitor?.stop();
    kernel.stopRival();
    // While the pager is about, vimtrace answers by the rules; else the kernel stops all of P.
    if (kernel.foreground !== 'P' || kernel.node !== 'running') return;
    // The monitor, in P's group for now and without job control, ignores it.
    if (this.monitor === undefined) kernel.stopP();
    else kernel.signalNode('SIGTSTP');
  }
  /** Only while it is waited for: earlier the tracer's own stops are the kernel's affair. */
  stopReader(): void {
    if (this.isDraining) this.kernel.stopReader();
  }
  tracerEnds(): void {
    if (!this.tracerRuns || this.kernel.node !== 'running') return;
    this.tracerRuns = false;
    const readers = this.kernel.reader === 'ended' ? 'none' : 'left';
    const terminal = readers === 'left' ? this.kernel.seenByP() : this.kernel.due();
    this.take({
      type: 'tracerEnded',
      ended: { how: 'exited', code: 3 },
      trace: 'present',
      terminal,
      others: this.state.at === 'interrupted' ? 'left' : 'ended',
      readers,
    });
  }
  /** A pager reads its keys only in the foreground. */
  quit(): void {
    if (this.kernel.foreground === 'G' && this.kernel.pager === 'running')
      this.kernel.endPager({ code: 0 });
  }
  killPager(fate: Fate): void {
    this.kernel.endPager(fate);
  }
  killVimtrace(signal: 'SIGTERM' | 'SIGHUP' | 'SIGTSTP'): void {
    if (signal !== 'SIGTSTP' || this.monitor !== undefined) this.kernel.signalNode(signal);
  }

  /** SIGKILL for vimtrace. Before the pager is shown, nobody can tell that the terminal has its modes. */
  slay(): void {
    if (['opening', 'holding', 'ending'].includes(this.state.at) && !this.isShown)
      this.kernel.modes = 'shell';
    this.kernel.killNode(this.guard);
  }

  /** vimtrace's turn: it returns from its stop, or takes a signal or a report. */
  nodeStep(): boolean {
    const { kernel } = this;
    if (kernel.node !== 'running') return false;
    const signal = kernel.pending.shift();
    if (signal !== undefined) {
      this.take({ type: 'signalled', signal, terminal: kernel.seenByP() });
      return true;
    }
    if (this.isStopping) {
      this.isStopping = false;
      this.take({ type: 'continued', terminal: kernel.seenByP() });
      return true;
    }
    if (this.isDraining && kernel.reader !== 'running') return this.drainStep(kernel.reader);
    if (this.isInTurn && !kernel.rival) {
      this.isInTurn = false;
      this.take({ type: 'continued', terminal: kernel.due() });
      return true;
    }
    if (this.isWatching && kernel.pager !== 'stopped')
      this.facts.push({
        type: 'pagerRan',
        stop: kernel.manners,
      });
    if (kernel.pager !== 'stopped') this.isWatching = false;
    const fact = this.facts.shift();
    if (fact !== undefined) this.take(fact);
    return fact !== undefined;
  }
  /** vimtrace looks at its reader. While a rival has the turn it may look often, and sees the same. */
  private drainStep(reader: 'stopped' | 'ended'): boolean {
    const terminal = this.kernel.due();
    if (reader === 'stopped' && terminal === 'lent') return false;
    this.isDraining = false;
    this.take({ type: reader === 'ended' ? 'readersEnded' : 'readersStopped', terminal });
    return true;
  }
  monitorStep(): boolean {
    return this.monitor?.step() ?? false;
  }

  /** Time passes only where nobody has anything to do any more. */
  private graceStep(): boolean {
    if (this.graces === 0 || this.kernel.node !== 'running') return false;
    this.graces -= 1;
    this.take({ type: 'graceOver' });
    return true;
  }

  /** Let everybody do what is left to do; a machine that never rests is a loop. */
  settle(): void {
    for (let turns = 0; this.nodeStep() || this.monitorStep() || this.graceStep(); turns += 1)
      if (turns > 200) throw new Violation(`no rest in ${this.state.at}`);
  }

  private take(event: Event): void {
    const [next, actions] = transition(this.state, event);
    if (
      event.type === 'pagerStopped' &&
      (this.state.at !== 'redrawing' || event.stop !== 'orderly')
    )
      this.pagerStops += 1;
    if (event.type === 'readersStopped' && event.terminal === 'foreground') this.pagerStops += 1;
    if (next.at === 'paging') this.isShown = true;
    this.state = next;
    for (const action of actions) if (!this.faults.includes(action.type)) this.perform(action);
  }

  private perform(action: Action): void {
    const { kernel } = this;
    switch (action.type) {
      case 'openPager':
        if (kernel.foreground !== 'P') throw new Violation('a pager opened in the background');
        this.monitor = new Monitor(kernel, this.guard, (event) => this.facts.push(event));
        break;
      case 'signalTracer':
      case 'endTracer':
        this.tracerEnds();
        break;
      case 'signalPager':
        if (action.signal === 'SIGTSTP') kernel.stopPager('SIGTSTP');
        if (action.signal === 'SIGWINCH') kernel.resizePager();
        break;
      case 'endPager':
        if (action.signal === 'SIGKILL') kernel.endPager({ signal: 'SIGKILL' });
        break;
      case 'startGrace':
        this.graces += 1;
        break;
      case 'awaitOthers':
        this.facts.push({ type: 'othersEnded' });
        break;
      case 'awaitReaders':
        this.isDraining = true;
        break;
      case 'awaitTurn':
        this.isInTurn = true;
        break;
      case 'continueMonitor':
        if (kernel.monitor === 'stopped') kernel.monitor = 'running';
        break;
      case 'yieldTerminal':
        this.monitor?.say('yield');
        break;
      case 'stopGroup':
        if (action.signal === 'SIGTSTP') this.stops += 1;
        this.isStopping = true;
        kernel.stopP();
        break;
      case 'resumePager':
        if (kernel.monitor === 'stopped') kernel.monitor = 'running';
        this.monitor?.say('take');
        this.monitor?.say('fg');
        break;
      case 'watchPager':
        this.isWatching = true;
        break;
      case 'closePager':
        kernel.endPager({ signal: 'SIGHUP' });
        if (kernel.monitor === 'stopped') kernel.monitor = 'running';
        this.monitor?.say('bye');
        break;
      case 'discardTrace':
      case 'shelveTrace':
      case 'keepTrace':
        this.traces += 1;
        break;
      case 'exit':
        this.exits += 1;
        kernel.endNode();
        break;
      case 'guardPager':
        this.guard.drawn();
        break;
      case 'parkModes':
        this.monitor?.say('park');
        break;
      case 'unparkModes':
        this.monitor?.say('take');
        this.monitor?.say('unpark');
        break;
      case 'printTrace':
      case 'complain':
      case 'adviseOnTracer':
        break;
    }
  }
}
