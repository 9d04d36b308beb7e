/** The shells a user may sit at: how each is started without the machine's own configuration. */
import type { Place } from './place.ts';
import { Session, type Size } from './session.ts';

const interactive = {
  zsh: ['zsh', '-f', '-o', 'no_prompt_sp', '-i'],
  bash: ['bash', '--norc', '--noprofile', '-i'],
  fish: ['fish', '--no-config', '-i', '-C', "function fish_prompt; printf 'ready# '; end"],
  dash: ['dash', '-i'],
  mksh: ['mksh', '-i'],
  busybox: ['busybox', 'ash', '-i'],
} as const;

export type ShellName = keyof typeof interactive;
export const shellNames = Object.keys(interactive) as ShellName[];

/** How it is started. */
export const commandLine = (name: ShellName): readonly string[] => interactive[name];

/** An interactive shell at its prompt. */
export async function shell(name: ShellName, where: Place, size?: Size): Promise<Session> {
  const [command, ...args] = interactive[name];
  const session = new Session(where, command, args, size);
  await session.prompt();
  return session;
}

/** The shell's own spelling of "the status of the last command". */
export const statusOf = (name: ShellName): string => (name === 'fish' ? '$status' : '$?');
