/** The settings of a run, each with its origin: the command line, the environment, the user's file, or the default. */
import type { Hangup } from '../core/types.ts';
import { type At, isAt } from './at.ts';
import { usualLarge, usualLimits } from './limits.ts';
import type { PagerProfile } from './pagers/profile.ts';
import type { TracerProfile } from './tracers/profile.ts';

/** FILE:LINE. */
export type ConfigLine = `${string}:${number}`;

/** The origin of a setting, for messages. */
export type Origin =
  | '--pager'
  | '--hangup'
  | '--grace'
  | '--at'
  | '$VIMTRACE_PAGER'
  | '$VIMTRACE_KEEP'
  | '$VIMTRACE_LARGE'
  | '$VIMTRACE_AT'
  | '$PAGER'
  | ConfigLine
  | 'the default';

export type Setting<T> = { readonly value: T; readonly origin: Origin };

/** The settings on the command line. */
export type Asked = {
  /** `--pager`, or '' for `--no-pager`. */
  readonly pager?: string;
  readonly hangup?: Hangup;
  /** The grace: how long a process gets to end before a stronger signal (s). */
  readonly grace?: number;
  readonly at?: At;
};

/** The user's own profiles, by the name of the command: a profile, or the name of a command with the same profile. */
export type Own<T> = Readonly<Record<string, Setting<T | string>>>;

/** The settings in the user's file. */
export type Config = {
  readonly pager?: Setting<string>;
  readonly hangup?: Setting<Hangup>;
  readonly grace?: Setting<number>;
  readonly keep?: Setting<string>;
  readonly large?: Setting<string>;
  readonly at?: Setting<At>;
  readonly tracers?: Own<TracerProfile>;
  readonly pagers?: Own<PagerProfile>;
};

export type Settings = {
  /** Undefined if nobody has set a pager. */
  readonly pager: Setting<string> | undefined;
  readonly hangup: Setting<Hangup>;
  /** In seconds. */
  readonly grace: Setting<number>;
  /** The limits of kept traces, in the form of VIMTRACE_KEEP. */
  readonly keep: Setting<string>;
  /** The size from which less replaces an editor, in the form of VIMTRACE_LARGE. */
  readonly large: Setting<string>;
  /** Where the pager opens. */
  readonly at: Setting<At>;
  readonly tracers: Own<TracerProfile> | undefined;
  readonly pagers: Own<PagerProfile> | undefined;
};

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The command line wins over the environment, the environment over the file, and the file over the default.
 * environment.ts has the faults of the environment.
 */
export function settle(asked: Asked, env: Environment, config: Config = {}): Settings {
  const atOfEnv = env['VIMTRACE_AT'] ?? '';
  return {
    pager:
      given(asked.pager, '--pager') ??
      given(env['VIMTRACE_PAGER'], '$VIMTRACE_PAGER') ??
      config.pager,
    hangup: given(asked.hangup, '--hangup') ?? config.hangup ?? byDefault('end'),
    grace: given(asked.grace, '--grace') ?? config.grace ?? byDefault(2),
    keep:
      given(env['VIMTRACE_KEEP'] || undefined, '$VIMTRACE_KEEP') ??
      config.keep ??
      byDefault(usualLimits),
    large:
      given(env['VIMTRACE_LARGE'] || undefined, '$VIMTRACE_LARGE') ??
      config.large ??
      byDefault(usualLarge),
    at:
      given(asked.at, '--at') ??
      given(isAt(atOfEnv) ? atOfEnv : undefined, '$VIMTRACE_AT') ??
      config.at ??
      byDefault('cause'),
    tracers: config.tracers,
    pagers: config.pagers,
  };
}

function given<T>(value: T | undefined, origin: Origin): Setting<T> | undefined {
  return value === undefined ? undefined : { value, origin };
}

const byDefault = <T>(value: T): Setting<T> => ({ value, origin: 'the default' });

/** `seconds` for a timer (ms), at most 24 days: Node's setTimeout takes a longer time for 1 ms. */
export const milliseconds = (seconds: number): number => Math.min(seconds * 1000, 2 ** 31 - 1);
