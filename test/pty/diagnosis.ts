/** What the doctor says at a shell, read. */
import { type Place, place } from '../harness/place.ts';
import type { Session } from '../harness/session.ts';
import { shell } from '../harness/shells.ts';
import { run } from './typing.ts';

export type Seen = {
  readonly lines: readonly string[];
  readonly status: number;
  readonly text: string;
};
export const wide = { columns: 200, rows: 40 };

/** Run `command`, by default the doctor, and read what it printed: a check a line, mends joined on. */
export async function examined(
  session: Session,
  where: Place,
  command = 'vimtrace --doctor',
): Promise<Seen> {
  await run(session, `${command} >printed; echo $? >status`);
  return seen(where);
}

export function seen(where: Place): Seen {
  const text = where.read('work/printed');
  const lines = text.trimEnd().replaceAll(/\n +/g, ' ').split('\n');
  return { lines, text, status: Number(where.read('work/status')) };
}

export async function diagnosis(env: Record<string, string>, command?: string): Promise<Seen> {
  const where = place(env);
  return examined(await shell('bash', where, wide), where, command);
}

export const bad = (all: Seen): readonly string[] =>
  all.lines.filter((line) => line.startsWith('bad '));
