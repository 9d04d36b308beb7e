/** The monitor: sh -m, which does what Node cannot (S1), one verb and one report at a time. */
import { closeSync, openSync } from 'node:fs';
import type { Ended, Pid, SignalName } from '../../core/types.ts';
import { type Known, known, type Stat, stat, statOf } from '../process/proc.ts';
import { type Descriptors, spawn } from '../process/spawn.ts';
import { send } from '../process/tree.ts';
import { readLines, VERBS, WORDS, writeEnd, writeLine } from './pipes.ts';

export type MonitorListener = {
  readonly pagerStarted: (pager: Pid) => void;
  readonly pagerStopped: (signal: SignalName) => void;
  readonly pagerRan: () => void;
  readonly pagerEnded: (ended: Ended) => void;
  readonly yielded: () => void;
  /** The monitor has ended, with nothing left; and before, if that was not asked for. */
  readonly ended: (how: Ended) => void;
  /** It was stopped before it had started the pager, of which nobody but we are told. */
  readonly stopped: (monitor: Pid) => void;
};

export type Verb = 'park' | 'unpark' | 'yield' | 'take' | 'fg' | 'bye';

export type Monitor = {
  /** Its own number, until it has ended. */
  readonly running: () => Pid | undefined;
  /** The pager, from its start until its end. */
  readonly pager: () => Pid | undefined;
  /** Whether the pager has ended while it was stopped, which an fg need not tell (S13). */
  readonly isOver: () => boolean;
  readonly say: (verb: Verb) => void;
  /** Have it take the terminal and start the pager. Only from the foreground: elsewhere it stops us (S5). */
  readonly begin: () => void;
  /** SIGCONT for it, and for its guard. */
  readonly proceed: () => void;
  /** The pager has had the time to set the terminal's modes to its own, or will have when it first rests. */
  readonly drawn: () => void;
  /** Report when the pager is not stopped any more: a few polls of /proc after an fg. */
  readonly watch: () => void;
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
  /** The pipe of the handover that we are told things by. */
  readonly reports: number;
};

/** A monitor that waits, in our own group, and its guard. */
export type Waiting = {
  /** Whether it can be opened. */
  readonly isThere: () => boolean;
  /** The guard knows of it before it begins: till then there is nothing to lose. */
  readonly open: (on: MonitorListener) => Monitor;
  /**
   * End them, unless that has happened. From its return on they read nothing of what is said to the
   * next ones (S17); they have been reaped when the promise is kept.
   */
  readonly release: () => Promise<unknown>;
};

/** How long a pager that is still busy with its start is left to it, on a busy machine (ms). */
const BUSY = 50;

/** Start a monitor. One that waits must be released before the next one is started. */
export function startMonitor(sh: string, shDirectory: string, start: PagerStart): Waiting {
  const { modes, core, files, trace, command, args } = start;
  const terminal = openSync(start.terminal, 'r+');
  const reports = writeEnd(start.reports);
  // Before its reader begins, who would find nobody there to write.
  const verbs = writeEnd(VERBS);
  const monitor = child(
    [sh, `${shDirectory}/monitor.sh`, sh, modes, core, files, trace, command, ...args],
    [terminal, terminal, terminal, VERBS, reports],
  );
  const guard = startGuard(shDirectory, modes, terminal);
  closeSync(terminal);
  closeSync(reports);
  return {
    isThere: () => isRunning(monitor),
    open: (on) => {
      const say = (verb: Verb | 'open' | 'start'): void => writeLine(verbs, verb);
      guard.tell(`monitor ${monitor.running() ?? 0}`);
      return watchOver(monitor, guard, say, start.reports, on);
    },
    release: () => Promise.all([monitor, guard.child].map(kill)),
  };
}

/** Returns when it runs no more. */
function kill(child: Child): Child['end'] {
  signal(child, 'SIGKILL');
  while (isRunning(child)) sleep(1);
  return child.end;
}

function watchOver(
  monitor: Child,
  guard: Guard,
  say: (verb: Verb | 'open' | 'start') => void,
  reports: number,
  on: MonitorListener,
): Monitor {
  let pager: Known | undefined;
  // Node tells of ends alone (N3).
  const look = (): void => {
    const pid = monitor.running();
    if (pid !== undefined && stat(pid)?.state === 'T') on.stopped(pid);
  };
  const lookNoMore = (): unknown => process.off('SIGCHLD', look);
  const take = (line: string): void => {
    const [report, value] = line.split(' ');
    switch (report) {
      case 'modes':
        guard.tell(line);
        break;
      case 'pager':
        lookNoMore();
        pager = known(Number(value) as Pid);
        guard.tell(line);
        on.pagerStarted(pager.pid);
        break;
      case 'status':
        if (pager !== undefined && isAlive(pager)) on.pagerStopped(signalOf(Number(value)));
        else {
          pager = undefined;
          on.pagerEnded(endOfStatus(Number(value)));
        }
        break;
      case 'yielded':
        on.yielded();
        break;
    }
  };
  const silence = new Promise<void>((begun) => readLines(reports, take, begun));
  const monitorEnd = Promise.all([monitor.end, silence]);
  void monitorEnd.then(([end]) => {
    lookNoMore();
    const isOrderly = end.how === 'exited' && end.code === 0;
    guard.tell(isOrderly ? 'bye' : 'mend');
    if (!isOrderly) on.ended(end);
  });
  void Promise.all([monitorEnd, guard.child.end]).then(([[end]]) => on.ended(end));
  const watch = (): void => {
    if (pager !== undefined && statOf(pager)?.state === 'T') setTimeout(watch, 1);
    else on.pagerRan();
  };
  const drawn = (): void => {
    if (pager !== undefined && statOf(pager)?.state === 'R') setTimeout(drawn, BUSY);
    else guard.tell('drawn');
  };
  return {
    watch,
    say,
    begin: () => {
      process.on('SIGCHLD', look);
      say('open');
      signal(monitor, 'SIGCONT');
      say('start');
    },
    proceed: () => {
      signal(monitor, 'SIGCONT');
      guard.proceed();
    },
    drawn,
    running: monitor.running,
    pager: () => (pager !== undefined && statOf(pager) !== undefined ? pager.pid : undefined),
    isOver: () => pager !== undefined && !isAlive(pager),
  };
}

type Child = {
  /** Its number, until it has ended. */
  readonly running: () => Pid | undefined;
  /** As with 127 where it could not be started. */
  readonly end: Promise<Ended>;
};

function child(argv: readonly string[], descriptors: Descriptors): Child {
  let pid: Pid | undefined;
  const end = new Promise<Ended>((resolve) => {
    const over = (how: Ended): void => {
      pid = undefined;
      resolve(how);
    };
    const failed = (): void => over({ how: 'exited', code: 127 });
    pid = spawn(argv, descriptors, { failed, ended: over });
  });
  return { running: () => pid, end };
}

/** Not for one that has ended, whose number may be another's; Node may be about to tell us of it. */
function signal({ running }: Child, name: SignalName): void {
  const pid = running();
  if (pid !== undefined) send([pid], name);
}

function isRunning({ running }: Child): boolean {
  const pid = running();
  return pid !== undefined && !isDead(stat(pid));
}

type Guard = {
  readonly child: Child;
  readonly tell: (line: string) => void;
  readonly proceed: () => void;
};

/**
 * The guard, which sees to pager and terminal where we or the monitor cannot any more. It is in
 * our own group, and the terminal's stops are none of its business.
 */
function startGuard(shDirectory: string, modes: string, terminal: number): Guard {
  const words = writeEnd(WORDS);
  const guard = child(['/bin/sh', `${shDirectory}/guard.sh`, modes], [WORDS, 'ignore', terminal]);
  const proceed = (): void => signal(guard, 'SIGCONT');
  const tell = (line: string): void => {
    writeLine(words, line);
    // Stopped, it would not read that.
    proceed();
  };
  return { child: guard, tell, proceed };
}

/** A pager that has ended was reaped by its monitor before that reported (S8). */
const isAlive = (pager: Known): boolean => !isDead(statOf(pager));

const isDead = (found: Stat | undefined): boolean => found === undefined || found.state === 'Z';

/** Do nothing at all for so many milliseconds. */
const sleep = (time: number): unknown =>
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, time);

function signalOf(status: number): SignalName {
  // Their numbers differ between architectures; loaded here, as no start needs them.
  const names = Object.entries(process.getBuiltinModule('node:os').constants.signals);
  return (names.find(([, number]) => number === status - 128)?.[0] ?? 'SIGSTOP') as SignalName;
}

function endOfStatus(status: number): Ended {
  return status > 128
    ? { how: 'killed', signal: signalOf(status) }
    : { how: 'exited', code: status };
}
