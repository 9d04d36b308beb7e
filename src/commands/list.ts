/** --list: prints the traces in the state directory, in lines for a reader or as JSON for a program. */
import { document, type Listed, lines } from '../cli/trace-list.ts';
import type { Handover } from '../os/job/launcher.ts';
import type { ListedTrace } from '../os/trace/kept.ts';
import { layoutOf } from './output.ts';
import { allTraces, type Fail } from './traces.ts';

/** The text to print. */
export function list(form: 'lines' | 'json', given: Handover, fail: Fail): string {
  const traces = allTraces(fail).map(listed);
  if (form === 'json') return document(traces);
  return lines(traces, {
    layout: layoutOf(given),
    now: Date.now(),
    directory: workingDirectory(),
    home: process.env['HOME'],
  });
}

/** What the list shows of a trace. */
export const listed = ({ record, read, ...trace }: ListedTrace): Listed => ({
  ...trace,
  time: record.time,
  isRead: read !== undefined,
  host: record.host,
  end: record.end,
  command: record.command,
  directory: record.directory,
});

function workingDirectory(): string | undefined {
  try {
    return process.cwd();
  } catch {
    return undefined;
  }
}
