/** The pager's side of a run: carries out the orders about pager, monitor and terminal. */
import type { Pager } from '../cli/pagers/choose.ts';
import type { PagerAction } from '../core/action.ts';
import type { Event } from '../core/event.ts';
import type { Ended, Outcome, Pid, SignalName, Terminal } from '../core/types.ts';
import type { Monitor } from '../os/job/monitor.ts';
import { close, continueStopped, endPager, signalGroup } from '../os/job/pager.ts';
import { type Readers, readersOn } from '../os/job/readers.ts';
import {
  listenForStops,
  listenForStopsNoMore,
  stopGroup,
  whenSignalsAreHeard,
} from '../os/job/signals.ts';
import { ownership } from '../os/job/terminal.ts';
import { turnIn } from '../os/job/turn.ts';
import { writeTitle } from '../os/trace/record.ts';
import { stateDirectory } from '../os/trace/state.ts';
import {
  endedWhileStopped,
  monitorEnded,
  monitorFor,
  openingOf,
  pagerForSize,
  shownOf,
} from './pager.ts';
import { isSplit, type Request, type Shown } from './request.ts';
import type { Undelivered } from './undelivered.ts';

/** Stands in for the end of a monitor that was never opened. */
const inOrder: Ended = { how: 'exited', code: 0 };
/** By then the pager has drawn its first screen (ms). */
const SOON = 100;

export class PagerSide {
  readonly #request: Request;
  readonly #undelivered: Undelivered;
  readonly #happened: (event: Event) => void;
  readonly #turn = turnIn(stateDirectory(process.env));
  readonly #readers: Readers;
  #pager: Pager | undefined;
  #monitor: Monitor | undefined;
  #title: (() => string) | undefined;
  #shown: Shown | undefined;

  constructor(request: Request, undelivered: Undelivered, happened: (event: Event) => void) {
    this.#request = request;
    this.#undelivered = undelivered;
    this.#happened = happened;
    this.#pager = request.pager;
    this.#readers = readersOn(request.given.stdio[1]);
    // Started beside the tracer, so that nobody waits for the monitor when the pager is due.
    // Of a trace with a file for each process, nobody knows yet which files the pager shows.
    this.#monitor =
      request.pager && request.spool && !isSplit(request)
        ? ahead(request.pager, request, request.shown, happened)
        : undefined;
  }

  /** The pager in use. */
  pager(): Pager | undefined {
    return this.#pager;
  }

  /** Set the title of the trace, for the pager that is opened next: asked for when a pager is opened. */
  entitle(title: () => string): void {
    this.#title = title;
  }

  /** Whether the pager runs as process `pid`. */
  isPager(pid: Pid): boolean {
    return pid === this.#monitor?.pager();
  }

  /** Who owns the terminal now; the monitor counts as P, for which it keeps the terminal. */
  owner(): Terminal {
    return ownership(this.#monitor?.running());
  }

  /** Whether the pager has to wait for readers of the program's output. */
  readers(): 'none' | 'left' {
    return this.#readers.find();
  }

  /** Who owns the terminal, for a pager that is due: takes the turn of P first, if it can be had. */
  due(): Terminal {
    const taken = this.#turn.take();
    const terminal = ownership(undefined, this.#request.given.ignored);
    return taken === 'ours' || terminal === 'gone' ? terminal : 'lent';
  }

  /** Give the turn back and end a monitor that waits, then `over`. */
  leave(over: () => void): void {
    this.#turn.giveBack();
    this.#readers.leave();
    discard(this.#shown ?? this.#request.shown);
    if (this.#monitor === undefined) over();
    else void this.#monitor.release().then(over);
  }

  /** Carry `action` out; returns the event, where the outcome is known at once. */
  perform(action: PagerAction): Event | undefined {
    const monitor = this.#monitor;
    const { postpone } = this.#undelivered;
    switch (action.type) {
      case 'awaitReaders':
        this.#readers.await({
          ended: () => this.#happened({ type: 'readersEnded', terminal: this.due() }),
          stopped: () => this.#happened({ type: 'readersStopped', terminal: this.#waits() }),
        });
        return undefined;
      case 'awaitTurn':
        this.#turn.await(() => this.#happened({ type: 'continued', terminal: this.due() }));
        return undefined;
      case 'openPager':
        this.#open(action.outcome);
        return undefined;
      case 'continueMonitor':
        monitor?.proceed();
        return undefined;
      case 'guardPager':
        setTimeout(() => monitor?.drawn(), SOON);
        return undefined;
      case 'signalPager':
        postpone(signalGroup(monitor, action.signal));
        if (action.signal === 'SIGTSTP')
          monitor?.ifMissed(() => postpone(signalGroup(monitor, 'SIGTSTP')));
        return undefined;
      case 'endPager':
        postpone(endPager(monitor, action.signal));
        return undefined;
      case 'parkModes':
        monitor?.say('park');
        return undefined;
      case 'unparkModes':
        monitor?.say('take');
        monitor?.say('unpark');
        return undefined;
      case 'yieldTerminal':
        monitor?.say('yield');
        return undefined;
      case 'stopGroup':
        stopGroup(action.signal, this.#request.given.ignored, () => this.#continued());
        return undefined;
      case 'resumePager':
        return this.#resume();
      case 'watchPager':
        monitor?.watch();
        return undefined;
      case 'closePager':
        return this.#close(action.signal);
    }
  }

  /**
   * After fg the pager goes on at once, because a signal that is heard later still ends it. Before P stops again, or a
   * pager opens, signals must have been heard; that takes 0.5 ms.
   */
  #continued(): void {
    const terminal = this.owner();
    // A monitor alone waits for a pager that is due.
    if (this.#monitor?.pager() !== undefined && terminal === 'foreground')
      this.#happened({ type: 'continued', terminal });
    else whenSignalsAreHeard(() => this.#happened({ type: 'continued', terminal: this.owner() }));
  }

  /** Who owns the terminal, for a pager that may not take the turn of P yet. */
  #waits(): Terminal {
    const terminal = ownership(undefined, this.#request.given.ignored);
    return terminal !== 'gone' && this.#turn.isTaken() ? 'lent' : terminal;
  }

  #open(outcome: Outcome): void {
    const chosen = pagerForSize(this.#request);
    // Before the monitor takes the terminal: until then a ^Z stops all of P, and vimtrace with P.
    const shown = chosen && shownOf(chosen, this.#request, this.#title?.() ?? '', outcome);
    this.#shown = shown;
    const words = chosen === undefined ? '' : openingOf(chosen, this.#request, shown, outcome);
    if (chosen !== undefined) this.#monitor = this.#monitorOf(chosen, shown);
    this.#pager = chosen;
    // Only now: a ^Z stops a child that spawn has not yet made the monitor, and spawn waits for it.
    // Without a listener the same ^Z stops vimtrace, and a SIGCONT continues both.
    listenForStops(this.#request.given.ignored, (signal) =>
      this.#happened({ type: 'signalled', signal, terminal: this.owner() }),
    );
    this.#monitor?.open(words, () => this.#writeTitle());
  }

  #writeTitle(): void {
    const place = this.#request.spool?.place;
    if (place !== undefined && this.#title !== undefined) writeTitle(place, this.#title());
  }

  /** The monitor that waits, unless it has ended or is for another pager. */
  #monitorOf(chosen: Pager, shown: Shown | undefined): Monitor {
    const waiting = this.#monitor;
    if (chosen === this.#pager && waiting?.isReady()) return waiting;
    void waiting?.release();
    this.#monitor = undefined;
    return monitorFor(chosen, this.#request, shown, this.#happened);
  }

  #resume(): Event | undefined {
    const monitor = this.#monitor;
    continueStopped(monitor?.running());
    monitor?.say('take');
    if (monitor?.hasLostPager()) return endedWhileStopped();
    monitor?.say('fg');
    return undefined;
  }

  #close(signal: SignalName): Event | undefined {
    listenForStopsNoMore(this.#request.given.ignored);
    this.#undelivered.postpone(close(this.#monitor, signal));
    return this.#monitor?.wasOpened() ? undefined : monitorEnded(inOrder);
  }
}

/** Remove what only the pager needed. */
function discard(shown: Shown | undefined): void {
  try {
    shown?.discard();
  } catch {
    // A directory that is read-only by now: the files go with the trace.
  }
}

/** None without a terminal now: there may be one when the pager is due. */
function ahead(...given: Parameters<typeof monitorFor>): Monitor | undefined {
  try {
    return monitorFor(...given);
  } catch {
    return undefined;
  }
}
