/** --report: asks a trace one question, and prints the answer. */
import { writeFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import type { ReportAsked } from '../cli/report/asked.ts';
import * as faults from '../cli/report/faults.ts';
import { type Cell, LINE, placed, type Show, table } from '../cli/report/show.ts';
import * as shows from '../cli/report/shows.ts';
import { FAILED } from '../core/exit.ts';
import type { Handover } from '../os/job/launcher.ts';
import * as answers from '../trace/answers/index.ts';
import type { Answer } from '../trace/facts.ts';
import { moved } from './moved.ts';
import { layoutOf } from './output.ts';
import { CHUNK, readTrace } from './read-trace.ts';
import { type Fail, named } from './traces.ts';
import { type Place, type Whole, wholeAt } from './whole.ts';

export type Surroundings = {
  readonly given: Handover;
  /** Call `write`, which writes to standard output, and handle its errors. */
  readonly output: (write: () => void) => void;
  readonly say: (text: string) => void;
  readonly fail: Fail;
};

/**
 * V8's settings for a program that makes much garbage and keeps little. Without the first, V8 gives new objects more
 * memory the longer the trace is. Without the second, several threads collect what one thread collects in 0.2 ms. A V8
 * that does not know a setting ignores it.
 */
const heap = ['--semi-space-growth-factor=1', '--no-parallel-scavenge'];

/** Print the answer to `asked`; sets the exit status to 125 if the trace is cut. */
export function report(asked: ReportAsked, around: Surroundings): void {
  switch (asked.what) {
    case 'cause':
      ask(new answers.Cause(), shows.cause, asked, around);
      break;
    case 'failed':
      ask(new answers.Failed(asked.isAll), shows.failed, asked, around);
      break;
    case 'files':
      ask(new answers.Files(asked.form === 'json'), shows.files, asked, around);
      break;
    case 'slow':
      ask(new answers.Slow(), shows.slow, asked, around);
      break;
    case 'calls':
      ask(new answers.Calls(), shows.calls, asked, around);
      break;
    case 'tree':
      ask(new answers.Tree(), shows.tree, asked, around);
      break;
    case 'net':
      ask(new answers.Net(), shows.net, asked, around);
      break;
    case 'signals':
      ask(new answers.Signals(), shows.signals, asked, around);
      break;
    case 'waiting':
      ask(new answers.Waiting(), shows.waiting, asked, around);
      break;
  }
}

function ask<Row extends object>(
  answer: Answer<Row>,
  show: Show<Row>,
  { what, trace, form }: ReportAsked,
  { given, output, say, fail }: Surroundings,
): void {
  const isInput = trace.is === 'file' && trace.path === '-';
  const found = isInput ? undefined : named(trace, 'read', fail);
  const path = found?.path ?? '-';
  const whole = found?.is === 'split' ? wholeAt(path) : undefined;
  const isTable = form === 'people' && given.terminals.includes(1);
  // For people, the columns must fit all rows; elsewhere each row is written when it is known.
  const rows: (readonly Cell[])[] = [];
  let text = '';
  const flush = (): void => {
    if (text !== '') output(() => writeFileSync(given.stdio[1], text));
    text = '';
  };
  const take = (each: Row): void => {
    const { row, place } = located(show, each, whole);
    const file = place && { file: place.file.path };
    if (isTable) rows.push(cellsOf(show, row, place));
    else if (form === 'json') text += `${JSON.stringify({ ...show.json(row), ...file })}\n`;
    else text += placed(show, row, file?.file ?? path);
    if (text.length > CHUNK) flush();
  };
  for (const setting of heap) setFlagsFromString(setting);
  const summary = readTrace(
    isInput ? given.stdio[0] : (whole ?? path),
    (fact) => {
      const row = answer.see(fact);
      if (row !== undefined) take(row);
    },
    (reason) => fail(faults.unreadable(path, reason)),
  );
  if (summary.lines === 0) fail(faults.empty(path));
  if (summary.understood === 0) fail(faults.noTrace(path));
  if (what === 'slow' && !summary.hasTimes) fail(faults.noTimes(path));
  for (const row of answer.rows(summary)) take(row);
  if (isTable) text = table(show, rows, layoutOf(given));
  flush();
  if (summary.notUnderstood > 0) say(faults.notUnderstood(path, summary.notUnderstood));
  if (summary.isCut) {
    const cut = whole?.cut;
    say(faults.cut(cut?.file.path ?? path, cut?.line ?? summary.lines));
    process.exitCode = FAILED;
  }
}

/** The row as it stands in its file; `place` only of a trace with a file for each process. */
function located<Row extends object>(
  show: Show<Row>,
  row: Row,
  whole: Whole | undefined,
): { readonly row: Row; readonly place: Place | undefined } {
  const place = whole?.at(show.line(row));
  return { row: whole === undefined ? row : moved(row, whole), place };
}

/** For people the line is PID:LINE, if each process has a file. */
const cellsOf = <Row>(show: Show<Row>, row: Row, place: Place | undefined): readonly Cell[] =>
  show.cells(row).map((cell, index) => {
    if (place === undefined || show.heads[index] !== LINE) return cell;
    return { ...cell, text: `${place.file.pid}:${place.line}` };
  });
