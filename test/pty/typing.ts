/** What a user does at the shell's prompt and in the pager. Each step waits for its visible end. */
import { existsSync } from 'node:fs';
import type { Place } from '../harness/place.ts';
import { childrenOf } from '../harness/proc.ts';
import type { Session } from '../harness/session.ts';

const runs = { count: 0 };

/** Type `command`, and wait until the shell has run it and prints the word that follows. */
export async function run(session: Session, command: string): Promise<void> {
  runs.count += 1;
  const end = runs.count;
  session.line(`${command}; echo over-""${end}-`);
  await session.sees(new RegExp(`over-${end}-`));
  await session.prompt();
}

/**
 * List the jobs until the list shows a stopped job and no running one: wait(2) reports a stop after the last of Node's
 * threads has stopped, a moment after /proc shows the first stopped thread. Until the shell knows that all processes
 * of a job are stopped, fg in zsh continues none.
 */
export async function listed(session: Session, stopped: RegExp): Promise<void> {
  await session.until('a stopped job in the list', async () => {
    await run(session, 'clear; jobs');
    const lines = await session.screen();
    return lines.some((line) => stopped.test(line)) && !lines.some((line) => /running/i.test(line));
  });
}

/** Quit the pager, and wait for the prompt. */
export async function quit(session: Session, keys = 'q'): Promise<void> {
  session.type(keys);
  await session.prompt();
}

/** The process that reads the keys: bat runs a pager of its own, and that pager loses a key that comes with a SIGWINCH. */
export const reader = (name: string, pid: number): number =>
  name.startsWith('bat') ? (childrenOf(pid).at(-1)?.pid ?? pid) : pid;

/** Stop the pager. lnav 0.11 misses one ^Z in ten, also when started by bash alone, so it gets a SIGSTOP. */
export const stop = (session: Session, name: string, pid: number): void => {
  if (name === 'lnav') process.kill(pid, 'SIGSTOP');
  else session.type('\x1a');
};

/** Wait until the pager takes keys after fg: vimtrace has sent all signals, and the process that reads the keys waits. */
export async function resumed(session: Session, where: Place, name: string): Promise<void> {
  await session.until('vimtrace to be done with it', () =>
    /"resumePager"}\]|"pagerRan"/.test(where.read('journal').trim().split('\n').at(-1) ?? ''),
  );
  const { job, pager } = await session.pager();
  // The step is in the journal before vimtrace sends the SIGWINCH that it orders.
  await session.idle(job.pid);
  await session.idle(reader(name, pager.pid));
}

/** The status of the last command; `run` must not have typed that command. */
export async function status(session: Session, variable = '$?'): Promise<number> {
  session.line(`echo "status:${variable}:"`);
  const line = await session.sees(/status:\d+:/);
  return Number(line.split(':').at(-2));
}

/** The names of the spools, shown or kept. Those that were read and quit are not among them. */
export const spools = (where: Place): readonly string[] =>
  inState(where).filter((name) => !name.startsWith('turn-'));

/** Wait until the record of the run is written: without the record the command is unknown. */
export const recorded = (session: Session, where: Place): Promise<boolean> =>
  session.until('the record', () =>
    spools(where).some((name) => where.list(`home/state/vimtrace/${name}`).includes('record.json')),
  );

/** The names of all files in the state directory but those of traces that were read and quit. */
export const inState = (where: Place): readonly string[] =>
  everything(where).filter((name) => !isRead(where, name));

/** The names of the spools that were read and quit. */
export const shelved = (where: Place): readonly string[] =>
  everything(where).filter((name) => isRead(where, name));

/** The names of all files in the state directory. */
export function everything(where: Place): readonly string[] {
  try {
    return where.list('home/state/vimtrace');
  } catch {
    return [];
  }
}

const isRead = (where: Place, name: string): boolean =>
  existsSync(`${where.directory}/home/state/vimtrace/${name}/record-read`);

/** The text of the only trace, which is being shown. */
export function trace(where: Place): string {
  const [name = 'none', ...more] = spools(where);
  if (more.length > 0) throw new Error(`more than one spool: ${name} ${more.join(' ')}`);
  return where.read(`home/state/vimtrace/${name}/trace`);
}

/** The text of the only trace, which was kept. */
export const kept = (where: Place): string => trace(where);

/** How often `text` has `part`. */
export const times = (text: string, part: string): number => text.split(part).length - 1;

/** How often a pager has switched to the alternate screen. */
export const drawn = (session: Session): number => times(session.transcript, '\x1b[?1049h');
