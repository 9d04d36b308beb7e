/** Which pager is used, how its monitor is started, and the monitor's reports as events. */

import { large } from '../cli/limits.ts';
import * as messages from '../cli/messages.ts';
import type { Pager } from '../cli/pagers/choose.ts';
import {
  openingWords,
  pagerOf,
  showsMany,
  startOf,
  tableFor,
  type Where,
} from '../cli/pagers/start.ts';
import { posixWord } from '../cli/quote.ts';
import type { Event } from '../core/event.ts';
import { hasFailed } from '../core/exit.ts';
import type { Ended, Failure, Outcome, Stop } from '../core/types.ts';
import { Monitor } from '../os/job/monitor.ts';
import type { MonitorListener, PagerStart } from '../os/job/pager-start.ts';
import type { Misunderstanding } from '../os/job/protocol.ts';
import { shSettings } from '../os/job/protocol.ts';
import { whenAllStopped } from '../os/job/stopping.ts';
import { device, ownership } from '../os/job/terminal.ts';
import { find, nameOfFile } from '../os/process/find.ts';
import { sizeOf } from '../os/trace/file.ts';
import { isSplit, type Request, type Shown } from './request.ts';

/** The pager; or less, with a message, if the trace is too large for the pager. */
export function pagerForSize(request: Request): Pager | undefined {
  const { pager, spool, say, settings } = request;
  if (pager === undefined || spool === undefined) return pager;
  const table = () => tableFor(pager.command, settings.pagers, realName);
  // The pager reads the file of a process only when the user asks for that.
  if (isSplit(request) && showsMany(pager.command, table())) return pager;
  const hasLess = (): boolean => find('less', process.env['PATH']) === 'executable';
  const bytes = sizeOf(spool.path);
  const chosen = pagerOf(pager, bytes, large(settings.large.value), hasLess, table);
  if (chosen !== pager) say(messages.tooLarge(bytes, pager));
  return chosen;
}

const realName = (program: string): string | undefined => nameOfFile(program, process.env['PATH']);

/** The words of a shell with which `pager` opens the trace where the user wants it, after `outcome`. */
export function openingOf(
  pager: Pager,
  request: Request,
  shown: Shown | undefined,
  outcome: Outcome,
): string {
  const table = tableFor(pager.command, request.settings.pagers, realName);
  return openingWords(pager.command, shown?.where ?? whereIn(request, outcome), table);
}

/** What `pager` shows of a trace with a file for each process, after `outcome`; undefined for a trace in one file. */
export function shownOf(
  pager: Pager,
  request: Request,
  title: string,
  outcome: Outcome,
): Shown | undefined {
  const { spool, split, settings } = request;
  if (spool?.place === undefined || !isSplit(request)) return request.shown;
  const table = tableFor(pager.command, settings.pagers, realName);
  return split().showSplit(spool.path, spool.place, {
    title,
    at: settings.at.value,
    isFailure: hasFailed(outcome),
    isMany: showsMany(pager.command, table),
  });
}

/** The line at which the pager opens, as the user wants it, or as the failure of the run suggests. */
function whereIn(request: Request, outcome: Outcome): Where {
  const { spool, plan, opened, settings, cause, comparison } = request;
  if (comparison !== undefined) return { is: 'start' };
  const at = settings.at.value;
  if (at !== 'cause') return { is: at };
  // Nothing is guessed where nothing failed, and of the traces that nobody here can read.
  const isFailure =
    hasFailed(outcome) || (opened !== undefined && messages.isFailure(opened.record.end ?? ''));
  const isKnown = plan.by !== 'nothing' && plan.filetype === 'strace';
  return isFailure && isKnown && spool !== undefined
    ? cause().causeIn(spool.path)
    : { is: 'start' };
}

/** Start a monitor for `pager`, which waits until it is opened. Throws if there is no terminal. */
export function monitorFor(
  pager: Pager,
  { given, spool, plan, shDirectory, settings, comparison }: Request,
  shown: Shown | undefined,
  happened: (event: Event) => void,
): Monitor {
  const trace = {
    file: shown?.file ?? spool?.path ?? '',
    files: shown?.files ?? [],
    filetype: comparison ? 'strace' : plan.by === 'nothing' ? '' : plan.filetype,
    pair: comparison,
    vim: `${shDirectory}/../../vim`,
    isColoured: !process.env['NO_COLOR'],
  };
  const table = tableFor(pager.command, settings.pagers, realName);
  const { command, args, stdin, stop, file } = startOf(pager.command, trace, table);
  const ofSh = shSettings(given.settings);
  const start: PagerStart = {
    command: ofSh.length === 0 ? command : `exec ${under(ofSh, command)}`,
    args,
    trace: stdin === 'trace' ? file : '',
    terminal: device(given.stdio),
    modes: given.modes,
    core: given.core,
    files: given.files,
    reports: given.reports,
  };
  const sh = process.env['VIMTRACE_SH'] || '/bin/sh';
  return new Monitor(sh, shDirectory, start, eventsOf(stop, happened));
}

/** Shell text that runs the shell text `command` in a sh with `settings`, which the monitor must not obey. */
const under = (settings: readonly string[], command: string): string =>
  ['env', ...settings, '/bin/sh', '-c', `${command} "$@"`, 'sh'].map(posixWord).join(' ');

/** The signal is not known. A stopped process ends by a signal alone, so that SIGKILL stands for it. */
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

/** The events of a pager that is said to stop as `told`. What is seen of a stop counts for more. */
function eventsOf(told: Stop, happened: (event: Event) => void): MonitorListener {
  let stop = told;
  let judge: 'modes' | 'nothing' = 'modes';
  return {
    pagerStarted: () => happened({ type: 'pagerStarted' }),
    pagerStopped: (pager, signal, modes) => {
      // After another stop a bash puts the modes of that stop back at each later one.
      if (signal !== 'SIGTSTP') judge = 'nothing';
      else if (modes === 'held' && judge === 'modes') stop = 'abrupt';
      if (signal === 'SIGTSTP' && stop === 'orderly') happened({ type: 'pagerStopped', stop });
      else whenAllStopped(pager, () => happened({ type: 'pagerStopped', stop: 'abrupt' }));
    },
    pagerRan: () => happened({ type: 'pagerRan', stop }),
    pagerEnded: (ended) => happened({ type: 'pagerEnded', ended, terminal: ownership(undefined) }),
    yielded: () => happened({ type: 'terminalYielded' }),
    ended: (how) => happened(monitorEnded(how)),
    stopped: (monitor) => happened({ type: 'monitorStopped', terminal: ownership(monitor) }),
    misunderstood: (what) => happened({ type: 'failed', failure: failureOf(what) }),
  };
}

/** The user may have chosen the monitor's sh; the guard is our own, and so is its mistake. */
function failureOf(what: Misunderstanding): Failure {
  switch (what.by) {
    case 'node':
      return { kind: 'monitor', detail: messages.misunderstood.report(what.line) };
    case 'monitor':
      return { kind: 'monitor', detail: messages.misunderstood.verb(what.verb) };
    case 'guard':
      return { kind: 'defect', detail: messages.misunderstood.word };
  }
}
