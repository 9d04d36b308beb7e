/** A model of the kernel and the shell: a session's groups, who is stopped, who owns the terminal, and its modes. */

import type { Ownership, Stop, Terminal } from '../../src/core/types.ts';
import type { Guard } from './guard.ts';

/** The groups that matter; the monitor is in P's own while it has yielded (set +m). R: a rival's pager. */
export type Group = 'shell' | 'P' | 'S' | 'G' | 'R';
export type Run = 'running' | 'stopped' | 'ended';

export type Fate = { readonly code: number } | { readonly signal: 'SIGHUP' | 'SIGKILL' };
/** Each place where the monitor or the guard sets the terminal's modes. */
export type Stty = 'stty at park' | 'stty at unpark' | 'stty at bye' | 'stty by the guard';
export type StopSignal = 'SIGTSTP' | 'SIGSTOP';

/**
 * Whether there is a shell, and who has the terminal at the start; whether another vimtrace of P has its pager
 * there; whether a process of P reads what the program wrote; whether the pager stops in order.
 */
export type Session = {
  readonly shell: boolean;
  readonly foreground: boolean;
  readonly rival: boolean;
  readonly reader: boolean;
  readonly manners: Stop;
};

/** What a wrong machine would make the real kernel do to a user. */
export class Violation extends Error {}

export class Kernel {
  foreground: Group | 'gone';
  shell: boolean;
  /** Whether the other vimtrace of P is there. */
  rival: boolean;
  /** The process of P that reads what the program wrote. */
  reader: Run;
  node: Run = 'running';
  monitor: Run | 'unborn' = 'unborn';
  pager: Run | 'unborn' = 'unborn';
  /** How the pager ended, and how it stopped last: what a wait for it returns. */
  fate: Fate | undefined;
  stop: Stop = 'abrupt';
  /** Whether the pager's screen is on the terminal. */
  drawn = true;
  /** The terminal's modes: the ones that a shell gives its jobs, or the pager's own. */
  modes: 'shell' | 'pager' = 'shell';
  /** Whether the monitor was ended by a SIGKILL, so that it gave nothing back. */
  monitorKilled = false;
  /** Whether the monitor is in P's group, with the terminal given back. */
  yielded = false;
  /** Signals that vimtrace has caught, or will once it is continued. */
  readonly pending: ('SIGTERM' | 'SIGHUP' | 'SIGTSTP')[] = [];

  /** What the pager does on SIGTSTP. */
  readonly manners: Stop;

  private readonly lacks: readonly string[];

  /** `lacks`: the stty that are left out. */
  constructor(session: Session, lacks: readonly string[] = []) {
    this.lacks = lacks;
    this.manners = session.manners;
    this.shell = session.shell;
    this.rival = session.rival;
    this.reader = session.reader ? 'running' : 'ended';
    this.foreground = session.foreground || !session.shell ? (this.rival ? 'R' : 'P') : 'shell';
  }

  /** Who has the terminal, as vimtrace sees it. */
  seenByP(): Ownership {
    if (this.foreground === 'gone') return 'gone';
    if (this.foreground === 'P') return 'foreground';
    return this.shell ? 'background' : 'orphaned';
  }

  /** The same for a pager that is due. */
  due(): Terminal {
    const seen = this.seenByP();
    return this.rival && seen !== 'gone' ? 'lent' : seen;
  }

  /** kill(0, SIGTSTP or SIGTTIN) by vimtrace: discarded in an orphaned group, else it stops whom it finds there. */
  stopP(): void {
    if (!this.shell) return;
    if (['S', 'G', 'R'].includes(this.foreground))
      throw new Violation('P stopped while a pager’s side owns the terminal');
    this.node = 'stopped';
    this.stopReader();
    if (this.yielded && this.monitor === 'running') this.monitor = 'stopped';
    this.giveToShell();
  }
  /** The shell's wait returns, and the shell takes its terminal; not every shell sets its own modes then. */
  private giveToShell(): void {
    this.foreground = 'shell';
    if (this.modes === 'pager')
      throw new Violation('the shell has its terminal with the modes of the pager');
  }

  /** A signal for vimtrace itself: a stop signal is discarded by the SIGCONT that ends its stop, so never seen. */
  signalNode(signal: 'SIGTERM' | 'SIGHUP' | 'SIGTSTP'): void {
    if (signal !== 'SIGTSTP' || this.node === 'running') this.pending.push(signal);
  }

  /** A reader is stopped by anybody who sends the signal. */
  stopReader(): void {
    if (this.reader === 'running' && this.shell) this.reader = 'stopped';
  }
  endReader(): void {
    if (this.reader === 'running') this.reader = 'ended';
  }

  /** ^Z in the rival's pager, which stops P as ours does. */
  stopRival(): void {
    if (this.foreground !== 'R' || !this.shell) return;
    this.foreground = 'P';
    this.stopP();
  }
  /** The rival was continued with P, and its pager owns the terminal again. */
  resumeRival(): void {
    if (this.rival && this.foreground === 'P' && this.node === 'running') this.foreground = 'R';
  }
  endRival(): void {
    if (this.foreground === 'R') this.foreground = 'P';
    if (this.foreground === 'P') this.rival = false;
  }

  /** SIGCONT to the group P. */
  continueP(): void {
    if (this.node !== 'stopped') return;
    this.node = 'running';
    // In the background a reader such as less stops again when it reads the terminal.
    if (this.reader === 'stopped' && this.foreground === 'P') this.reader = 'running';
    if (this.yielded && this.monitor === 'stopped') this.monitor = 'running';
  }

  /** The shell's fg and bg: of a job that is stopped. */
  fg(): boolean {
    if (!this.shell || this.foreground !== 'shell' || this.node === 'ended') return false;
    this.foreground = 'P';
    this.continueP();
    return true;
  }
  bg(): boolean {
    if (!this.shell || this.foreground !== 'shell' || this.node !== 'stopped') return false;
    this.continueP();
    // The rival stops P again, as any vimtrace whose pager is in the background.
    if (this.rival) this.stopP();
    return true;
  }

  /** tcsetpgrp(3) by the monitor; dash's ignores SIGTTOU, so that nothing but its caller protects the shell (S7). */
  take(group: 'S' | 'G'): void {
    if (this.foreground === 'gone') return;
    if (this.foreground === 'shell' || this.rival)
      throw new Violation(`the terminal is taken from the shell, or a rival, for ${group}`);
    if (this.reader !== 'ended') throw new Violation('the terminal is taken from a reader');
    this.foreground = group;
  }
  giveBack(): void {
    if (this.foreground === 'S' || this.foreground === 'G') this.foreground = 'P';
  }

  /** stty(1) by the monitor or the guard; neither changes a terminal that is a shell's. */
  stty(where: Stty, modes: 'shell' | 'pager'): void {
    if (this.foreground !== 'shell' && !this.lacks.includes(where)) this.modes = modes;
  }

  startPager(): void {
    this.pager = 'running';
    this.modes = 'pager';
  }
  stopPager(signal: StopSignal): void {
    if (this.pager !== 'running') return;
    this.pager = 'stopped';
    this.stop = signal === 'SIGTSTP' ? this.manners : 'abrupt';
    this.drawn = false;
    if (this.stop === 'orderly') this.modes = 'shell';
  }
  /** SIGCONT, which crashes a pager that is not stopped (S11). */
  continuePager(): void {
    if (this.pager !== 'stopped') return;
    this.pager = 'running';
    if (this.stop === 'orderly') {
      this.drawn = true;
      this.modes = 'pager';
    } else if (this.modes === 'shell' && this.foreground !== 'gone')
      throw new Violation('the pager goes on with the modes of the shell');
  }
  /** SIGWINCH without a change of size: one that has manners asks for the size, and finds no change. */
  resizePager(): void {
    if (this.pager === 'running' && this.manners === 'abrupt') this.drawn = true;
  }
  endPager(fate: Fate): void {
    if (this.pager === 'unborn' || this.pager === 'ended') return;
    // One that quits puts the modes right; one that is killed cannot.
    if ('code' in fate) this.modes = 'shell';
    this.pager = 'ended';
    this.fate = fate;
  }

  endMonitor(): void {
    if (this.monitor === 'unborn' || this.monitor === 'ended') return;
    if (!this.yielded) this.giveBack();
    this.monitor = 'ended';
  }

  /** SIGKILL for the monitor: the terminal stays with its group, or with the pager's. */
  killMonitor(): void {
    if (this.monitor === 'unborn' || this.monitor === 'ended') return;
    this.monitor = 'ended';
    this.monitorKilled = true;
  }

  /** vimtrace ends, and the shell takes its terminal. */
  endNode(): void {
    if ((this.foreground === 'S' || this.foreground === 'G') && !this.monitorKilled)
      throw new Violation(`ended, and the terminal is ${this.foreground}’s`);
    this.node = 'ended';
    if (this.shell) this.giveToShell();
  }
  /** SIGKILL for vimtrace: the guard acts at once, for any moment between the two would be the shell's own affair. */
  killNode(guard: Guard): void {
    if (this.node === 'ended') return;
    this.node = 'ended';
    guard.vimtraceKilled();
    if (this.shell) this.giveToShell();
  }

  /** The session leader ends: its terminal goes, its foreground group and newly orphaned stopped ones hear of it (H1). */
  hangup(): void {
    if (!this.shell) return;
    this.shell = false;
    const was = this.foreground;
    this.foreground = 'gone';
    if (was === 'G') this.endPager({ signal: 'SIGHUP' });
    this.rival = false;
    this.reader = 'ended';
    if (was !== 'P' && this.node !== 'stopped') return;
    this.pending.push('SIGHUP');
    if (this.yielded && this.monitor !== 'unborn') this.monitor = 'ended';
    this.continueP();
  }
}
