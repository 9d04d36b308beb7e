/** Types Tab at a shell's prompt, and reads the completed line. */
import type { Place } from '../harness/place.ts';
import type { Session } from '../harness/session.ts';
import { shell } from '../harness/shells.ts';
import { run } from './typing.ts';

export const completingShells = ['zsh', 'bash', 'fish'] as const;
export type CompletingShell = (typeof completingShells)[number];

/** The line that turns on the shell's completion; a user's configuration has it before vimtrace's line. */
export const before: Readonly<Record<CompletingShell, string>> = {
  zsh: 'autoload -Uz compinit; compinit -D -u',
  bash: '. /usr/share/bash-completion/bash_completion',
  fish: 'set fish_complete_path $__fish_data_dir/completions',
};

/** The line that evaluates the output of `command --init`. */
export const initBy: Readonly<Record<CompletingShell, (command: string) => string>> = {
  zsh: (command) => `eval "$(${command} --init zsh)"`,
  bash: (command) => `eval "$(${command} --init bash)"`,
  fish: (command) => `${command} --init fish | source`,
};

/** Start a shell, turn on its completion, and then evaluate vimtrace's --init. */
export async function configured(
  name: CompletingShell,
  where: Place,
  command = 'vimtrace',
): Promise<Session> {
  const session = await shell(name, where);
  await run(session, before[name]);
  await run(session, initBy[name](command));
  return session;
}

/** Type `text` and Tab, wait until the line reads `wanted`, and clear the line. */
export async function completes(
  session: Session,
  text: string,
  wanted: string | RegExp,
): Promise<void> {
  session.type(`${text}\t`);
  await session.until(`${text} to become ${wanted}`, async () => {
    const typed = /^ready# (.*)$/.exec(await session.cursorLine())?.[1] ?? '';
    return typeof wanted === 'string' ? typed.trimEnd() === wanted : wanted.test(typed);
  });
  session.type('\x15');
  await session.prompt();
}
