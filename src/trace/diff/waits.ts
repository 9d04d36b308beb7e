/** The end of a child: the signal that tells of it comes before the wait that returns the child, or after it. */

/**
 * If the last three texts are the SIGCHLD of a child, the return of its handler, and a wait that returns this child,
 * put the wait and its line first. The wait is first if the parent waits before the child ends: chance decides that.
 * A handler that makes calls stays where it came, because a user looks for these calls there.
 */
export function putWaitFirst(texts: string[], lines: number[]): void {
  const child = /^wait(?:4|pid)\(.* = (\S+)$/.exec(texts.at(-1) ?? '')?.[1];
  if (child === undefined || texts.at(-2)?.startsWith('rt_sigreturn(') !== true) return;
  const signal = texts.at(-3) ?? '';
  if (!signal.startsWith('--- SIGCHLD ') || !signal.includes(`si_pid=${child},`)) return;
  for (const list of [texts, lines]) rotate<string | number>(list);
}

/** Put the last of the last three first. */
function rotate<T>(list: T[]): void {
  list.splice(-2, 0, ...list.splice(-1));
}
