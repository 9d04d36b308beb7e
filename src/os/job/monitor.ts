/** The monitor: a sh that does what Node cannot (S1), one verb and one report at a time. */
import { closeSync, openSync } from 'node:fs';
import type { Ended, Pid } from '../../core/types.ts';
import { childrenOf, type Known, known, stat, statOf } from '../process/proc.ts';
import { type Child, isDead, kill, startChild } from './child.ts';
import { type Guard, startGuard } from './guard.ts';
import type { MonitorListener, PagerStart } from './pager-start.ts';
import { readLines, VERBS, writeEnd, writeLine } from './pipes.ts';
import {
  type Misunderstanding,
  type Report,
  readReport,
  type Start,
  type Verb,
} from './protocol.ts';
import { endOf, signalOf } from './status.ts';
import { Reminder, whenAllRest } from './stopping.ts';

/** The time between two looks at a pager that still computes its first screen (ms). */
const BUSY = 50;

type State =
  /** The monitor waits in our own group, P, beside the tracer. */
  | { readonly at: 'waiting' }
  /** The monitor was told to take the terminal. The pager is known from its start to its end. */
  | { readonly at: 'open'; readonly pager: Known | undefined }
  /** An open monitor has ended. Its guard may still be ending the pager. */
  | { readonly at: 'over'; readonly pager: Known | undefined };

/** A monitor and its guard, from their start to the end of both. */
export class Monitor {
  readonly #sh: Child;
  readonly #guard: Guard;
  readonly #verbs: number;
  readonly #reports: number;
  readonly #on: MonitorListener;
  #state: State = { at: 'waiting' };
  /** The terminal's modes, as the shell gives them to its jobs, and as they were when the pager stopped. */
  #modes: string;
  #held = '';
  #isMisunderstood = false;
  #stopReading = (): void => undefined;
  readonly #reminder = new Reminder();

  /** Start a monitor run by `sh`. Release a monitor that waits before the next one is started. */
  constructor(sh: string, shDirectory: string, start: PagerStart, on: MonitorListener) {
    const { modes, core, files, trace, command, args } = start;
    const terminal = openSync(start.terminal, 'r+');
    const reports = writeEnd(start.reports);
    // Opened before its reader starts: a reader that finds no writer takes the pipe for ended (N16).
    this.#verbs = writeEnd(VERBS);
    this.#sh = startChild(
      [sh, `${shDirectory}/monitor.sh`, sh, modes, core, files, trace, command, ...args],
      [terminal, terminal, terminal, VERBS, reports],
    );
    this.#guard = startGuard(shDirectory, modes, terminal);
    closeSync(terminal);
    closeSync(reports);
    this.#modes = modes;
    this.#reports = start.reports;
    this.#on = on;
  }

  /**
   * Whether the monitor can be opened. A ^C ends monitor or guard if the ^C comes before their first
   * command, which ignores it; and somebody may have killed one of them.
   */
  isReady(): boolean {
    return this.#state.at === 'waiting' && this.#sh.isAlive() && this.#guard.child.isAlive();
  }

  wasOpened(): boolean {
    return this.#state.at !== 'waiting';
  }

  /** The process ID of an open monitor, until it has ended. */
  running(): Pid | undefined {
    return this.#state.at === 'waiting' ? undefined : this.#sh.running();
  }

  /** The pager, from its start until its end. */
  pager(): Pid | undefined {
    const pager = this.#pager();
    return pager !== undefined && statOf(pager) !== undefined ? pager.pid : undefined;
  }

  /** Whether the pager has ended while it was stopped, which an fg may not tell (S13). */
  hasLostPager(): boolean {
    const pager = this.#pager();
    return pager !== undefined && isDead(statOf(pager));
  }

  /**
   * Tell the monitor to take the terminal and start the pager: in the background that stops P (S5). `words` are words of
   * a shell, which the pager gets before its other arguments. `meanwhile` is done before the pager starts, while the
   * monitor restores the terminal's modes, which takes 2 ms.
   */
  open(words: string, meanwhile: () => void): void {
    this.#state = { at: 'open', pager: undefined };
    // Only now: before it is opened, the guard has nothing to restore.
    this.#guard.tell(`monitor ${this.#sh.running() ?? 0}`);
    process.on('SIGCHLD', this.#look);
    this.#tell('open');
    this.#sh.signal('SIGCONT');
    meanwhile();
    this.#tell(`start ${words}`);
    this.#listen();
  }

  say(verb: Exclude<Verb, 'open' | Start>): void {
    this.#tell(verb);
  }

  /** SIGCONT for the monitor and the guard. */
  proceed(): void {
    this.#sh.signal('SIGCONT');
    this.#guard.proceed();
  }

  /** Tell the guard that the pager has set the terminal's modes: as soon as the pager rests. */
  drawn(): void {
    const pager = this.#pager();
    if (pager !== undefined && statOf(pager)?.state === 'R') setTimeout(() => this.drawn(), BUSY);
    else this.#guard.tell('drawn');
  }

  /** Report when the pager sleeps again: a few looks at /proc after an fg. */
  watch(): void {
    const pager = this.#pager();
    if (pager === undefined) this.#on.pagerRan();
    else whenAllRest(pager, () => this.#on.pagerRan());
  }

  /** Call `missed` if the pager sleeps on after a SIGTSTP, as vim may (P12), and has not stopped meanwhile. */
  ifMissed(missed: () => void): void {
    this.#reminder.start(this.#pager(), missed);
  }

  /**
   * Kill the monitor and the guard, if they run. The promise resolves when Node has reaped both; or
   * at once if one of them does not end in time (`kill`), and process 1 reaps it after our end.
   */
  release(): Promise<unknown> {
    const children = [this.#sh, this.#guard.child];
    if (kill(children)) return Promise.all(children.map(({ end }) => end));
    this.#stopReading();
    return Promise.resolve();
  }

  #pager(): Known | undefined {
    return this.#state.at === 'waiting' ? undefined : this.#state.pager;
  }

  #tell(verb: Verb): void {
    if (this.#state.at === 'open') writeLine(this.#verbs, verb);
  }

  /** Node tells of a child's end, and not of its stop (N3). */
  readonly #look = (): void => {
    const pid = this.#sh.running();
    if (pid !== undefined && stat(pid)?.state === 'T') this.#on.stopped(pid);
  };

  #listen(): void {
    const silence = new Promise<void>((over) => {
      const take = (line: string): void => this.#take(readReport(line));
      this.#stopReading = readLines(this.#reports, take, over);
    });
    const end = Promise.all([this.#sh.end, silence]).then(([how]) => this.#ended(how));
    void Promise.all([end, this.#guard.end]).then(([how, guard]) => {
      if (guard === 'misunderstood') this.#misunderstood({ by: 'guard' });
      this.#on.ended(how);
    });
  }

  #ended(how: Ended): Ended {
    process.off('SIGCHLD', this.#look);
    this.#state = { at: 'over', pager: this.#pager() };
    const isOrderly = how.how === 'exited' && how.code === 0;
    this.#guard.tell(isOrderly ? 'bye' : 'restore');
    if (!isOrderly) this.#on.ended(how);
    return how;
  }

  #take(report: Report): void {
    switch (report.kind) {
      case 'modes':
        this.#modes = report.modes;
        this.#guard.tell(`modes ${report.modes}`);
        break;
      case 'held':
        this.#held = report.modes;
        break;
      case 'pager':
        this.#started(report.pager);
        break;
      case 'status':
        this.#waited(report.status);
        break;
      case 'yielded':
        this.#on.yielded();
        break;
      case 'refused':
        this.#misunderstood({ by: 'monitor', verb: report.verb });
        break;
      case 'unknown':
        this.#misunderstood({ by: 'node', line: report.line });
        break;
    }
  }

  /** Once for each pager: a pager that #early found tells its number later. */
  #started(pager: Pid): Known {
    const found = known(pager);
    if (this.#pager()?.pid === pager) return found;
    process.off('SIGCHLD', this.#look);
    this.#state = { at: 'open', pager: found };
    this.#guard.tell(`pager ${pager}`);
    this.#on.pagerStarted(pager);
    return found;
  }

  /** A pager that ^Z has stopped before it told its number: the one child of its monitor. */
  #early(): Known | undefined {
    const monitor = this.#sh.running();
    const children = monitor === undefined ? [] : childrenOf(monitor);
    const child = children.find((pid) => !isDead(stat(pid)));
    return child === undefined ? undefined : this.#started(child);
  }

  /** The monitor's wait returned. A pager that has ended was reaped by the monitor before (S8). */
  #waited(status: number): void {
    this.#reminder.stop();
    const pager = this.#pager() ?? this.#early();
    if (pager !== undefined && !isDead(statOf(pager))) {
      const modes = this.#held === this.#modes ? 'restored' : 'held';
      this.#on.pagerStopped(pager.pid, signalOf(status), modes);
    } else {
      this.#state = { at: 'open', pager: undefined };
      this.#on.pagerEnded(endOf(status));
    }
  }

  /** Only the first one is told: each would give what is to end its grace period anew. */
  #misunderstood(what: Misunderstanding): void {
    if (this.#isMisunderstood) return;
    this.#isMisunderstood = true;
    this.#on.misunderstood(what);
  }
}
