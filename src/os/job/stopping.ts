/**
 * Waits for the stop of a pager's children: bat runs a pager of its own, which restores the terminal before it stops.
 * A pager that stops in order has restored the terminal itself.
 */
import type { Pid } from '../../core/types.ts';
import { childrenOf, stat } from '../process/proc.ts';

/** How often to look at a child that still runs, 1 ms apart: the child may ignore the signal. */
const LOOKS = 500;

/** Call `then` when all children of the stopped `pager` have stopped that are in its group; at once if it has none. */
export function whenAllStopped(pager: Pid, then: () => void, looks = LOOKS): void {
  if (looks > 0 && childrenOf(pager).some((child) => isStopping(child, pager)))
    setTimeout(whenAllStopped, 1, pager, then, looks - 1);
  else then();
}

/** Whether the process `child` still runs, in the process group that the pager leads (S11). */
function isStopping(child: Pid, pager: Pid): boolean {
  const found = stat(child);
  return found?.group === Number(pager) && !'TtZX'.includes(found.state);
}
