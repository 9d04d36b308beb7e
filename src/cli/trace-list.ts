/** --list: the traces, each on one line, or as JSON. */
import type { Layout, Style } from './layout.ts';
import { cutShort, quoted, visible } from './messages.ts';
import { json } from './print-config.ts';
import { sizeText } from './size.ts';
import { shortened, widthOf } from './width.ts';

export type Listed = {
  /** running: the tracer runs. shown: its vimtrace shows the trace. unseen: nobody can tell from here. */
  readonly state: 'running' | 'shown' | 'over' | 'unseen';
  /** The start of the run, and the last time somebody wrote to the trace or kept it (ms since the epoch). */
  readonly time: number;
  readonly written: number;
  /** Whether the user has read the trace and quit. */
  readonly isRead: boolean;
  /** Where the run is; '' if unknown. */
  readonly host: string;
  /** How the run ended, in words; undefined if nobody could record it. */
  readonly end: string | undefined;
  readonly bytes: number;
  readonly command: readonly string[];
  readonly directory: string;
  /** The path of the file. */
  readonly trace: string;
};

export type Surroundings = {
  readonly layout: Layout;
  /** ms since the epoch. */
  readonly now: number;
  /** The working directory, which is not repeated; undefined if there is none. */
  readonly directory: string | undefined;
  readonly home: string | undefined;
};

/** The columns between two fields. */
const GAP = '  ';
/** The fewest columns for the command; other fields give way for them. */
const ROOM = 16;
/** A longer ending, as one with the name of a host, is shortened. */
const LONGEST_END = 20;

type Field = 'number' | 'when' | 'size' | 'end';
type Row = Readonly<Record<Field | 'command' | 'directory', string>> & { readonly trace: Listed };
type Widths = (field: Field) => number;

/** A line for each of `traces`, in their order; no line is wider than the terminal. */
export function lines(traces: readonly Listed[], around: Surroundings): string {
  const rows = traces.map((trace, index) => rowOf(trace, index + 1, around));
  const { layout } = around;
  const widths: Widths = (field) => Math.max(0, ...rows.map((row) => widthOf(row[field])));
  const fields = fitting(widths, layout.columns ?? Number.POSITIVE_INFINITY);
  return rows.map((row) => `${lineOf(row, fields, widths, layout).trimEnd()}\n`).join('');
}

function lineOf(row: Row, fields: readonly Field[], widths: Widths, layout: Layout): string {
  let room = layout.columns ?? Number.POSITIVE_INFINITY;
  const cells = fields.map((field) => {
    const text = field === 'size' ? row.size.padStart(widths(field)) : row[field];
    const space = ' '.repeat(Math.max(0, widths(field) - widthOf(text)));
    room -= widthOf(text) + space.length + GAP.length;
    return painted(field, text, row.trace, layout) + space;
  });
  return [...cells, rest(row, room, layout)].join(GAP);
}

/** The fields before the command, without those that a narrow terminal has no room for. */
function fitting(widths: Widths, columns: number): readonly Field[] {
  const all: readonly Field[] = ['number', 'when', 'size', 'end'];
  const dispensable: readonly Field[] = ['when', 'size', 'end'];
  const choices = [0, 1, 2].map((count) =>
    all.filter((field) => !dispensable.slice(0, count).includes(field)),
  );
  const takes = (fields: readonly Field[]): number =>
    fields.reduce((sum, field) => sum + widths(field) + GAP.length, ROOM);
  return choices.find((fields) => takes(fields) <= columns) ?? ['number'];
}

/** The command and, where `room` allows both, the directory. */
function rest({ command, directory }: Row, room: number, { paint }: Layout): string {
  const beside = directory === '' ? 0 : GAP.length + widthOf(directory);
  const isBoth = beside > 0 && room - beside >= Math.min(widthOf(command), ROOM);
  const text = shortened(command, Math.max(3, isBoth ? room - beside : room));
  return isBoth ? text + GAP + paint('minor', directory) : text;
}

function rowOf(trace: Listed, number: number, around: Surroundings): Row {
  const { layout, now, directory, home } = around;
  const isLive = trace.state === 'running' || trace.state === 'shown';
  return {
    trace,
    number: `@${number}`,
    when: ago(now - (isLive ? trace.time : trace.written), trace.written),
    size: sizeText(trace.bytes),
    end: shortened(
      visible(endOf(trace)),
      layout.columns === undefined ? Number.POSITIVE_INFINITY : LONGEST_END,
    ),
    command: quoted(trace.command),
    directory:
      trace.directory === '' || trace.directory === directory
        ? ''
        : visible(`in ${homely(trace.directory, home)}`),
  };
}

/** How the run ended, or how far it is. */
export function endOf({ state, end, host }: Listed): string {
  switch (state) {
    case 'running':
      return 'running';
    case 'shown':
      return 'being read';
    case 'over':
      return end ?? cutShort;
    case 'unseen':
      return host === '' ? 'running?' : `running on ${host}?`;
  }
}

function painted(field: Field, text: string, trace: Listed, { paint }: Layout): string {
  switch (field) {
    case 'number':
      return trace.isRead ? text : paint('title', text);
    case 'end':
      return paint(styleOf(trace), text);
    default:
      return paint('minor', text);
  }
}

function styleOf({ state, end }: Listed): Style {
  if (state !== 'over') return 'warning';
  return end === 'exited with 0' ? 'good' : 'bad';
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `age` (ms) in words; a date for more than two weeks. An age from the future is none: the clock was set back. */
function ago(age: number, time: number): string {
  const past = Math.max(0, age);
  if (past < MINUTE) return `${Math.floor(past / SECOND)} s ago`;
  if (past < HOUR) return `${Math.floor(past / MINUTE)} min ago`;
  if (past < DAY) return `${Math.floor(past / HOUR)} h ago`;
  const days = Math.floor(past / DAY);
  if (days <= 14) return days === 1 ? '1 day ago' : `${days} days ago`;
  return new Date(time).toISOString().slice(0, 10);
}

const homely = (path: string, home: string | undefined): string =>
  home !== undefined && home !== '/' && (path === home || path.startsWith(`${home}/`))
    ? `~${path.slice(home.length)}`
    : path;

/** The same as one JSON document: a list of objects, one a line. The man page documents the fields. */
export function document(traces: readonly Listed[]): string {
  const objects = traces.map((trace, index) =>
    json({
      number: index + 1,
      state: trace.state === 'over' ? 'ended' : trace.state,
      end: trace.state === 'over' ? (trace.end ?? cutShort) : null,
      read: trace.isRead,
      started: new Date(trace.time).toISOString(),
      written: new Date(trace.written).toISOString(),
      bytes: trace.bytes,
      command: trace.command,
      directory: trace.directory,
      file: trace.trace,
      host: trace.host,
    }),
  );
  return objects.length === 0 ? '[]\n' : `[\n${objects.join(',\n')}\n]\n`;
}
