/** Which pager it is to be, how it is started, and what its monitor reports as events. */
import { large } from '../cli/limits.ts';
import * as messages from '../cli/messages.ts';
import type { Pager } from '../cli/pagers/choose.ts';
import { pagerOf, startOf } from '../cli/pagers/start.ts';
import { pagers } from '../cli/pagers/table.ts';
import { withOwn } from '../cli/table.ts';
import type { Event } from '../core/event.ts';
import type { Ended, Stop } from '../core/types.ts';
import {
  type Monitor,
  type MonitorListener,
  type PagerStart,
  startMonitor,
  type Waiting,
} from '../os/job/monitor.ts';
import { device, ownership } from '../os/job/terminal.ts';
import { find } from '../os/process/find.ts';
import { sizeOf } from '../os/trace/file.ts';
import type { Request } from './request.ts';

/** The pager, or less where the trace is too large for it, which is said. */
export function pagerForSize({ pager, spool, say, settings }: Request): Pager | undefined {
  if (pager === undefined || spool === undefined) return pager;
  const hasLess = (): boolean => find('less', process.env['PATH']) === 'executable';
  const bytes = sizeOf(spool.path);
  const table = withOwn(pagers, settings.pagers);
  const chosen = pagerOf(pager, bytes, large(settings.large.value), hasLess, table);
  if (chosen !== pager) say(messages.tooLarge(bytes, pager));
  return chosen;
}

/** A pager, and the monitor that waits to start it. */
export type Ready = { readonly pager: Pager; readonly monitor: Waiting; readonly stop: Stop };

/** Throws where there is no terminal. */
export function readyFor(
  pager: Pager,
  { given, spool, plan, shDirectory, settings }: Request,
): Ready {
  const file = spool?.path ?? '';
  const trace = {
    file,
    filetype: plan.by === 'nothing' ? '' : plan.filetype,
    isColoured: !process.env['NO_COLOR'],
  };
  const table = withOwn(pagers, settings.pagers);
  const { command, args, stdin, stop } = startOf(pager.command, trace, table);
  const start: PagerStart = {
    command,
    args,
    trace: stdin === 'trace' ? file : '',
    terminal: device(given.stdio),
    modes: given.modes,
    core: given.core,
    files: given.files,
    reports: given.reports,
  };
  const sh = process.env['VIMTRACE_SH'] || '/bin/sh';
  return { pager, monitor: startMonitor(sh, shDirectory, start), stop };
}

export const openPager = ({ monitor, stop }: Ready, happened: (event: Event) => void): Monitor =>
  monitor.open(pagerReports(stop, happened));

/** By whichever signal: a stopped process ends in no other way. */
export const endedWhileStopped = (): Event => ({
  type: 'pagerEnded',
  ended: { how: 'killed', signal: 'SIGKILL' },
  terminal: ownership(undefined),
});

export const monitorEnded = (ended: Ended): Event => ({
  type: 'monitorEnded',
  ended,
  terminal: ownership(undefined),
});

function pagerReports(stop: Stop, happened: (event: Event) => void): MonitorListener {
  return {
    pagerStarted: () => happened({ type: 'pagerStarted' }),
    pagerStopped: (signal) =>
      happened({
        type: 'pagerStopped',
        stop: signal === 'SIGTSTP' ? stop : 'abrupt',
      }),
    pagerRan: () => happened({ type: 'pagerRan', stop }),
    pagerEnded: (ended) => happened({ type: 'pagerEnded', ended, terminal: ownership(undefined) }),
    yielded: () => happened({ type: 'terminalYielded' }),
    ended: (how) => happened(monitorEnded(how)),
    stopped: (monitor) => happened({ type: 'monitorStopped', terminal: ownership(monitor) }),
  };
}
