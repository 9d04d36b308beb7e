/** What stands behind ` = `: the value of a call, its error, its time. */

export type Result = {
  /** As strace prints it, without -y's part: 3, -1, 0x7f0bd3a5b000, ?. */
  readonly value: string;
  /** What -y knows of the descriptor, or -Y of the pid, in the result; empty if nothing. */
  readonly annotation: string;
};

/** The kernel makes these calls again, or lets them end with EINTR (signal(7)): no failure. */
export const isRestart = (errno: string): boolean => errno.startsWith('ERESTART');

export function resultOf(tail: string): Result {
  const [, value = '?', annotation = ''] = /^(-?\w+|\?)(?:<(.*?)>(?= |$|>))?/.exec(tail) ?? [];
  return { value, annotation };
}

/** The number that a call returned; undefined if it returned none, or failed. */
export function numberOf(tail: string): number | undefined {
  const first = tail.charCodeAt(0);
  if (first < 0x30 || first > 0x39) return undefined;
  let end = 1;
  for (let code = tail.charCodeAt(end); code >= 0x30 && code <= 0x39; ) {
    end += 1;
    code = tail.charCodeAt(end);
  }
  return Number(tail.slice(0, end));
}

/** The time in the call, from -T (s); undefined if the trace was made without -T. */
export function secondsOf(tail: string): number | undefined {
  if (!tail.endsWith('>')) return undefined;
  const [, seconds] = / <(\d+(?:\.\d+)?)>$/.exec(tail.slice(-32)) ?? [];
  return seconds === undefined ? undefined : Number(seconds);
}

/** `tail` without the time of -T. */
export const withoutSeconds = (tail: string): string =>
  tail.endsWith('>') ? tail.replace(/ <\d+(?:\.\d+)?>$/, '') : tail;
