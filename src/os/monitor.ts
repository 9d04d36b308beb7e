/** The monitor: sh -m, which does what Node cannot (S1), one verb and one report at a time. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import type { Duplex } from 'node:stream';
import type { Ended, Pid, SignalName } from '../core/types.ts';
import { type Known, known, statOf } from './proc.ts';

export type MonitorListener = {
  readonly pagerStarted: (pager: Pid) => void;
  readonly pagerStopped: (signal: SignalName) => void;
  readonly pagerRan: () => void;
  readonly pagerEnded: (ended: Ended) => void;
  readonly yielded: () => void;
  /** The monitor has ended, with nothing left; and before, if that was not asked for. */
  readonly ended: () => void;
};

export type Verb = 'park' | 'unpark' | 'yield' | 'take' | 'fg' | 'bye';

export type Monitor = {
  readonly pid: Pid | undefined;
  /** The pager, from its start until its end. */
  readonly pager: () => Pid | undefined;
  /** Whether the pager has ended while it was stopped, which an fg need not tell (S13). */
  readonly isOver: () => boolean;
  readonly say: (verb: Verb) => void;
  /** The pager has had the time to set the terminal's modes to its own. */
  readonly drawn: () => void;
  /** Report when the pager is not stopped any more: a few polls of /proc after an fg. */
  readonly watch: () => void;
};

export type PagerStart = {
  /** Shell text, and the arguments it is run with. */
  readonly command: string;
  readonly args: readonly string[];
  /** The file to be its standard input; the terminal where there is none. */
  readonly stdin: string | undefined;
  readonly terminal: string;
  readonly modes: string;
  /** The soft limits, as in the handover. */
  readonly core: string;
  readonly files: string;
};

/** Start the monitor, and by it the pager. Only from the foreground: elsewhere it stops us (S5). */
export function startMonitor(
  sh: string,
  shDirectory: string,
  start: PagerStart,
  on: MonitorListener,
): Monitor {
  const terminal = openSync(start.terminal, 'r+');
  const stdin = start.stdin === undefined ? terminal : openSync(start.stdin, 'r');
  const child = spawn(
    sh,
    [
      '-m',
      `${shDirectory}/monitor.sh`,
      start.modes,
      start.core,
      start.files,
      start.command,
      ...start.args,
    ],
    { stdio: [stdin, terminal, terminal, 'pipe', 'pipe'] },
  );
  const guard =
    child.pid === undefined ? undefined : startGuard(shDirectory, child.pid, start.modes, terminal);
  if (stdin !== terminal) closeSync(stdin);
  closeSync(terminal);
  const tellGuard = (text: string): void => {
    guard?.stdin?.write(`${text}\n`);
    // Stopped, it would not read that.
    guard?.kill('SIGCONT');
  };
  let pager: Known | undefined;
  const monitorEnd = endOf(child);
  void monitorEnd.then(() => {
    const isOrderly = child.exitCode === 0;
    tellGuard(isOrderly ? 'bye' : 'mend');
    if (!isOrderly) on.ended();
  });
  void Promise.all([monitorEnd, endOf(guard)]).then(on.ended);
  listen(child, (report, value) => {
    switch (report) {
      case 'pager':
        pager = known(Number(value) as Pid);
        tellGuard(`pager ${value}`);
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
  });
  const verbs = child.stdio[3] as Duplex;
  // A monitor that has died is told of by `ended`, not by EPIPE.
  verbs.on('error', () => undefined);
  const watch = (): void => {
    if (pager !== undefined && statOf(pager)?.state === 'T') setTimeout(watch, 1);
    else on.pagerRan();
  };
  return {
    watch,
    drawn: () => tellGuard('drawn'),
    pid: child.pid as Pid | undefined,
    pager: () => (pager !== undefined && statOf(pager) !== undefined ? pager.pid : undefined),
    isOver: () => pager !== undefined && !isAlive(pager),
    say: (verb) => void verbs.write(`${verb}\n`),
  };
}

/**
 * The guard, which sees to pager and terminal where we or the monitor cannot any more. It is in
 * our own group, and the terminal's stops are none of its business.
 */
function startGuard(
  shDirectory: string,
  monitor: number,
  modes: string,
  terminal: number,
): ChildProcess {
  const guard = spawn('/bin/sh', [`${shDirectory}/guard.sh`, `${monitor}`, modes], {
    stdio: ['pipe', 'ignore', terminal],
  });
  // Whether it has ended is told by its end.
  guard.stdin?.on('error', () => undefined);
  return guard;
}

/** Its end, or that it could not be started. */
const endOf = (child: ChildProcess | undefined): Promise<void> =>
  new Promise((done) => {
    if (child === undefined) return done();
    child.once('error', () => done());
    child.once('close', () => done());
  });

function listen(child: ChildProcess, take: (report: string, value: string) => void): void {
  const reports = child.stdio[4] as Duplex;
  reports.on('error', () => undefined);
  let rest = '';
  reports.setEncoding('latin1').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const [report = '', value = ''] = line.split(' ');
      take(report, value);
    }
  });
}

/** A pager that has ended was reaped by its monitor before that reported (S8). */
function isAlive(pager: Known): boolean {
  const found = statOf(pager);
  return found !== undefined && found.state !== 'Z';
}

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
