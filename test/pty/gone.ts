/** What tests of hangups and kills share: waiting until processes have ended. */
import { allProcesses, processOf } from '../harness/proc.ts';
import type { Session } from '../harness/session.ts';

export const isAlive = (pid: number): boolean => !'ZX'.includes(processOf(pid)?.state ?? 'X');

/** Wait until no process of the session is left. */
export const over = (session: Session): Promise<boolean> =>
  session.until(
    'the session to be over',
    () =>
      !allProcesses().some((each) => each.session === session.pid && !'ZX'.includes(each.state)),
  );

/** Close the terminal, and wait until its shell has ended. */
export async function loseTerminal(session: Session): Promise<void> {
  await session.hangUp();
  await session.until('the shell to be gone', () => !isAlive(session.pid));
}
