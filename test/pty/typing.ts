/** What a user does at the shell's prompt and in the pager, each with its visible end. */
import type { Place } from '../harness/place.ts';
import type { Session } from '../harness/session.ts';

const runs = { count: 0 };

/** Type `command` and wait until the shell has run it: by a word that the shell prints next. */
export async function run(session: Session, command: string): Promise<void> {
  runs.count += 1;
  const end = runs.count;
  session.line(`${command}; echo over-""${end}-`);
  await session.sees(new RegExp(`over-${end}-`));
  await session.prompt();
}

/**
 * Have the shell list its jobs, until one is listed as stopped: wait(2) tells of a stop only
 * when the last of Node's threads has stopped, a moment after /proc shows the first.
 */
export async function listed(session: Session, stopped: RegExp): Promise<void> {
  await session.until('a stopped job in the list', async () => {
    await run(session, 'clear; jobs');
    return (await session.screen()).some((line) => stopped.test(line));
  });
}

/** Quit the pager, and be back at the prompt. */
export async function quit(session: Session, keys = 'q'): Promise<void> {
  session.type(keys);
  await session.prompt();
}

/** The status of the last command, which must not have been typed by `run`. */
export async function status(session: Session, variable = '$?'): Promise<number> {
  session.line(`echo "status:${variable}:"`);
  const line = await session.sees(/status:\d+:/);
  return Number(line.split(':').at(-2));
}

/** The directories of the traces, being shown or kept. */
export const spools = (where: Place): readonly string[] =>
  inState(where).filter((name) => !name.startsWith('turn-'));

/** All that is in the state directory. */
export function inState(where: Place): readonly string[] {
  try {
    return where.list('home/state/vimtrace');
  } catch {
    return [];
  }
}

/** The trace that is being shown. */
export function trace(where: Place): string {
  const [name = 'none', ...more] = spools(where);
  if (more.length > 0) throw new Error(`more than one spool: ${name} ${more.join(' ')}`);
  return where.read(`home/state/vimtrace/${name}/trace`);
}

/** The trace that was kept. */
export const kept = (where: Place): string => trace(where);

/** How often `part` is in `text`. */
export const times = (text: string, part: string): number => text.split(part).length - 1;

/** How often a pager has drawn its screen from its first line on. */
export const drawn = (session: Session): number => times(session.transcript, '\x1b[?1049h');
