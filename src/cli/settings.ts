/** What is in force, and where each setting comes from: the command line, the environment, the user's file, or nowhere. */
import type { Hangup } from '../core/types.ts';
import { isLimits, isSize, usualLarge, usualLimits } from './limits.ts';
import type { PagerProfile } from './pagers/profile.ts';
import type { TracerProfile } from './tracers/profile.ts';

/** FILE:LINE. */
export type ConfigLine = `${string}:${number}`;

/** Where a setting comes from, so that a message can say it. */
export type Origin =
  | '--pager'
  | '--hangup'
  | '--grace'
  | '$VIMTRACE_PAGER'
  | '$VIMTRACE_KEEP'
  | '$VIMTRACE_LARGE'
  | '$PAGER'
  | ConfigLine
  | 'the default';

export type Setting<T> = { readonly value: T; readonly origin: Origin };

/** What the command line asks for. */
export type Asked = {
  /** `--pager`, or '' for `--no-pager`. */
  readonly pager?: string;
  readonly hangup?: Hangup;
  /** How long those who are told to end may take (s). */
  readonly grace?: number;
};

/** Profiles of the user's own, by the command's name: a profile, or the name of a command that has it. */
export type Own<T> = Readonly<Record<string, Setting<T | string>>>;

/** What the user's file says. */
export type Config = {
  readonly pager?: Setting<string>;
  readonly hangup?: Setting<Hangup>;
  readonly grace?: Setting<number>;
  readonly keep?: Setting<string>;
  readonly large?: Setting<string>;
  readonly tracers?: Own<TracerProfile>;
  readonly pagers?: Own<PagerProfile>;
};

export type Settings = {
  /** None where nobody has asked for one. */
  readonly pager: Setting<string> | undefined;
  readonly hangup: Setting<Hangup>;
  /** In seconds. */
  readonly grace: Setting<number>;
  /** How much is kept, as VIMTRACE_KEEP has it. */
  readonly keep: Setting<string>;
  /** From which size on an editor gives way to less, as VIMTRACE_LARGE has it. */
  readonly large: Setting<string>;
  readonly tracers: Own<TracerProfile> | undefined;
  readonly pagers: Own<PagerProfile> | undefined;
};

type Environment = Readonly<Record<string, string | undefined>>;

/** The command line goes before the environment, that before the file, and that before the default. */
export function settle(asked: Asked, env: Environment, config: Config = {}): Settings {
  return {
    pager:
      given(asked.pager, '--pager') ??
      given(env['VIMTRACE_PAGER'], '$VIMTRACE_PAGER') ??
      config.pager,
    hangup: given(asked.hangup, '--hangup') ?? config.hangup ?? byDefault('end'),
    grace: given(asked.grace, '--grace') ?? config.grace ?? byDefault(2),
    keep:
      given(only(isLimits, env['VIMTRACE_KEEP']), '$VIMTRACE_KEEP') ??
      config.keep ??
      byDefault(usualLimits),
    large:
      given(only(isSize, env['VIMTRACE_LARGE']), '$VIMTRACE_LARGE') ??
      config.large ??
      byDefault(usualLarge),
    tracers: config.tracers,
    pagers: config.pagers,
  };
}

/** What the environment has, where it is such a thing. */
const only = (is: (text: string) => boolean, text: string | undefined): string | undefined =>
  text !== undefined && is(text) ? text : undefined;

function given<T>(value: T | undefined, origin: Origin): Setting<T> | undefined {
  return value === undefined ? undefined : { value, origin };
}

const byDefault = <T>(value: T): Setting<T> => ({ value, origin: 'the default' });

/** `seconds` as a timer takes them (ms): more than 24 days would be none at all (Node, setTimeout). */
export const milliseconds = (seconds: number): number => Math.min(seconds * 1000, 2 ** 31 - 1);
