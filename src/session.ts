/** One run: gives the machine its ports, and the outside world its way back to the machine. */
import { closeSync, openSync } from 'node:fs';
import { isatty } from 'node:tty';
import * as messages from './cli/messages.ts';
import { type Pager, startOf } from './cli/pagers.ts';
import type { Tracing } from './cli/tracers.ts';
import type { Action } from './core/action.ts';
import type { Event } from './core/event.ts';
import { exitPlan } from './core/exit.ts';
import type { SignalName } from './core/types.ts';
import { find } from './os/find.ts';
import { journal } from './os/journal.ts';
import type { Handover } from './os/launcher.ts';
import { type Monitor, startMonitor } from './os/monitor.ts';
import { close, continueStopped, signalGroup } from './os/pager.ts';
import { end, listenForStops, listenWhileTracing, stopGroup } from './os/signals.ts';
import type { Spool } from './os/spool.ts';
import { device, ownership } from './os/terminal.ts';
import { startTracer } from './os/tracer.ts';
import { machine } from './runtime/loop.ts';

export type Request = {
  readonly given: Handover;
  readonly say: (text: string) => void;
  readonly command: string;
  readonly tracing: Tracing;
  /** None where nothing is to be paged. */
  readonly pager: Pager | undefined;
  /** None where the tracer runs untouched. */
  readonly spool: Spool | undefined;
  readonly shDirectory: string;
};

/** Start the tracer, and see the run through to its end; nothing is left to do after it. */
export function session(request: Request): void {
  const { given, say, spool } = request;
  let monitor: Monitor | undefined;
  const happened = (event: Event): void => dispatch(event);
  const signalled = (signal: SignalName): void => happened({ type: 'signalled', signal });
  const perform = (action: Action): Event | undefined => {
    switch (action.type) {
      case 'signalTracer':
        tracer?.kill(action.signal as NodeJS.Signals);
        return undefined;
      case 'openPager':
        listenForStops(signalled);
        monitor = openPager(request, happened);
        return undefined;
      case 'signalPager':
        signalGroup(monitor, action.signal);
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
        stopGroup(action.signal);
        return { type: 'continued', terminal: ownership(monitor?.pid) };
      case 'resumePager':
        continueStopped(monitor?.pid);
        monitor?.say('take');
        monitor?.say('fg');
        return undefined;
      case 'watchPager':
        monitor?.watch();
        return undefined;
      case 'closePager':
        close(monitor);
        return undefined;
      case 'printTrace':
        spool?.copyTo(given.stdio[2]);
        return undefined;
      case 'discardTrace':
        if (spool?.isCut()) say(messages.traceCut(spool.path));
        spool?.discard();
        return undefined;
      case 'keepTrace':
        if (spool !== undefined) say(messages.traceKept(spool.path));
        return undefined;
      case 'complain':
        say(messages.complaint(action.failure, request.command, request.pager));
        return undefined;
      case 'exit':
        return end(exitPlan(action.outcome));
    }
  };
  const dispatch = machine({ perform, record: journal(process.env['VIMTRACE_JOURNAL']) });
  listenWhileTracing(given.ignored, signalled);
  const tracer = start(request, happened);
}

function start(request: Request, happened: (event: Event) => void) {
  const { given, spool, tracing, command } = request;
  const found = find(command, process.env['PATH']);
  if (found !== 'executable') {
    const failure = { kind: 'tracer', code: found, detail: '' } as const;
    happened({ type: 'tracerFailed', failure });
    return undefined;
  }
  const streams = streamsOf(request);
  const argv =
    tracing.by === 'option'
      ? spool === undefined
        ? tracing.untouched
        : tracing.argv(spool.path)
      : tracing.argv;
  const child = startTracer(argv, streams, given, request.shDirectory, {
    started: () => happened({ type: 'tracerStarted' }),
    failed: (detail) =>
      happened({ type: 'tracerFailed', failure: { kind: 'tracer', code: 'other', detail } }),
    ended: (ended) =>
      happened({
        type: 'tracerEnded',
        ended,
        trace:
          spool === undefined || request.pager === undefined || spool.isEmpty()
            ? 'empty'
            : 'present',
        terminal: ownership(undefined),
      }),
  });
  const [, ...ours] = given.stdio;
  for (const [at, fd] of streams.slice(1).entries()) if (fd !== ours[at]) closeSync(fd);
  return child;
}

/** The tracer's 0, 1 and 2: where its prints are the trace, those meant for the terminal go to the spool. */
function streamsOf({ given, spool, tracing }: Request): [number, number, number] {
  const [stdin, stdout, stderr] = given.stdio;
  if (tracing.by !== 'streams' || spool === undefined) return [stdin, stdout, stderr];
  const into = (fd: number): number => (isatty(fd) ? openSync(spool.path, 'a') : fd);
  return [stdin, into(stdout), into(stderr)];
}

function openPager(request: Request, happened: (event: Event) => void): Monitor {
  const { given, pager, spool, tracing } = request;
  const path = spool?.path ?? '';
  const filetype = tracing.by === 'option' ? tracing.filetype : '';
  const { command, args, stdin, onStop } = startOf(pager?.command ?? '', path, filetype);
  const start = {
    command,
    args,
    stdin: stdin === 'trace' ? path : undefined,
    terminal: device(given.stdio),
    modes: given.modes,
    core: given.core,
  };
  return startMonitor(process.env['VIMTRACE_SH'] || '/bin/sh', request.shDirectory, start, {
    pagerStarted: (pid) => happened({ type: 'pagerStarted', pager: pid }),
    pagerStopped: (signal) =>
      happened({
        type: 'pagerStopped',
        modes: signal === 'SIGTSTP' && onStop === 'orderly' ? 'restored' : 'left',
      }),
    pagerRan: () =>
      happened({
        type: 'pagerRan',
        redraws: onStop === 'orderly' ? 'onStop' : 'onWindowChange',
      }),
    pagerEnded: (ended) => happened({ type: 'pagerEnded', ended }),
    yielded: () => happened({ type: 'terminalYielded' }),
    ended: () => happened({ type: 'monitorEnded' }),
  });
}
