/** How each answer of --report looks. */
import type {
  CallsRow,
  CauseRow,
  FailedRow,
  FilesRow,
  NetRow,
  SignalsRow,
  SlowRow,
  TreeRow,
  WaitingRow,
} from '../../trace/answers/index.ts';
import { type Cell, countsText, endingJson, endingText, LINE, numeric, type Show } from './show.ts';

const plain = (text: string): Cell => ({ text });
const bad = (text: string): Cell => ({ text, style: 'bad' });
const minor = (text: string): Cell => ({ text, style: 'minor' });
const callText = (call: string, args: string): string => `${call}(${args})`;

export const cause: Show<CauseRow> = {
  heads: [LINE, 'PID', 'STATUS', 'SURE', 'WHY', 'CALL', 'PRINTED'],
  cells: (row) => [
    numeric(row.line),
    numeric(row.pid),
    plain(endingText(row.status)),
    plain(row.confidence),
    bad(row.signal || row.errno),
    plain(row.call === '' ? row.object : callText(row.call, row.args)),
    minor(row.message.split('\n').at(-1) ?? ''),
  ],
  line: (row) => row.line,
  json: ({ line, pid, call, errno, signal, object, message, status, confidence }) => ({
    line,
    pid,
    call,
    ...(signal === '' ? { errno } : { signal }),
    ...(/^0x|:\d+$|^NULL$/.test(object) ? { address: object } : { path: object }),
    message,
    status: endingJson(status),
    confidence,
  }),
  none: 'Nothing in the trace explains a failure.',
};

export const failed: Show<FailedRow> = {
  heads: [LINE, 'PID', 'WHY', 'CALL'],
  cells: (row) => [
    numeric(row.line),
    numeric(row.pid),
    bad(row.errno),
    plain(callText(row.call, row.args)),
  ],
  line: (row) => row.line,
  json: ({ line, pid, call, errno, path }) => ({ line, pid, call, errno, path }),
  none: 'No call failed that matters; --all has the others.',
};

export const files: Show<FilesRow> = {
  heads: [LINE, 'OPENED', 'FAILED', 'PATH', 'CALLS'],
  cells: (row) => [
    numeric(row.first),
    plain(row.opened ? 'yes' : ''),
    bad(countsText(row.failed)),
    plain(row.path),
    minor(countsText(row.calls)),
  ],
  line: (row) => row.first,
  json: (row) => row,
  none: 'No call names a path.',
};

export const slow: Show<SlowRow> = {
  heads: [LINE, 'PID', 'SECONDS', 'CALL'],
  cells: (row) => [
    numeric(row.line),
    numeric(row.pid),
    numeric(row.seconds, 6),
    plain(callText(row.call, row.args)),
  ],
  line: (row) => row.line,
  json: ({ line, pid, call, seconds }) => ({ line, pid, call, seconds }),
  none: 'No call took time.',
};

export const calls: Show<CallsRow> = {
  heads: ['CALL', 'COUNT', 'SECONDS', 'FAILED'],
  cells: (row) => [
    plain(row.call),
    numeric(row.count),
    numeric(row.seconds, 6),
    bad(countsText(row.errors)),
  ],
  line: (row) => row.first,
  json: ({ call, count, errors, seconds, first }) => ({
    call,
    count,
    errors,
    ...(seconds !== undefined && { seconds }),
    first,
  }),
  none: 'No call returned.',
};

/** The words of a process, below those of its parent. */
export const commandText = ({ depth, isThread, argv }: TreeRow): string =>
  `${'  '.repeat(Math.min(depth, 20))}${isThread ? '(thread) ' : ''}${argv.join(' ')}`;

export const tree: Show<TreeRow> = {
  heads: [LINE, 'PID', 'PARENT', 'END', 'ENDED', 'COMMAND'],
  cells: (row) => [
    numeric(row.born),
    numeric(row.pid),
    numeric(row.parent === 0 ? undefined : row.parent),
    numeric(row.end),
    row.ended?.by === 'exit' && row.ended.code === 0
      ? plain(endingText(row.ended))
      : bad(endingText(row.ended)),
    plain(commandText(row)),
  ],
  line: (row) => row.born,
  json: ({ pid, parent, isThread, argv, born, ended, end }) => ({
    pid,
    parent: parent === 0 ? null : parent,
    thread: isThread,
    argv,
    born,
    ended: endingJson(ended),
    end: end ?? null,
  }),
  none: 'No process is in the trace.',
};

export const net: Show<NetRow> = {
  heads: [LINE, 'PID', 'FD', 'FAMILY', 'LOCAL', 'PEER', 'RESULT', 'SENT', 'RECEIVED'],
  cells: (row) => [
    numeric(row.line),
    numeric(row.pid),
    numeric(row.fd),
    plain(row.family),
    plain(row.local),
    plain(row.peer),
    row.result.startsWith('E') ? bad(row.result) : plain(row.result),
    numeric(row.sent),
    numeric(row.received),
  ],
  line: (row) => row.line,
  json: (row) => row,
  none: 'No call made a socket.',
};

export const signals: Show<SignalsRow> = {
  heads: [LINE, 'PID', 'SIGNAL', 'FROM', 'WHAT'],
  cells: (row) => [
    numeric(row.line),
    numeric(row.pid),
    row.isEnd ? bad(row.signal) : plain(row.signal),
    numeric(row.from === 0 ? undefined : row.from),
    minor(row.isEnd ? 'ended the process' : row.info),
  ],
  line: (row) => row.line,
  json: ({ line, pid, signal, isEnd, from }) => ({
    line,
    pid,
    signal,
    ended: isEnd,
    from: from === 0 ? null : from,
  }),
  none: 'No process got a signal.',
};

export const waiting: Show<WaitingRow> = {
  heads: [LINE, 'PID', 'SINCE', 'CALL', 'FOR'],
  cells: (row) => [
    numeric(row.line),
    numeric(row.pid),
    plain(row.since),
    plain(callText(row.call, row.args)),
    plain(
      [
        ...row.on.map(({ fd, what }) => `${fd}: ${what || 'not known'}`),
        ...row.children.map((pid) => `process ${pid}`),
      ].join(', '),
    ),
  ],
  line: (row) => row.line,
  json: ({ line, pid, call, on, children, since }) => ({
    line,
    pid,
    call,
    descriptor: on.map(({ fd, what }) => ({ fd, what })),
    children,
    since,
  }),
  none: 'Every call returned.',
};
