/** Runs commands to their end, without a terminal. The test does nothing else meanwhile. */
import { execaSync } from 'execa';
import type { Place } from './place.ts';

export type Outcome = {
  readonly status: number | undefined;
  readonly signal: string | undefined;
  readonly stdout: string;
  readonly stderr: string;
};

type Extra = {
  /** Added to the environment of the place. */
  readonly env?: Readonly<Record<string, string>>;
  /** Standard input; empty by default. */
  readonly input?: string;
};

/** How `command` ends in the place's work directory, with the place's environment alone. */
export function outcome(
  where: Place,
  command: string,
  args: readonly string[],
  { env, input = '' }: Extra = {},
): Outcome {
  const ended = execaSync(command, args, {
    cwd: `${where.directory}/work`,
    env: { ...where.env, ...env },
    extendEnv: false,
    input,
    reject: false,
    stripFinalNewline: false,
  });
  // A command with neither status nor signal could not be started.
  if (ended.exitCode === undefined && ended.signal === undefined) throw ended;
  const { exitCode: status, signal, stdout, stderr } = ended;
  return { status, signal, stdout, stderr };
}

/** All that `command` prints on standard output; throws if `command` fails. */
export const outputOf = (
  command: string,
  args: readonly string[],
  env: Readonly<NodeJS.ProcessEnv> = process.env,
): string => execaSync(command, args, { env, extendEnv: false, stripFinalNewline: false }).stdout;

/** Where PATH has `command`. */
export const pathOf = (command: string, env?: Readonly<NodeJS.ProcessEnv>): string =>
  outputOf('/bin/sh', ['-c', `command -v ${command}`], env).trim();

/** Whether `command` ends with status 0. */
export const succeeds = (command: string, args: readonly string[]): boolean =>
  !execaSync(command, args, { reject: false }).failed;
