/** The cause of a failure in one line, for the reader of a trace that opens there. */
import type { CauseRow } from '../../trace/answers/index.ts';
import type { Ending } from '../../trace/processes.ts';
import { visible } from '../messages.ts';

/** More would not fit a line of a terminal (characters). */
const LONGEST = 160;

/** As in `exit 1, perhaps for this: openat("/etc/app.conf") = -1 EACCES`; for a signal, `killed by SIGSEGV at NULL`. */
export function causeText(row: CauseRow): string {
  const { status, call, signal } = row;
  // The signal that killed the process is no guess.
  const isPlain = call === '' && status.by === 'signal' && status.signal === signal;
  const text = visible(
    isPlain
      ? `killed by ${whatFailed(row)}`
      : `${endText(status)}, perhaps for this: ${whatFailed(row)}`,
  );
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 3)}...` : text;
}

const endText = (status: Ending): string =>
  status.by === 'exit' ? `exit ${status.code}` : `killed by ${status.signal}`;

function whatFailed({ call, args, errno, signal, object }: CauseRow): string {
  if (call === '') return object === '' ? signal : `${signal} at ${object}`;
  // getsockopt succeeds, and tells of the failure of another call in its arguments.
  if (signal !== '' || args.includes(`[${errno}]`)) return `${call}(${args})`;
  return `${call}(${object === '' ? args : `"${object}"`}) = -1 ${errno}`;
}
